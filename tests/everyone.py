"""One person for each role, two clients beside each other, and the address of every page."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg

from comptant.doors.portal.registry import Page
from comptant.formats import offer_files
from comptant.operations.assigning import payables, programmes, purchase_orders
from comptant.operations.collection import unknown_money
from comptant.operations.quoting.callbacks import ask_callback
from comptant.operations.quoting.offer_files import take_file
from comptant.operations.registry import keys, webhooks
from comptant.operations.registry.parties import add_party
from comptant.operations.reminding.promising import INSTALMENTS, record_promise
from comptant.operations.risk import disputes
from comptant.rules.payables import SENT_PAYABLES
from comptant.rules.policy_terms import complete
from tests import facts
from tests.brokers import agreed, look_up
from tests.operations.offering import in_force, quote
from tests.partners import PARTNERS, add_partners
from tests.signing import ask, empower

# Who stands for each role.
CAST = {
    "administrator": "ada", "account_manager": "anna", "credit_analyst": "carl",
    "treasurer": "tania", "accountant": "aron", "auditor": "ugo", "client_owner": "alice",
    "client_treasurer": "theo", "client_user": "adam", "client_accountant": "bob",
    **{role: login for role, (login, _) in PARTNERS.items()},
}  # fmt: skip


def words_of(words: Sequence[str], told: str) -> list[str]:
    """Which of them a text says; whole ones, for a random token may hold any letters."""
    return [word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", told)]


def two_clients(writer: psycopg.Connection) -> facts.World:
    """FACTOR SA and its staff; A (alice) owns ALPHA and B (bob) keeps its accounts, C (cora) owns
    GAMMA; one contract each, and an invoice bought on each."""
    opened = facts.three_of_two_clients(writer)
    opened.remit(
        opened.ids["C-1"], {"number": "FA-1", "cents": 2_000_000, "due_on": date(2026, 2, 28)}
    )
    return opened


def everyone(world: facts.World) -> facts.World:
    """One person for each role, and a neighbour with an invoice, a remittance and an order."""
    facts.add_user(world, "adam", world.ids["ALPHA SAS"], ["client_user"], False)
    facts.add_user(world, "theo", world.ids["ALPHA SAS"], ["client_treasurer"], False)
    add_programs(world)
    world.limit(world.ids["C-2"], "DELTA SARL", 5_000_000)
    add_partners(world, world.ids["C-1"])
    world.users["alice"], alice = world.users["cora"], world.users["alice"]
    world.ids["theirs"] = world.remit(
        world.ids["C-2"],
        {
            "number": "GA-77",
            "cents": 700_000,
            "buyer": "DELTA SARL",
            "due_on": world.on.replace(month=3),
        },
    )["remittance_id"]
    world.users["alice"] = alice
    for mine, number, theirs in (("ours", "FA-1", "C-1"), ("theirs", "GA-77", "C-2")):
        told_of(world, mine, number, world.ids[theirs])
    world.ids["ours"] = world.one("SELECT id FROM remittance WHERE contract_id = %s",
                                  world.ids["C-1"])  # fmt: skip
    add_signatures(world)
    add_payables(world)
    add_reminders(world)
    add_sweeps(world)
    add_claims(world)
    add_failed(world)
    look_up(world)
    agreed(world)
    in_force(world)
    world.ids["quote"] = quote(
        world, login="anna", prospect="alice", party_id=world.ids["ALPHA SAS"],
        broker_id=world.ids[PARTNERS["broker"][1]],
    )["quote_id"]  # fmt: skip
    world.ids["their quote"] = quote(world, login="cora", prospect="cora")["quote_id"]
    add_files_and_calls(world)
    world.ids["act"] = world.one("SELECT max(act_id) FROM document")
    return world


def add_files_and_calls(world: facts.World) -> None:
    """A call asked for, and a file of offers, of ALPHA SAS and of its neighbour."""
    for name, login in (("ours", "alice"), ("theirs", "cora")):
        quoted = world.ids["quote" if name == "ours" else "their quote"]
        world.ids[f"callback {name}"] = ask_callback(
            world.conn, world.asked(login), quote_id=quoted, file_id=None, caller=login,
            phone="0612345678", question="")["callback_id"]  # fmt: skip
    for name, login in (("ours", "alice"), ("theirs", "cora")):
        content = offer_files.written(offer_files.File.model_validate({"request": {
            "company": {"name": login}, "asked_on": world.on,
            "buyers": [{"number": 1, "name": "BETA SA", "turnover_cents": 120_000_000,
                        "term_days": 45}]}}))  # fmt: skip
        world.ids[f"file {name}"] = take_file(world.conn, world.asked(login), content=content,
                                              file_name="offers.json")["file_id"]  # fmt: skip


def add_reminders(world: facts.World) -> None:
    """A reminder, a promise, a penalty claimed and a link of each contract's buyer."""
    for whose, contract, number in (("ours", "C-1", "FA-1"), ("theirs", "C-2", "GA-77")):
        ((contract_id, invoice_id, buyer_id),) = world.rows(
            "SELECT contract_id, id, buyer_id FROM invoice WHERE invoice_number = %s", number
        )
        world.ids[f"reminder {whose}"] = world.one(
            """WITH made AS (INSERT INTO reminder (contract_id, id, buyer_id, plan_id, stage,
                   channel, language, currency, run_on, amount_cents, line_count, act_id)
               VALUES (%s, nextval('ids'), %s, 1, 'R1', 'CALL', 'fr', 'EUR', %s, 100, 1, 1)
               RETURNING contract_id, id)
               INSERT INTO reminder_line (contract_id, reminder_id, invoice_id, claimed_cents,
                   stage_number, offset_days)
               SELECT contract_id, id, %s, 100, 1, 3 FROM made RETURNING reminder_id""",
            contract_id, buyer_id, world.on, invoice_id,
        )  # fmt: skip
        world.ids[f"promise {whose}"] = record_promise(
            world.conn, world.asked("anna"), contract_id=contract_id, buyer_id=buyer_id,
            invoice_ids=[invoice_id], evidence=f"call of {contract}", consent="",
            instalments=INSTALMENTS.frame([{"due_on": world.on, "instalment_cents": 100}]),
        )["promise_id"]  # fmt: skip
        world.ids[f"penalty {whose}"] = world.one(
            """INSERT INTO penalty (contract_id, id, buyer_id, invoice_id, currency, owner,
                   vat_class, claimed_on, penalty_cents, indemnity_cents, amount_cents, open_cents,
                   halves, entry_id, act_id)
               VALUES (%s, nextval('ids'), %s, %s, 'EUR', 'FACTOR', 'OUT_OF_SCOPE', %s, 100, 0,
                   100, 0, '[]', 1, 1) RETURNING id""",
            contract_id, buyer_id, invoice_id, world.on,
        )  # fmt: skip
        world.ids[f"buyer_link {whose}"] = world.one(
            """WITH made AS (INSERT INTO buyer_link (contract_id, buyer_id, language, digest,
                   made_on, until_on, act_id)
               VALUES (%s, %s, 'fr', sha256(%s), %s, %s, 1) RETURNING id)
               INSERT INTO buyer_answer (link_id, answer, invoice_ids, subject_id, amount_cents,
                   currency, said, answered_on, act_id)
               SELECT id, 'CONFIRMED', ARRAY[%s], %s, 100, 'EUR', 'right', %s, 1 FROM made
               RETURNING link_id""",
            contract_id, buyer_id, whose.encode(), world.on, world.on, invoice_id, invoice_id,
            world.on,
        )  # fmt: skip


