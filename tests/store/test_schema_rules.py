"""The rules that let the house grow past one machine: see docs/scale.md.

The contract is in the key of every large table and of every join between two of them; what spans
contracts is said in store/placement.csv, or below with its reason. A new table needs its line in
the file; a query that must span contracts needs its reason here.
"""

import csv
import re
from functools import cache
from importlib import resources
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).parents[2]
QUERIES = sorted((ROOT / "comptant/store/sql").glob("*.sql"))
PLACEMENTS = {"contract", "reference", "own key", "coordinator"}

# Keys of contract tables that are unique in the whole house.
UNIQUE_ACROSS = {
    ("entry_number", "journal, year, number"): "the law wants one sequence for the house",
    ("payment_order", "end_to_end_reference"): "the bank gives it back without a contract",
    ("contract", "number"): "the name that people give a contract",
    ("instrument", "reference"): "the bank gives it back without a contract",
    ("instrument", "payment_means, payer_iban, number, presentation"): "a cheque is cashed once",
}
# Foreign keys of contract tables; what is written for each invoice has none (checked in sets).
FOREIGN_KEYS = {
    ("advice", "document"): "one per advice",
    ("advice_line", "advice"): "advices are told for few payments",
    ("advice_use", "advice"): "once per advice",
    ("instrument", "mandate"): "one per debit: none is made without a mandate",
    ("instrument", "party"): "one per cheque, bill or debit",
    ("instrument_invoice", "instrument"): "one per invoice that an instrument pays",
    ("instrument_step", "collection"): "three or four per instrument",
    ("instrument_step", "instrument"): "three or four per instrument",
    ("order_status", "document"): "one or two per draw",
    ("order_status", "payment_order"): "one or two per draw",
    ("allotment", "ceiling"): "a few per contract",
    ("broker_mandate", "party"): "once or twice per contract that a broker brings",
    ("commission_stated", "commission_statement"): "a line a night and contract at most",
    ("contract", "party"): "once per contract",
    ("contract_buyer", "party"): "once per buyer of a contract",
    ("dispute_step", "dispute"): "disputes are one invoice in a hundred",
    ("number_claim", "party"): "once per number that a client's files claim",
    ("delegation", "approval"): "written by hand",
    ("delegation", "party"): "written by hand",
    ("delegation", "app_user"): "written by hand",
    ("feed", "app_user"): "written by hand",
    ("mail_answer", "arrival"): "once per mail",
    ("partner", "party"): "a few per contract",
    ("payable", "party"): "at most 2 000 in an act: its buyer, its supplier",
    ("payable_step", "payable"): "a few per payable, at most 2 000 in an act",
    ("programme_supplier", "party"): "once per supplier and choice",
    ("payment_order", "payee_account"): "one per draw: money never goes to an unknown account",
    ("payment_order_step", "document"): "two or three per draw",
    ("policy_cover", "policy"): "written by hand",
    ("premium_share", "premium"): "once per period of a policy and contract",
    ("penalty_waiver", "approval"): "written by hand",
    ("claim", "policy"): "written by hand",
    ("cover_step", "policy"): "written by hand: what is told an insurer",
    ("garnishment", "party"): "written by hand: who is paid",
    ("purchase_order", "party"): "written by hand: its client, its buyer",
    ("purchase_order_step", "purchase_order"): "a few per order",
    ("signature", "approval"): "by hand, on paper",
    ("signature_end", "signature"): "once per signature",
    ("envelope", "signature"): "once per signature at a provider",
    ("promise_end", "promise"): "written by hand",
    ("promise_instalment", "promise"): "written by hand",
    ("promise_line", "promise"): "written by hand",
    ("promise_outcome", "promise"): "once per change of a promise that a close finds",
    ("reminder_stage", "reminder_plan"): "written by hand",
    ("repayment_instalment", "repayment_plan"): "written by hand",
    ("repayment_plan", "approval"): "written by hand",
    ("takeover_step", "takeover"): "three per contract taken over",
}
WRITTEN_PER_INVOICE = {
    "advance_day", "balance", "charge", "charged_advance", "entry", "entry_number", "exposure",
    "held", "invoice", "movement", "payment", "posting", "refused_line",
}  # fmt: skip
# Queries whose contract tables are not all of one contract, and why that is right.
SPANNING = {
    "fraud_effects": "what a name on a list stops, found from the few names that are held",
    "read_claims_used": "a policy's yearly maximum is one for the contracts that it covers",
    "released_orders": "what a name on a list stops, found from the few names that are held",
    "screening_concerns": "what a name on a list stops: once per word on a hit",
    "back_valued": "the first day of the house, where none is closed yet",
    "bank_proof_lines": "which line is wrong, when a bank account and the ledger differ",
    "bank_proof_on": "the auditor's sheet: the bank as of a day, what came later taken off",
    "bench_totals": "a measurement: sums of the whole house",
    "borne_twice": "a number is one under all contracts of a client",
    "garnishment_elsewhere": "an act is of a client, on all of his contracts",
    "let_go": "a document may have been charged back under another contract of its client",
    "agreed_of_short": "money of a buyer may wait with the house: once per slice that is short",
    "contracts_of_parties": "which contracts know parties that fail: once per file of notices",
    "contracts_funded_by": "the contracts that a failed party answers for: once per party",
    "read_failed_invoices": "a report: what a failed buyer owes on every contract",
    "contracts_of_party": "which contracts know a party: once per fact about it",
    "control_gaps": "the auditor's sheet: sequences of the whole house",
    "dated_before": "a withdrawn statement executed orders of several contracts: once for each",
    "lines_booked": "a withdrawn statement is of several contracts: once for each",
    "reversed_by_lines": "a withdrawn statement is of several contracts: once for each",
    "explained_payments": "a recall may be of several contracts: once per explanation undone",
    "event_contracts": "which contracts an act of many concerns: once per act that matters",
    "fact_contracts": "which contracts know a party: once per fact about it",
    "freed_twins": "a number is one under all contracts of a client",
    "return_to_undo": "a return may have moved money of any contract: once per return undone",
    "read_guessed": "an invoice that a guess is about may be of any contract: five guesses at most",
    "read_guesses": "an invoice that a guess is about may be of any contract: of one payment",
    "invoices_of_payers": "whose money this is: an amount owed once tells the contract",
    "near_invoices": "whose money this is: the number that a text may mean tells the contract",
    "missing_acts": "the auditor's: rows of the whole house that name an act that is not there",
    "claim_left": "money of an instrument may have moved between contracts: once per claim paid",
    "homes_of_payments": "the same, of instruments that are unpaid: once per bank file",
    "orders_unpaid": "the same, of orders whose file is put aside: once per such file",
    "read_claims": "the same, of what a buyer owes of unpaid items: once per payment looked at",
    "read_instruments": "the same, of the unpaid among those looked at",
    "payer_of": "money of an instrument may have moved between contracts: once per refund",
    "order_debits": "a debit of the bank pays orders of any contract: once per bank file",
    "read_group_statement": "a report: the contracts of a group's members",
    "read_approvals": "a queue of the staff: what waits is told by what it is about",
    "read_decisions": "a report: what two people decided, of the whole house",
    "read_limits": "a ceiling is shared: what is under it is looked up in each of its contracts",
    "read_outbox": "a queue of the staff: what waits to leave, of the whole house",
    "read_held_remittances": "a queue of the staff: what is held, of the whole house",
    "read_ledger": "a report: the sums of each account, of the whole house",
    "read_ledger_contracts": "a report: the sums of one account by contract",
    "read_payment_homes": "whose money this is: what a payment quotes tells the contract",
    "read_portfolio": "a report: each contract of the house, page by page",
    "read_portfolio_totals": "a report: sums of the whole house",
    "payers": "whose money this is: what a payer has paid before tells the contract",
    "quoted_invoices": "whose money this is: the number that a payment quotes tells the contract",
    "take_mail_answers": "a queue: mails to answer, of the whole house",
    "take_envelopes": "a queue: what a provider of signatures is to be asked, of the whole house",
    "twin_contracts": "a number is one under all contracts of a client",
}
# Views and functions that queries read, and the migration that says them.
SAID_ONCE = {"approval_shown": "0064_approval_shown", "open_on": "0079_watching",
             "disputed_of": "0083_disputed", "screening_stop": "0136_screening",
             "aml_said": "0154_laundering"}  # fmt: skip
