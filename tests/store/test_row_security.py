"""Who sees what, with the cast of three: A owns ALPHA SAS, B is its accountant, C owns GAMMA SA.

Both sell to the same buyer, share its ceiling and a group's line; neither may learn of the other.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import psycopg
import pyotp
from psycopg import sql

from comptant.formats.advice import ADVICE_LINES
from comptant.operations.acts import audit
from comptant.operations.acts.act import Asked
from comptant.operations.closing import close
from comptant.operations.collection import advice
from comptant.operations.quoting import callbacks, links
from comptant.operations.registry import (
    emails,
    identities,
    mandates,
    people,
    signing,
    team,
)
from comptant.operations.registry.people import set_role
from comptant.operations.risk import disputes
from comptant.store.access import reading
from tests.cast import add_cast, allot, ceiling, draw, group, send
from tests.facts import PASSWORD, World, open_world
from tests.houses import house
from tests.instruments import BETA_RIB, cheque, remit
from tests.operations.offering import in_force, quote
from tests.signing import empower
from tests.store.sample_rows import keep_papers, keep_quotes
from tests.traces import tables

Connect = Callable[[str], psycopg.Connection]
Seen = dict[str, list[Any]]

# Rows of one contract, known by its number in one of their columns.
OF_A_CONTRACT = {
    "act": "contract_id", "advice": "contract_id", "advice_line": "contract_id",
    "advice_use": "contract_id", "instrument": "contract_id", "instrument_invoice": "contract_id",
    "instrument_step": "contract_id", "order_status": "contract_id",
    "allotment": "contract_id", "approval": "contract_id",
    "balance": "contract_id", "ceiling": "contract_id", "charge": "contract_id",
    "feed": "contract_id", "arrival": "contract_id", "mail_answer": "contract_id",
    "partner": "contract_id", "delegation": "contract_id", "delegated_draw": "contract_id",
    "contract": "id", "contract_buyer": "contract_id", "dispute": "contract_id",
    "dispute_step": "contract_id", "document": "contract_id",
    "document_of": "contract_id",
    "event": "contract_id",
    "entry": "contract_id", "entry_number": "contract_id", "exposure": "contract_id",
    "known_name": "contract_id", "release_letter": "contract_id",
    "invoice": "contract_id", "moved": "contract_id", "movement": "contract_id",
    "outbox": "contract_id", "paper": "contract_id",
    "signature": "contract_id", "signature_end": "contract_id", "envelope": "contract_id",
    "payment": "contract_id", "payment_order": "contract_id",
    "payment_order_step": "contract_id", "posting": "contract_id", "charged_advance": "contract_id",
    "advance_day": "contract_id",
    "purchase_order": "contract_id", "purchase_order_step": "contract_id",
    "payable": "contract_id", "payable_step": "contract_id", "programme_supplier": "contract_id",
    "guarantee": "contract_id", "over_advance": "contract_id", "contract_fee": "contract_id",
    "fee_billed": "contract_id", "proved_sum": "contract_id",
    "refused_line": "contract_id", "remittance": "contract_id",
    "recourse_step": "contract_id", "garnishment": "contract_id",
    "garnishment_item": "contract_id", "garnishment_step": "contract_id",
    "repayment_instalment": "contract_id", "repayment_plan": "contract_id",
    "remittance_file": "contract_id", "term": "contract_id",
    "takeover": "contract_id", "takeover_step": "contract_id", "broker_mandate": "contract_id",
    "reminder": "contract_id", "reminder_line": "contract_id", "reminder_plan": "contract_id",
    "reminder_stage": "contract_id", "reminder_contact": "contract_id", "promise": "contract_id",
    "promise_line": "contract_id", "promise_instalment": "contract_id",
    "promise_end": "contract_id", "promise_outcome": "contract_id",
    "direct_payment_day": "contract_id",
    "dispute_notice": "contract_id", "penalty": "contract_id", "penalty_waiver": "contract_id",
    "exchange": "contract_id",
    "client_account": "contract_id", "planned_payment": "contract_id",
    "sweep": "contract_id", "sweep_step": "contract_id", "sales_ledger": "contract_id",
    "ledger_difference": "contract_id", "contract_quote": "contract_id",
}  # fmt: skip
OF_THE_STAFF = {
    "revaluation": "id",
    "act_seal": "act_id", "erasure_proof": "id", "legal_hold": "id", "legal_hold_lift": "hold_id",
    "bank_ledger": "own_account_id", "bank_movement": "id",
    "bank_statement": "id", "day_close": "day", "group_member": "party_id",
    "guess": "payment_id", "number_claim": "party_id", "number_word": "party_id",
    "held": "invoice_id", "opening_fact": "id", "outbox_done": "outbox_id",
    "collection": "id", "expected_movement": "id", "mandate": "id",
    "mandate_revocation": "mandate_id", "own_account": "id",
    "period_change": "month_on", "quote_floor": "quote_id", "rate_fixing": "fixing_on",
    "tariff": "id", "tariff_row": "tariff_id", "orias_check": "party_id", "commission_term": "id",
    "quote_link": "id", "buyer_link": "id", "buyer_link_end": "link_id", "buyer_answer": "id",
    "policy": "id", "policy_version": "policy_id", "policy_limit": "id",
    "policy_cover": "policy_id", "cover_step": "id", "premium": "id", "premium_paid": "premium_id",
    "premium_share": "premium_id", "turnover_declaration": "policy_id", "insurer_message": "id",
    "insurer_message_step": "message_id", "insurer_call": "message_id",
    "insurer_answer": "insurer_id",
    "fraud_alarm": "id", "fraud_decision": "alarm_id", "examined_document": "id",
    "verification": "id", "warning_score": "id", "warning_day": "scored_on",
    "claim": "id", "claim_item": "claim_id", "claim_move": "claim_id",
    "claim_step": "claim_id",
    "insolvency": "party_id", "insolvency_notice": "id", "insolvency_word": "notice_id",
    "insolvency_step": "party_id",
    "tariff_public": "id", "prospect_quote": "quote_id",
    "commission": "id", "commission_stated": "commission_id", "commission_statement": "id",
}  # fmt: skip
OF_A_TEAM = {"membership"}
OF_A_PARTY = {"party", "party_identifier", "payee_account", "app_user"}
OF_AN_APPROVAL = {"approval_decision"}
OF_ONESELF = {"identity", "recovery_code", "session", "second_factor", "user_email"}
OF_A_COMPANY = {"api_key", "quote", "delivery", "power", "webhook", "offer_file", "callback",
                "callback_contact", "callback_step", "quote_acceptance"}  # fmt: skip
# Read by those in charge of compliance alone: an account manager is no more told than a client.
OF_COMPLIANCE = {"screening_look": "id", "screening_hit": "id", "screening_word": "hit_id",
                 "aml_alarm": "id", "aml_word": "alarm_id"}  # fmt: skip
OF_AUDITORS = {"kept_read": "id", "read_seal": "position"}
OF_NOBODY = {
    "address_tries", "api_use", "password_reset", "sign_in_failure", "sign_in_link", "signing_code",
    "used_challenge", "user_mail", "django_migrations",
}  # fmt: skip


@house
def world(writer: psycopg.Connection) -> World:
    """Both clients have sold, drawn, been paid and billed; the day is closed and sealed."""
    opened = open_world(writer)
    add_cast(opened)
    beta = opened.ids["BETA SA"]
    ceiling(opened, "BUYER", beta, 10_000_000)
    group_id = group(opened, "ALPHA GAMMA", "ALPHA SAS", "GAMMA SA")
    ceiling(opened, "CLIENT_GROUP_LINE", group_id, 8_000_000)
    for login, number, buyer in (("alice", "A-1", "BETA SA"), ("celine", "C-1", "DELTA SARL")):
        contract = opened.ids[number]
        ceiling(opened, "CONTRACT_BUYER", opened.ids[buyer], 6_000_000, contract)
        allot(opened, contract, "BUYER", beta, 4_000_000)
        allot(opened, contract, "CLIENT_GROUP_LINE", group_id, 4_000_000)
        sold = {"number": f"{number}-1", "cents": 1_000_000}
        send(opened, login, contract, sold, {**sold, "buyer": buyer, "number": f"{number}-2"},
             {"number": f"{number}-3", "cents": 5_000, "buyer_siren": "123456789"})  # fmt: skip
        opened.approve(draw(opened, login, contract, 500_000))
        draw(opened, login, contract, 100_000)
        agree_plan(writer, contract)
        open_dispute(opened, contract)
        received(opened, contract, buyer, number)
    remit(opened)
    opened.payout()
    opened.bank({"cents": 1_000_000, "text": "A-1-1", "payer_name": "BETA SA"},
                {"cents": 1_000_000, "text": "C-1-1", "payer_name": "BETA SA"},
                {"cents": 20_001, "text": "AVIS A-1"}, {"cents": 20_002, "text": "AVIS C-1"},
                )  # fmt: skip
    with reading(opened.users["anna"].id) as see_all:
        see_all("read_payees", party_id=None)
    close.close(writer, opened.asked("aron"), opened.on, lambda done, of: None)
    audit.seal(writer, opened.asked("aron"))
    for number in ("A-1", "C-1"):
        keep_papers(writer, opened.ids[number], number)
    writer.execute("INSERT INTO period_change (month_on, is_closed, act_id)"
                   " VALUES ('2025-12-01', true, 1)")  # fmt: skip
    people.sign_in(writer, login="alice", password=PASSWORD, at=opened.asked("alice").at)
    link_buyer(opened)
    in_force(opened)
    for login in ("alice", "celine"):
        made = quote(opened, login=login, prospect=login)
        called(opened, login, made["quote_id"])
    keep_quotes(writer, {"alice": opened.ids["A-1"], "celine": opened.ids["C-1"]})
    return opened


def link_buyer(world: World) -> None:
    """A link to a buyer's account by which something was said, and that ended since."""
    (row,) = world.rows("SELECT contract_id, buyer_id, id FROM invoice ORDER BY id LIMIT 1")
    link = world.one(
        """INSERT INTO buyer_link (contract_id, buyer_id, language, digest, made_on, until_on,
               act_id) VALUES (%s, %s, 'fr', sha256('a'), %s, %s, 1) RETURNING id""",
        row[0], row[1], world.on, world.on,
    )  # fmt: skip
    world.conn.execute(
        """INSERT INTO buyer_answer (link_id, answer, invoice_ids, subject_id, amount_cents,
               currency, said, answered_on, act_id)
           VALUES (%s, 'CONFIRMED', %s, %s, 100, 'EUR', '', %s, 1)""",
        (link, [row[2]], row[2], world.on),
    )
    world.conn.execute("INSERT INTO buyer_link_end VALUES (%s, %s, 'x', 1)", (link, world.on))