def add_sweeps(world: facts.World) -> None:
    """A sweep of the dedicated account of each contract, and a group."""
    for whose, contract in (("ours", "C-1"), ("theirs", "C-2")):
        world.ids[f"sweep {whose}"] = world.one(
            """INSERT INTO sweep (contract_id, id, own_account_id, to_account_id, currency,
                   amount_cents, execute_on, act_id)
               VALUES (%s, nextval('ids'), 0, 0, 'EUR', 1, %s, 1) RETURNING id""",
            world.ids[contract], world.on,
        )  # fmt: skip
    world.ids["group"] = add_party(world.conn, world.asked("anna"), kind="GROUP", name="HOLDING",
                                   country="FR", numbers={})["party_id"]  # fmt: skip


def add_failed(world: facts.World) -> None:
    """A notice about each contract's buyer, of no effect, and a garnishment that holds nothing."""
    creditor = add_party(world.conn, world.asked("anna"), kind="COMPANY", name="MAITRE K",
                         country="FR", numbers={})["party_id"]  # fmt: skip
    for whose, contract, buyer in (("ours", "C-1", "BETA SA"), ("theirs", "C-2", "DELTA SARL")):
        world.ids[f"notice {whose}"] = world.one(
            """INSERT INTO insolvency_notice (id, notice_number, siren, notice_kind, published_on,
                   effect, proceeding, nature, court, digest, act_id)
               VALUES (nextval('ids'), %(number)s, %(siren)s, 'NOTICE', '2026-01-15', 'NOTHING',
                   'OTHER', '', '', '\\x00', 1) RETURNING id""",
            number=f"A20260001{contract[-1]}", siren=facts.SIRENS[buyer],
        )  # fmt: skip
        world.ids[f"garnishment {whose}"] = world.one(
            """INSERT INTO garnishment (contract_id, id, kind, creditor_id, reference, served_at,
                   buyer_id, amount_cents, held_cents, payable_cents, paid_since_cents, currency,
                   act_id)
               VALUES (%(contract)s, nextval('ids'), 'SATD', %(creditor)s, 'SATD-0', '2026-01-15',
                   0, 1, 0, 0, 0, 'EUR', 1) RETURNING id""",
            contract=world.ids[contract], creditor=creditor,
        )  # fmt: skip
        world.ids[f"buyer {whose}"] = world.ids[buyer]