# Joined by a subquery that carries the contract, which the reading of the text does not follow.
CARRIED = {
    "availability_facts", "cash_waiting", "charged_since_asked", "disputable",
    "ending_fees", "fee_of_act", "fees_due", "fund_sums", "keep_fees_counted",
    "insert_postings", "insert_remittances", "instruments_to_credit", "keep_proved",
    "ledgers_side_by_side", "legal_ledger", "losses_repaid",
    "money_gone", "orders_astray", "positions", "premium_passed",
    "read_account", "read_aged_buyers", "revaluation_facts",
    "read_aged_contracts",
    "read_ageing", "read_asked_by_due", "read_client_lines", "read_delays", "read_exposed",
    "read_instalments", "read_insured_invoices", "read_insured_keys", "read_insured_to_do",
    "read_late_parts", "read_open_by_due",
    "read_policy_turnover", "read_reminder_calls",
    "read_reminder_plans", "buyer_to_link", "reminder_buyers", "letter_after_bounce", "sent_facts",
}  # fmt: skip


@cache
def placement() -> dict[str, str]:
    """Where each table lives once there are several machines."""
    text = resources.files("comptant.store").joinpath("placement.csv").read_text("utf-8")
    return {row["table"]: row["placement"] for row in csv.DictReader(text.splitlines())}