def called(world: World, login: str, quote_id: int) -> None:
    """A link to a quote, and a call asked for about it, that was made once in vain."""
    links.share_quote(world.conn, world.asked(login), quote_id=quote_id, token=login * 9)
    case = callbacks.ask_callback(world.conn, world.asked(login), quote_id=quote_id, file_id=None,
                                  caller=login, phone="0612345678", question="")  # fmt: skip
    callbacks.note_call(world.conn, world.asked("anna"), callback_id=case["callback_id"],
                        outcome="NO_ANSWER", call_by_on=None, note=login)  # fmt: skip


def received(world: World, contract: int, buyer: str, number: str) -> None:
    """A cheque, a mandate that ends, and an advice, all of one buyer of the contract."""
    buyer_id = world.ids[buyer]
    cheque(world, contract, 10_000, f"{contract}", buyer_id=buyer_id, pays={f"{number}-2": 10_000})
    world.agree_with_bank()
    mandate = world.approve(mandates.propose_mandate(
        world.conn, world.asked("anna"), buyer_id=buyer_id, own_account_id=world.ids["bank"],
        reference=f"RUM-{number}", scheme="CORE", iban=BETA_RIB, bic=None, holder=buyer,
        signed_on=date(2026, 1, 5), is_one_off=False,
    ))  # fmt: skip
    mandates.revoke_mandate(
        world.conn, world.asked("anna"), mandate_id=mandate["mandate_id"], reason="closed"
    )
    cents = 20_001 if number == "A-1" else 20_002
    lines = ADVICE_LINES.frame([{"row_number": 2, "invoice_number": f"{number}-2",
                                 "amount_cents": cents, "deduction_cents": 0}])  # fmt: skip
    advice.advise(
        world.conn, world.asked("anna"), lines=lines, amount_cents=cents, currency="EUR",
        paid_on=None, reference=f"AVIS {number}", contract_id=contract, payment_id=None,
        file_name=f"{number}.csv", content=lines.write_csv().encode(),
    )  # fmt: skip