def add_claims(world: facts.World) -> None:
    """A claim under a policy that the client of each contract holds."""
    insurer = add_party(world.conn, world.asked("anna"), kind="INSURER", name="ASSUR", country="FR",
                        numbers={})["party_id"]  # fmt: skip
    for whose, contract, number in (("ours", "C-1", "FA-1"), ("theirs", "C-2", "GA-77")):
        world.ids[f"claim {whose}"] = world.one(
            """WITH held AS (INSERT INTO policy (id, policy_number, insurer_id, holder_id, currency,
                       from_on, source, act_id)
                   SELECT nextval('ids'), %(number)s, %(insurer)s, client_id, 'EUR', '2026-01-01',
                       'x', 1 FROM contract WHERE id = %(contract)s RETURNING id),
               made AS (INSERT INTO claim (contract_id, id, policy_id, buyer_id, claim_number,
                       currency, opened_on, waiting_until_on, paid_to, terms, act_id)
                   SELECT i.contract_id, nextval('ids'), held.id, i.buyer_id, %(number)s, 'EUR',
                       '2026-01-16', '2026-06-16', 'FACTOR', %(terms)s, 1 FROM invoice i, held
                   WHERE i.contract_id = %(contract)s AND i.invoice_number = %(number)s
                   RETURNING *),
               stepped AS (INSERT INTO claim_step (contract_id, id, claim_id, step, step_on,
                       reference, act_id)
                   SELECT contract_id, nextval('ids'), id, 'OPENED', '2026-01-16', 'x', 1
                   FROM made)
               INSERT INTO claim_item (contract_id, claim_id, invoice_id, policy_id, buyer_id,
                   debt_cents, base_cents, insurable_cents, covered_cents)
               SELECT m.contract_id, m.id, i.id, m.policy_id, m.buyer_id, 100, 100, 100, 100
               FROM made m JOIN invoice i ON i.contract_id = m.contract_id
                   AND i.invoice_number = %(number)s RETURNING claim_id""",
            number=number, contract=world.ids[contract], insurer=insurer,
            terms=json.dumps(complete({})),
        )  # fmt: skip
        add_exchange(world, whose, number)