def by_contract() -> set[str]:
    """The tables that are spread by contract."""
    return {table for table, where in placement().items() if where == "contract"}


def catalogue(conn: psycopg.Connection, text: str) -> list[tuple[str, ...]]:
    """Questions about our tables; a partition is a part of one."""
    ours = """WITH ours AS (SELECT oid, relname FROM pg_class WHERE NOT relispartition
        AND relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
        AND relname NOT LIKE 'django%') """
    return conn.execute(ours + text).fetchall()


KEYS = """SELECT o.relname, k.contype::text,
        (SELECT string_agg(a.attname, ', ' ORDER BY u.place) FROM unnest(k.conkey)
            WITH ORDINALITY u (number, place)
         JOIN pg_attribute a ON a.attrelid = o.oid AND a.attnum = u.number)
    FROM ours o JOIN pg_constraint k ON k.conrelid = o.oid AND k.contype IN ('p', 'u')"""


# The catalogue ------------------------------------------------------------------------------------


def test_every_table_has_its_place(auditor: psycopg.Connection) -> None:
    assert {name for (name,) in catalogue(auditor, "SELECT relname FROM ours")} == set(placement())
    assert set(placement().values()) == PLACEMENTS


def test_what_spans_contracts_says_why() -> None:
    text = resources.files("comptant.store").joinpath("placement.csv").read_text("utf-8")
    silent = [row["table"] for row in csv.DictReader(text.splitlines())
              if row["placement"] != "contract" and not row["why"]]  # fmt: skip
    assert silent == []


def test_the_contract_is_in_the_primary_key_of_every_table_spread_by_it(
    auditor: psycopg.Connection,
) -> None:
    keys = {table: key.split(", ") for table, kind, key in catalogue(auditor, KEYS) if kind == "p"}
    assert keys["contract"] == ["id"]
    for table in by_contract() - {"contract"}:
        assert keys[table][0] == "contract_id", table


def test_every_other_unique_key_has_the_contract_or_its_reason(
    auditor: psycopg.Connection,
) -> None:
    across = {
        (table, key) for table, kind, key in catalogue(auditor, KEYS)
        if kind == "u" and table in by_contract() and "contract_id" not in key.split(", ")
    }  # fmt: skip
    assert across == set(UNIQUE_ACROSS)