def agree_plan(conn: psycopg.Connection, contract_id: int) -> None:
    """A repayment plan, as if an over-advance had been agreed on."""
    conn.execute(
        """INSERT INTO repayment_plan (contract_id, id, owed_cents, agreed_on, approval_id, act_id)
           SELECT %s, nextval('ids'), 100, '2026-01-16', min(id), min(act_id) FROM approval""",
        (contract_id,),
    )
    conn.execute(
        """INSERT INTO repayment_instalment (contract_id, plan_id, due_on, amount_cents)
           SELECT contract_id, id, '2026-02-16', 100 FROM repayment_plan WHERE contract_id = %s""",
        (contract_id,),
    )


def open_dispute(world: World, contract_id: int) -> None:
    """The buyer claims a rebate on the contract's first invoice."""
    disputes.open_dispute(
        world.conn, world.asked("anna"), contract_id=contract_id, code="LIT-RFA",
        invoice_id=world.one("SELECT min(id) FROM invoice WHERE contract_id = %s", contract_id),
        amount_cents=100, is_rest_confirmed=False, source="BUYER", evidence="letter",
    )  # fmt: skip


def see(reader: psycopg.Connection, user_id: int | None, table: str, column: str) -> list[Any]:
    """What a user sees of one column of a table, in order."""
    with reader.transaction():
        if user_id is not None:
            reader.execute("SELECT set_config('comptant.user_id', %s, true)", (str(user_id),))
        text = sql.SQL("SELECT {c} FROM {t} ORDER BY 1").format(
            c=sql.Identifier(column), t=sql.Identifier(table)
        )
        return [value for (value,) in reader.execute(text).fetchall()]