def add_exchange(world: facts.World, whose: str, number: str) -> None:
    """The terms of that policy, which ask for a turnover, and a message to its insurer."""
    world.ids[f"policy {whose}"] = world.one("SELECT id FROM policy WHERE policy_number = %s",
                                             number)  # fmt: skip
    world.ids[f"message {whose}"] = world.one(
        """WITH agreed AS (INSERT INTO approval (kind, arguments, proposed_by, act_id)
                   SELECT 'policy', %(asked)s, min(id), 1 FROM app_user RETURNING id),
               version AS (INSERT INTO policy_version (policy_id, valid_from_on, terms, source,
                       approval_id, act_id)
                   SELECT %(policy)s, '2026-01-01', %(terms)s, 'x', id, 1 FROM agreed),
               told AS (INSERT INTO insurer_message (id, policy_id, kind, content, written_on,
                       act_id)
                   VALUES (nextval('ids'), %(policy)s, 'TURNOVER', %(content)s, '2026-01-16', 1)
                   RETURNING id),
               call AS (INSERT INTO insurer_call (message_id) SELECT id FROM told)
           SELECT id FROM told""",
        policy=world.ids[f"policy {whose}"],
        terms=json.dumps(complete({"turnover_months": 1})),
        asked=json.dumps({"what": "terms", "terms": {}, "policy_number": number, "currency": "EUR",
                          "from_on": "2026-01-01", "source": "x"}),
        content=json.dumps({"reference": f"comptant-{number}", "policy_number": number,
                            "currency": "EUR"}),
    )  # fmt: skip


def add_signatures(world: facts.World) -> None:
    """A power to sign for ALPHA SAS and for its neighbour, and a title that is asked to be signed
    under each."""
    for whose, login, company, number in (("ours", "alice", "ALPHA SAS", "C-1"),
                                          ("theirs", "cora", "GAMMA SA", "C-2")):  # fmt: skip
        world.ids[f"power {whose}"] = empower(world, login, company, email=f"{login}@x.example")
        asked = ask(world, world.ids[whose], number, login=login)
        world.ids[f"signature {whose}"] = asked["signature_id"]


def add_payables(world: facts.World) -> None:
    """A payable of each programme, C-1 and C-2; and what is offered in a programme of BETA SA: to
    ALPHA SAS, and to another supplier."""
    line = {"payables_line_cents": 10_000_000}
    for number in ("C-1", "C-2"):
        world.amend(world.ids[number], line)
    programme = world.contract("P-9", client="BETA SA", **line)
    facts.add_user(world, "paul", world.ids["BETA SA"], ["client_owner"], False)
    for name, contract_id, supplier, login in (
        ("payable ours", world.ids["C-1"], "DELTA SARL", "alice"),
        ("payable theirs", world.ids["C-2"], "DELTA SARL", "cora"),
        ("offered ours", programme, "ALPHA SAS", "paul"),
        ("offered theirs", programme, "DELTA SARL", "paul"),
    ):  # fmt: skip
        programmes.invite_supplier(
            world.conn, world.asked("anna"), contract_id=contract_id, is_invited=True,
            supplier_number=facts.SIRENS[supplier], supplier_name=None, source="letter",
        )  # fmt: skip
        sent = payables.send_payables(
            world.conn, world.asked(login), contract_id=contract_id,
            payables=SENT_PAYABLES.frame([{
                "supplier_number": facts.SIRENS[supplier], "invoice_number": name,
                "issued_on": world.on, "due_on": world.on + timedelta(days=40),
                "amount_cents": 100_000}]),
        )  # fmt: skip
        world.ids[name] = sent["payable_ids"][0]
        if name.startswith("offered"):
            payables.approve_payables(world.conn, world.asked("paul"), contract_id=contract_id,
                                      payable_ids=sent["payable_ids"])  # fmt: skip
    world.ids |= {"programme ours": programme, "programme theirs": world.ids["C-2"]}