def test_every_foreign_key_of_a_contract_table_is_listed_and_none_is_on_the_bulk_path(
    auditor: psycopg.Connection,
) -> None:
    found = catalogue(
        auditor,
        """SELECT o.relname, k.confrelid::regclass::text FROM ours o
           JOIN pg_constraint k ON k.conrelid = o.oid AND k.contype = 'f'""",
    )
    assert {pair for pair in found if pair[0] in by_contract()} == set(FOREIGN_KEYS)
    assert [pair for pair in found if set(pair) & WRITTEN_PER_INVOICE] == []


def test_guards_are_of_whole_statements_and_at_once(auditor: psycopg.Connection) -> None:
    assert catalogue(
        auditor,
        """SELECT o.relname, t.tgname FROM ours o JOIN pg_trigger t ON t.tgrelid = o.oid
           WHERE NOT t.tgisinternal AND (t.tgtype & 1 = 1 OR t.tgdeferrable)""",
    ) == []  # fmt: skip
    assert catalogue(
        auditor,
        "SELECT conname FROM ours o JOIN pg_constraint ON conrelid = o.oid WHERE condeferrable",
    ) == []  # fmt: skip


def test_there_is_one_sequence(auditor: psycopg.Connection) -> None:
    found = auditor.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'S' AND relname NOT LIKE 'django%'"
    ).fetchall()
    assert found == [("ids",)]


def test_the_page_about_growth_names_every_table_where_it_lives() -> None:
    page = (ROOT / "docs/scale.md").read_text("utf-8")
    told = dict(re.findall(r"^\| ([a-z ]+) \| ((?:`\w+`(?:, )?)+) \|", page, re.M))
    assert {where: set(re.findall(r"`(\w+)`", names)) for where, names in told.items()} == {
        where: {table for table, place in placement().items() if place == where}
        for where in PLACEMENTS
    }


def test_the_page_about_growth_tells_the_figures_of_the_schema(
    auditor: psycopg.Connection,
) -> None:
    page = " ".join((ROOT / "docs/scale.md").read_text("utf-8").split())
    keys = catalogue(
        auditor,
        """SELECT o.relname, k.confrelid::regclass::text, ARRAY(SELECT a.attname::text
               FROM pg_attribute a WHERE a.attrelid = o.oid AND a.attnum = ANY (k.conkey))
           FROM ours o JOIN pg_constraint k ON k.conrelid = o.oid AND k.contype = 'f'""",
    )
    ours = [(table, other, columns) for table, other, columns in keys if table in by_contract()]
    apart = {f"`{table}` to `{other}`" for table, other, columns in ours
             if not (placement()[other] == "reference"
                     or (other in by_contract() and "contract_id" in columns))}  # fmt: skip
    ((indexes, partial),) = auditor.execute(
        "SELECT count(*), count(indpred) FROM pg_index WHERE indrelid = 'invoice'::regclass"
    ).fetchall()
    told = (
        f"the {len(SPANNING)} queries that span contracts say why",
        f"all but the {len(SPANNING)} queries above",
        f"all but {len(UNIQUE_ACROSS)} keys of contract tables",
        f"| {len(ours) - len(apart)} of {len(ours)} are so | {', '.join(sorted(apart))}: dropped",
        f"it has {indexes} today", f"the {partial} indexes of what is open or waits only",
    )  # fmt: skip
    assert [words for words in told if words not in page] == []
    named = set(re.findall(r"`(insert_\w+|payers|quoted_invoices|invoices_of_payers"
                           r"|order_debits)`", page))  # fmt: skip
    assert len(named) == 8
    assert named <= {path.stem for path in QUERIES}


# The queries --------------------------------------------------------------------------------------

_NO_ALIAS = (
    "on|where|set|select|left|right|join|inner|cross|full|natural|order|group|limit|union|values"
    "|as|using|having|returning|lateral|window|for"
)
_PARAMETER, _HOUSE = "the contract asked for", "the whole house"