def all_of(world: World, table: str, column: str) -> list[Any]:
    text = sql.SQL("SELECT {c} FROM {t} ORDER BY 1").format(
        c=sql.Identifier(column), t=sql.Identifier(table)
    )
    return [value for (value,) in world.conn.execute(text).fetchall()]


def test_every_table_has_its_audience(writer: psycopg.Connection) -> None:
    """A new table must be given one here, and is then covered by the tests below."""
    assert set(tables(writer)) == {
        *OF_A_CONTRACT, *OF_THE_STAFF, *OF_A_PARTY, *OF_AN_APPROVAL, *OF_NOBODY,
        *OF_ONESELF, *OF_A_COMPANY, *OF_A_TEAM, *OF_AUDITORS, *OF_COMPLIANCE,
    }  # fmt: skip


def test_a_and_b_see_the_rows_of_their_contract_and_c_those_of_the_other(
    world: World, reader: psycopg.Connection
) -> None:
    reader.autocommit = True
    for login, number in (("alice", "A-1"), ("bruno", "A-1"), ("celine", "C-1")):
        contract, user = world.ids[number], world.users[login].id
        for table, column in OF_A_CONTRACT.items():
            theirs = [id_ for id_ in all_of(world, table, column) if id_ == contract]
            if table == "event":  # what the factor's people only propose is not told
                theirs = [contract] * world.one(
                    "SELECT count(*) FROM event WHERE contract_id = %s AND for_client", contract
                )
            assert theirs, table
            # Facts of no contract (0, none) are told in tests of their own.
            seen = [id_ for id_ in see(reader, user, table, column) if id_]
            assert (table, seen) == (table, theirs)
        for table, column in OF_THE_STAFF.items():
            assert all_of(world, table, column), table
            assert (table, see(reader, user, table, column)) == (table, [])


def test_clients_see_the_parties_they_deal_with_and_no_other(
    world: World, reader: psycopg.Connection
) -> None:
    reader.autocommit = True
    ids = world.ids
    for login, known in {
        "alice": {"FACTOR SA", "ALPHA SAS", "BETA SA"},
        "bruno": {"FACTOR SA", "ALPHA SAS", "BETA SA"},
        "celine": {"FACTOR SA", "GAMMA SA", "BETA SA", "DELTA SARL"},
    }.items():
        user = world.users[login].id
        wanted = sorted(ids[name] for name in known)
        assert see(reader, user, "party", "id") == wanted
        assert see(reader, user, "party_identifier", "party_id") == wanted
        assert see(reader, user, "payee_account", "party_id") == [world.users[login].company_id]
        team = {"alice": ["alice", "bruno"]}.get(login, [login])
        assert see(reader, user, "app_user", "login") == team
        owned = {"alice": 2, "celine": 1}.get(login, 0)
        assert len(see(reader, user, "membership", "role")) == owned