def add_programs(world: facts.World) -> None:
    """A key and a webhook of ALPHA SAS, and of its neighbour."""
    for mine, login, company in (("ours", "alice", "ALPHA SAS"), ("theirs", "cora", "GAMMA SA")):
        asked = replace(world.asked(login), at=datetime.now(UTC))
        world.ids[f"program {mine}"] = keys.add_key(
            world.conn, asked, login=login, company_id=world.ids[company], name=f"of {login}",
            scopes=["read"], networks=[], days=30, token=login.ljust(43, "x"),
        )["key_id"]  # fmt: skip
        world.ids[f"webhook {mine}"] = webhooks.add_webhook(
            world.conn, world.asked(login), url=f"https://{login}.example/hooks", kinds=[],
            token=webhooks.new_token(),
        )["webhook_id"]  # fmt: skip


def told_of(world: facts.World, whose: str, number: str, contract_id: int) -> None:
    """A dispute of an invoice, and money of its buyer that waits on the contract."""
    invoice = world.one("SELECT id FROM invoice WHERE invoice_number = %s", number)
    dispute = disputes.open_dispute(
        world.conn, world.asked("anna"), contract_id=contract_id, invoice_id=invoice,
        code="LIT-QTE", amount_cents=10_000, is_rest_confirmed=False, source="BUYER",
        evidence="letter",
    )  # fmt: skip
    world.amend(contract_id, {"order_advance_ppm": 500_000})
    order = purchase_orders.offer_purchase_order(
        world.conn, world.asked("anna"), contract_id=contract_id, order_number=f"PO {number}",
        buyer_id=world.one("SELECT buyer_id FROM invoice WHERE id = %s", invoice),
        ordered_on=world.on, expected_on=world.on + timedelta(days=30), amount_cents=100_000,
        certified_on=world.on, proof="signed",
    )  # fmt: skip
    world.bank({"cents": 33_300, "text": "?", "payer_name": f"NOBODY {whose}"})
    unknown = world.one("SELECT max(id) FROM payment")
    payment = unknown_money.identify(
        world.conn, world.asked("anna"), payment_id=unknown, contract_id=contract_id,
        buyer_id=world.one("SELECT buyer_id FROM invoice WHERE id = %s", invoice),
    )  # fmt: skip
    world.ids |= {
        f"invoice {whose}": invoice, f"dispute {whose}": dispute["dispute_id"],
        f"payment {whose}": payment["payment_id"],
        f"purchase_order {whose}": order["purchase_order_id"],
        f"entry {whose}": world.one("SELECT min(id) FROM entry WHERE contract_id = %s",
                                    contract_id),
    }  # fmt: skip


def address(page: Page, world: facts.World, *, ours: bool) -> str:
    """The page's address, with ids of ALPHA SAS or of its neighbour."""
    values: dict[str, Any] = {
        "contract": "C-1" if ours else "C-2", "remittance": world.ids["ours" if ours else "theirs"],
        "order": "1", "approval": "1", "outbox": "1", "account": "DEB",
        "form": "csv" if page.name == "client_books_file" else "svg",
        "login": "bob" if ours else "cora", "digest": "0" * 64, "chart": "ageing",
        "movement": "1", "day": "2026-01-15", "batch": "1", "alarm": "1",
        "hit": "1", "suspicion": "1", "warning": "1",
        "act": world.ids["act"], "statement": "1", "group": world.ids["group"],
        "tariff": world.ids.get("tariff", "1"),
        "quote": world.ids["quote" if ours else "their quote"],
    }  # fmt: skip
    # Of the staff alone, whosever they are; where the world has them.
    of_house = ("instrument", "collection", "mandate")
    values |= {name: world.ids.get(f"{name} theirs", "1") for name in of_house}
    of_each = ("invoice", "dispute", "payment", "entry", "purchase_order", "program", "webhook",
               "payable", "offered", "programme", "file", "power", "signature", "callback",
               "reminder", "promise", "sweep", "buyer_link", "penalty", "claim", "policy",
               "message", "notice", "garnishment", "buyer")  # fmt: skip
    for name in of_each:
        values[name] = world.ids[f"{name} {'ours' if ours else 'theirs'}"]
    if not ours:  # where the world has them: neighbour.add_things
        of_some = ("order", "approval", "outbox", "movement", "statement")
        values |= {name: world.ids.get(f"{name} theirs", "1") for name in of_some}
    return "/" + re.sub(r"<\w+:(\w+)>", lambda name: str(values[name[1]]), page.path)