def groups(text: str, tables: set[str]) -> set[str]:
    """How the tables spread by contract hang together in a query: one member of each group.

    Tables joined by equality of the contract are of one group, and so are those of the contract
    asked for. Facts known to the whole house (contract 0) are read beside them.
    """
    text = re.sub(r"'[^']*'", "''", re.sub(r"--[^\n]*", "", text))
    names = "|".join(sorted(tables - {"contract"}, key=len, reverse=True))
    named = re.findall(
        rf"\b(?:FROM|JOIN|UPDATE|,)\s+({names})\b(?!\s*[.(=])"
        rf"(?:\s+(?:AS\s+)?(?!(?:{_NO_ALIAS})\b)([a-z]\w*))?",
        text,
        re.IGNORECASE,
    )
    tied: dict[str, str] = {}

    def root(name: str) -> str:
        while tied.get(name, name) != name:
            name = tied[name]
        return name

    def tie(one: str, other: str) -> None:
        tied[root(one)] = root(other)

    asked = r"=\s*(?:ANY\s*\(\s*)?%\((?:contract_)?ids?\)"
    for one, other in re.findall(r"\b(\w+)\.contract_id\s*=\s*(\w+)\.(?:contract_)?id\b", text):
        tie(one, other)
    for other, one in re.findall(r"\b(\w+)\.(?:contract_)?id\s*=\s*(\w+)\.contract_id\b", text):
        tie(one, other)
    for one in re.findall(rf"\b(\w+)\.contract_id\s*{asked}", text):
        tie(one, _PARAMETER)
    for one in re.findall(r"\b(\w+)\.id\s*=\s*(?:ANY\s*\(\s*)?%\(contract_ids?\)", text):
        tie(one, _PARAMETER)
    for one in re.findall(r"unnest\(%\((?:contract_)?ids?\)[^)]*\)\s*(\w+)\s*\(", text):
        tie(one, _PARAMETER)
    for one in re.findall(r"\b(\w+)\.contract_id\s*=\s*0\b", text):
        tie(one, _HOUSE)
    bare = re.search(rf"(?<![\w.])contract_id\s*{asked}", text)
    of_house = re.search(r"(?<![\w.])contract_id\s*=\s*0\b", text)
    for table, alias in named:
        if not alias and (bare or of_house):
            tie(table, _PARAMETER if bare and table != "term" else _HOUSE)
    return {root(alias or table) for table, alias in named} - {root(_HOUSE)}


@pytest.mark.parametrize(("query", "count"), [
    ("SELECT FROM entry e JOIN posting p ON p.contract_id = e.contract_id", 1),
    ("SELECT FROM entry e JOIN posting p ON p.entry_id = e.id", 2),
    ("SELECT FROM entry e, posting p WHERE e.contract_id = %(contract_id)s", 2),
    ("SELECT FROM invoice i WHERE i.contract_id = %(contract_id)s AND EXISTS (SELECT FROM payment"
     " WHERE contract_id = %(contract_id)s)", 1),
    ("SELECT FROM invoice i WHERE i.contract_id = %(contract_id)s AND EXISTS (SELECT FROM payment y"
     " WHERE y.buyer_id = i.buyer_id)", 2),
    ("SELECT FROM invoice i JOIN term t ON t.contract_id = 0 AND t.subject_id = i.buyer_id", 1),
    ("SELECT FROM invoice i JOIN contract k ON k.id = i.contract_id"
     " JOIN payment y ON y.contract_id = k.id", 1),
    ("SELECT FROM held h JOIN party p ON p.id = h.contract_id", 0),
])  # fmt: skip
def test_the_reading_of_a_query_tells_a_join_within_a_contract_from_one_across(
    query: str, count: int
) -> None:
    assert len(groups(query, by_contract())) == count


def test_every_query_stays_within_a_contract_or_says_why() -> None:
    told = {name: (ROOT / f"comptant/store/migrations/{file}.sql").read_text("utf-8")
            for name, file in SAID_ONCE.items()}  # fmt: skip
    texts = {path.stem: path.read_text("utf-8") for path in QUERIES}
    for name, text in texts.items():
        # What a view or a function joins counts as the query's own.
        texts[name] += "".join(
            said for one, said in told.items() if re.search(rf"\b{one}\b", text))  # fmt: skip
    apart = {name for name, text in texts.items() if len(groups(text, by_contract())) > 1}
    assert apart == set(SPANNING) | CARRIED