def test_an_owner_reads_what_its_people_did_and_the_roles_that_wait(
    world: World, reader: psycopg.Connection
) -> None:
    """The accountant of the same company reads the acts on its contracts, and no other."""
    team.set_colleague_role(world.conn, world.asked("alice"), login="bruno", role="client_user",
                            is_granted=True)  # fmt: skip
    waits = team.set_colleague_role(world.conn, world.asked("alice"), login="bruno",
                                    role="client_treasurer", is_granted=True)  # fmt: skip
    reader.autocommit = True
    for login, is_seen in (("alice", True), ("bruno", False), ("celine", False), ("anna", True)):
        user = world.users[login].id
        assert ("set_colleague_role" in see(reader, user, "act", "operation")) is is_seen
        assert (waits["approval_id"] in see(reader, user, "approval", "id")) is is_seen


def test_a_company_reads_who_may_sign_for_it_and_nobody_else_s_powers(
    world: World, reader: psycopg.Connection
) -> None:
    powers = {login: empower(world, login, company)
              for login, company in (("alice", "ALPHA SAS"), ("celine", "GAMMA SA"))}  # fmt: skip
    reader.autocommit = True
    for login, whose, seen in (("alice", "alice", "alice"), ("bruno", "alice", None),
                               ("celine", "celine", "celine")):  # fmt: skip
        # Whose it is, is told to the person and to the owners of the team.
        assert see(reader, world.users[login].id, "power", "id") == [powers[whose]]
        assert see(reader, world.users[login].id, "power_now", "login") == [seen]
    assert see(reader, world.users["anna"].id, "power", "id") == sorted(powers.values())
    assert see(reader, None, "power", "id") == []


def test_a_client_sees_its_share_of_a_ceiling_and_neither_the_ceiling_nor_other_shares(
    world: World, reader: psycopg.Connection
) -> None:
    reader.autocommit = True
    alice = world.users["alice"].id
    own = world.conn.execute(
        "SELECT id FROM ceiling WHERE contract_id = %s", (world.ids["A-1"],)
    ).fetchall()
    assert [(id_,) for id_ in see(reader, alice, "ceiling", "id")] == own
    assert see(reader, alice, "allotment", "amount_cents") == [4_000_000, 4_000_000]
    with reader.transaction():
        reader.execute("SELECT set_config('comptant.user_id', %s, true)", (str(alice),))
        limits = reader.execute(
            "SELECT DISTINCT subject_id FROM term WHERE subject = 'CEILING' ORDER BY 1"
        ).fetchall()
    assert limits == own
    assert "sampling_key" not in see(reader, alice, "term", "name")


def test_a_client_sees_what_became_of_its_own_approvals_only(
    world: World, reader: psycopg.Connection
) -> None:
    reader.autocommit = True
    decided = world.conn.execute(
        """SELECT d.approval_id, a.contract_id FROM approval_decision d
           JOIN approval a ON a.id = d.approval_id ORDER BY 1"""
    ).fetchall()
    for login, number in (("alice", "A-1"), ("celine", "C-1")):
        own = [id_ for id_, contract in decided if contract == world.ids[number]]
        assert own
        assert see(reader, world.users[login].id, "approval_decision", "approval_id") == own


def test_no_word_of_the_other_client_is_in_what_a_client_reads(
    world: World, reader: psycopg.Connection
) -> None:
    """Every row that A sees, as text: no id, name or number of C is in it."""
    reader.autocommit = True
    secrets = ["GAMMA", "DELTA", "C-1-", "FR7630004000031234567890143", "celine"]
    secrets += [f'"contract_id": {world.ids["C-1"]}', f'"party_id": {world.ids["GAMMA SA"]}']
    for table in sorted(
        {*OF_A_CONTRACT, *OF_THE_STAFF, *OF_A_PARTY, *OF_AN_APPROVAL} - {"app_user"}
    ):
        with reader.transaction():
            reader.execute("SELECT set_config('comptant.user_id', %s, true)",
                           (str(world.users["alice"].id),))  # fmt: skip
            text = sql.SQL("SELECT t::text FROM {t} t").format(t=sql.Identifier(table))
            rows = [row for (row,) in reader.execute(text).fetchall()]
        assert [(secret, row) for secret in secrets for row in rows if secret in row] == []


def test_the_factors_people_see_everything(world: World, reader: psycopg.Connection) -> None:
    reader.autocommit = True
    for login in ("ada", "anna", "carl", "tania", "aron"):
        user = world.users[login].id
        for table, column in {**OF_A_CONTRACT, **OF_THE_STAFF}.items():
            assert see(reader, user, table, column) == all_of(world, table, column)
        for table in ("party", "app_user", "payee_account"):
            assert see(reader, user, table, "id") == all_of(world, table, "id")
        assert len(see(reader, user, "held", "invoice_id")) == 4


def test_administrators_and_auditors_see_who_read_and_others_do_not(
    world: World, reader: psycopg.Connection
) -> None:
    reader.autocommit = True
    readers = dict.fromkeys(OF_AUDITORS, ("ada", "ugo"))
    readers |= dict.fromkeys(OF_COMPLIANCE, ("ada", "carl", "ugo"))
    for table, column in (OF_AUDITORS | OF_COMPLIANCE).items():
        kept = all_of(world, table, column)
        assert kept
        for login in world.users:
            is_seen = login in readers[table]
            assert see(reader, world.users[login].id, table, column) == (kept if is_seen else [])


def test_without_a_user_the_reader_sees_no_row_of_any_table(
    world: World, reader: psycopg.Connection
) -> None:
    reader.autocommit = True
    readable = set(tables(world.conn)) - OF_NOBODY

    def rows() -> int:
        count = sql.SQL("SELECT count(*) FROM {}")
        parts = [count.format(sql.Identifier(table)) for table in sorted(readable)]
        found = reader.execute(sql.SQL(" UNION ALL ").join(parts)).fetchall()
        return sum(number for (number,) in found)

    assert rows() == 0
    assert len(see(reader, world.users["anna"].id, "invoice", "id")) == 4
    # What one transaction said is forgotten by the next.
    assert rows() == 0


def test_an_unknown_user_and_one_without_a_role_see_nothing_but_themselves(
    world: World, reader: psycopg.Connection
) -> None:
    reader.autocommit = True
    set_role(world.conn, world.asked("ada"), login="bruno", company_id=world.ids["ALPHA SAS"],
             role="client_accountant", is_granted=False)  # fmt: skip
    for user in (world.users["bruno"].id, 999_999_999):
        for table, column in OF_A_CONTRACT.items():
            assert see(reader, user, table, column) == []
        assert see(reader, user, "party", "name") == []
    assert see(reader, world.users["bruno"].id, "app_user", "login") == ["bruno"]
    assert see(reader, 999_999_999, "app_user", "login") == []


def test_a_client_sees_its_own_quotes_and_calls_and_nothing_of_how_they_are_priced(
    world: World, reader: psycopg.Connection
) -> None:
    reader.autocommit = True
    for login, seen in (("alice", ["alice"]), ("bruno", ["alice"]), ("celine", ["celine"]),
                        ("anna", ["alice", "celine"])):  # fmt: skip
        user = world.users[login].id
        assert sorted(see(reader, user, "quote", "prospect")) == seen
        for table, column in (("callback", "prospect"), ("callback_contact", "caller"),
                              ("callback_step", "note"),
                              ("quote_acceptance", "person")):  # fmt: skip
            assert sorted(see(reader, user, table, column)) == seen, table
        priced = [see(reader, user, table, "act_id") for table in ("tariff", "quote_floor")]
        assert [len(rows) for rows in priced] == ([1, 2] if login == "anna" else [0, 0])


def test_everyone_sees_their_own_way_in_and_the_keys_of_their_company(
    world: World, reader: psycopg.Connection
) -> None:
    """Alice is signed in and has an authenticator and an account elsewhere; a program has a key."""
    at = datetime.now(UTC)
    secret = signing.new_secret()
    alice = Asked(world.users["alice"], "factor", at, world.on)
    code = pyotp.TOTP(secret).at(at)
    signing.add_second_factor(world.conn, alice, name="phone", secret=secret, code=code)
    identities.link_identity(
        world.conn, world.asked("alice"), issuer="https://login.example.com", subject="s", name="a"
    )
    made = emails.say_email(
        world.conn, world.asked("alice"), email="alice@alpha.example", language="fr"
    )
    emails.confirm(world.conn, world.asked("alice"), code=emails.trial_code(
        world.conn, mail_id=made["mail_id"], user_id=alice.by.id))  # fmt: skip
    world.give_key("alice", "k" * 43, "read")
    reader.autocommit = True
    users = {login: world.users[login].id for login in ("alice", "bruno", "celine", "anna")}
    seen = {
        login: [len(see(reader, id_, table, "id"))
                for table in ("session", "second_factor", "identity", "user_email", "api_key")]
        for login, id_ in users.items()
    }  # fmt: skip
    assert seen == {"alice": [1, 1, 1, 1, 1], "bruno": [0, 0, 0, 0, 1],
                    "celine": [0, 0, 0, 0, 0], "anna": [0, 0, 0, 0, 1]}  # fmt: skip
