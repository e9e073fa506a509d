"""The rows of the load, table by table, in the columns of the store."""

import hashlib
import json
from datetime import date, timedelta

import polars as pl

from comptant.doors.bench.market import numbers
from comptant.doors.bench.market.loaded import Market
from comptant.doors.bench.market.world import OVERDUE_DAYS, number_key, printed_number
from comptant.doors.sandbox import TERMS as SANDBOX_TERMS
from comptant.operations.acts.act import Act
from comptant.operations.acts.documents import keep_document
from comptant.rules.postings import TEMPLATES
from comptant.rules.terms import TERMS
from comptant.store import bulk
from comptant.store.connection import Connection

CONTRACT_TERMS = {
    **{name: term.default for name, term in TERMS.items()}, **SANDBOX_TERMS,
    "delivery_proof_above_cents": None, "overdue_cutoff_days": OVERDUE_DAYS,
}  # fmt: skip
EUR = pl.lit("EUR").alias("currency")
DRAWN_BEFORE = 11  # days before the day


def copy_parties(
    conn: Connection, people: pl.DataFrame, first: int, base: int, name: str, act_id: int
) -> None:
    """Companies numbered `n`, with their SIREN."""
    n = pl.col("n")
    told = people.select(id=first + n, kind=pl.lit("COMPANY"), name=pl.format(name, n),
                         act_id=pl.lit(act_id))  # fmt: skip
    bulk.copy_in(conn, "party", told)
    known = people.select(scheme=pl.lit("siren"), identifier=numbers.siren(base + n),
                          party_id=first + n, act_id=pl.lit(act_id))  # fmt: skip
    bulk.copy_in(conn, "party_identifier", known)
    names = told.select(party_id="id", contract_id=pl.lit(0), name="name", source=pl.lit("bench"),
                        act_id="act_id")  # fmt: skip
    bulk.copy_in(conn, "known_name", names)


def copy_terms(conn: Connection, contract_ids: pl.Series, from_on: date, act_id: int) -> None:
    """Every contract under the sandbox's clauses."""
    values = [json.dumps(value) for value in CONTRACT_TERMS.values()]
    said = pl.DataFrame({"name": list(CONTRACT_TERMS), "value": values})
    terms = contract_ids.to_frame("contract_id").join(said, how="cross").select(
        "contract_id", pl.lit("CONTRACT").alias("subject"),
        pl.col("contract_id").alias("subject_id"), "name",
        pl.lit(from_on).alias("valid_from_on"), "value", pl.lit("bench").alias("source"),
        pl.lit(act_id).alias("act_id"),
    )  # fmt: skip
    bulk.copy_in(conn, "term", terms)


def copy_limits(conn: Connection, market: Market, pairs: pl.DataFrame) -> None:
    """Buyers of the contracts, the limit on each, and its sums."""
    act = pl.lit(market.act_id).alias("act_id")
    contract_id = market.first_contract + pl.col("client")
    buyer_id = market.first_buyer + pl.col("buyer")
    bulk.copy_in(conn, "contract_buyer", pairs.select(contract_id=contract_id, buyer_id=buyer_id,
                                                      act_id=act))  # fmt: skip
    bulk.copy_in(conn, "ceiling", pairs.select(
        pl.col("ceiling_id").alias("id"), pl.lit("CONTRACT_BUYER").alias("scope"),
        contract_id.alias("contract_id"), buyer_id.alias("party_id"), EUR, act,
    ))  # fmt: skip
    bulk.copy_in(conn, "term", pairs.select(
        pl.lit(0).alias("contract_id"), pl.lit("CEILING").alias("subject"),
        pl.col("ceiling_id").alias("subject_id"), pl.lit("amount_cents").alias("name"),
        pl.lit(market.opened_on).alias("valid_from_on"),
        pl.col("limit_cents").cast(pl.String).alias("value"), pl.lit("bench").alias("source"), act,
    ))  # fmt: skip
    bulk.copy_in(conn, "exposure", pairs.select(
        contract_id.alias("contract_id"), buyer_id.alias("buyer_id"), EUR,
        pl.lit("STANDARD").alias("advance_class"), "outstanding_cents", "approved_cents",
        "open_count",
    ))  # fmt: skip


def copy_entries(
    conn: Connection, market: Market, remittances: pl.DataFrame, drawn: pl.DataFrame
) -> None:
    """Assignments and fees of each remittance, orders released and executed, with their lines."""
    paid_on = market.world.on - timedelta(days=DRAWN_BEFORE)
    titles = remittances.with_columns(assigned="cents", net="fee_cents", vat="vat_cents",
                                      total=pl.col("fee_cents") + pl.col("vat_cents"))  # fmt: skip
    orders = drawn.with_columns(paid="cents", posted_on=pl.lit(paid_on))
    kinds = (
        ("assignment", titles, "entry_id", pl.format("remittance/{}", "remittance_id")),
        ("fee", titles, "fee_id", pl.format("remittance/{}/fee", "remittance_id")),
        ("order_released", orders, "released_id", pl.format("order/{}/released", "order_id")),
        ("order_executed", orders, "executed_id", pl.format("order/{}/executed", "order_id")),
    )
    contract_id = (market.first_contract + pl.col("client")).alias("contract_id")
    entries = [
        rows.select(
            contract_id, pl.col(id_).alias("id"), key.alias("key"), pl.lit(event).alias("event"),
            pl.lit(TEMPLATES[event].journal).alias("journal"),
            pl.col("posted_on").alias("entry_on"), pl.col("posted_on").alias("value_on"),
            pl.lit(market.act_id).alias("act_id"),
        )
        for event, rows, id_, key in kinds
    ]  # fmt: skip
    bulk.copy_in(conn, "entry", pl.concat(entries))
    sub_id = pl.when(pl.col("account") == "BNK").then(market.box.own_account_id).otherwise(0)
    lines = [
        rows.select(
            contract_id, pl.col(id_).alias("entry_id"), pl.lit(account).alias("account"),
            (sign * pl.col(amount)).alias("amount_cents"),
        )
        for event, rows, id_, _ in kinds for account, sign, amount in TEMPLATES[event].lines
    ]  # fmt: skip
    postings = (
        pl.concat(lines)
        .filter(pl.col("amount_cents") != 0)
        .with_columns(EUR, sub_id=sub_id, line=pl.int_range(1, pl.len() + 1).over("entry_id"))
    )
    bulk.copy_in(conn, "posting", postings)


def copy_invoices(conn: Connection, market: Market, invoices: pl.DataFrame) -> None:
    """Invoices, the movement that each came in by, and the claim on each document."""
    printed = printed_number(market.world, pl.col("number"))
    kept = invoices.select(
        (market.first_contract + pl.col("client")).alias("contract_id"),
        pl.col("invoice_id").alias("id"), (market.first_buyer + pl.col("buyer")).alias("buyer_id"),
        "remittance_id", pl.lit(1).alias("file_number"), "row_number",
        printed.alias("invoice_number"), number_key(printed).alias("number_key"),
        pl.lit("380").alias("type_code"), "issued_on", "due_on", EUR,
        pl.col("cents").alias("amount_cents"), pl.lit("STANDARD").alias("advance_class"),
        "fee_cents", pl.lit(False).alias("is_mentioned"),
        pl.when(pl.col("fee_cents") > 0).then("fee_id").alias("fee_bill_id"),
        pl.col("cents").alias("open_cents"), pl.lit(0).alias("ineligible_cents"),
        "approved_cents", "next_change_on",
        (market.first_client + pl.col("client")).alias("client_id"), "entry_id",
    )  # fmt: skip
    kept = kept.with_columns(_fingerprints(kept))
    bulk.copy_in(conn, "movement", kept.select(
        "contract_id", pl.col("id").alias("item_id"), "entry_id", pl.lit("DEB").alias("account"),
        "amount_cents", "approved_cents",
    ))  # fmt: skip
    bulk.copy_in(conn, "invoice", kept.drop("client_id", "entry_id"))
    held = kept.select("fingerprint", "contract_id", pl.col("id").alias("invoice_id"))
    bulk.copy_in(conn, "held", held.sort("fingerprint"))


def _fingerprints(kept: pl.DataFrame) -> pl.Series:
    """As sent_facts.sql makes them; a document sent again must be found."""
    told = kept.select(pl.concat_str(
        "client_id", "buyer_id", "number_key", "issued_on", "amount_cents", pl.lit("f"),
        separator="|",
    ))  # fmt: skip
    digests = [hashlib.sha256(text.encode()).hexdigest()[:32] for text in told.to_series()]
    return pl.Series("fingerprint", digests, pl.String)


def copy_remittances(conn: Connection, market: Market, remittances: pl.DataFrame) -> None:
    """The transfer records, and what was charged for each."""
    act = pl.lit(market.act_id).alias("act_id")
    contract_id = (market.first_contract + pl.col("client")).alias("contract_id")
    received_at = pl.col("posted_on").cast(pl.Datetime("us")).dt.offset_by("9h")
    bulk.copy_in(conn, "remittance", remittances.select(
        contract_id, pl.col("remittance_id").alias("id"), "title_number",
        pl.lit("SUBROGATION").alias("transfer_mode"),
        pl.lit(SANDBOX_TERMS["standing_consent"]).alias("standing_consent"), "posted_on",
        received_at.alias("received_at"), "line_count", pl.col("cents").alias("total_cents"),
        pl.lit(0).alias("refused_count"), "entry_id", act,
    ))  # fmt: skip
    for code, clause, base, rate, amount in (
        ("FEE-AFF", "price, factoring fee", "cents", 6_000, "fee_cents"),
        ("VAT", "CGI art. 278", "fee_cents", 200_000, "vat_cents"),
    ):
        bulk.copy_in(conn, "charge", remittances.filter(pl.col("fee_cents") > 0).select(
            contract_id, pl.col("fee_id").alias("entry_id"), pl.lit(code).alias("code"),
            pl.lit(clause).alias("clause"), pl.lit("TAXABLE_STD").alias("vat_class"),
            pl.col(base).alias("base_cents"), pl.lit(rate).alias("rate_ppm"),
            pl.col(amount).alias("amount_cents"), act,
        ))  # fmt: skip


def copy_orders(conn: Connection, market: Market, drawn: pl.DataFrame) -> None:
    """What clients have drawn: asked for, approved by another, released, executed by the bank."""
    users, on = market.box.users, market.world.on - timedelta(days=DRAWN_BEFORE)
    act = pl.lit(market.act_id).alias("act_id")
    contract_id = (market.first_contract + pl.col("client")).alias("contract_id")
    proposer = pl.lit(users["anna"].id).alias("proposed_by")
    bulk.copy_in(conn, "approval", drawn.select(
        pl.col("approval_id").alias("id"), pl.lit("payment_order").alias("kind"), contract_id,
        pl.col("order_id").alias("subject_id"), pl.lit("{}").alias("arguments"),
        pl.col("cents").alias("amount_cents"), EUR, proposer, act,
    ))  # fmt: skip
    bulk.copy_in(conn, "approval_decision", drawn.select(
        "approval_id", proposer, pl.lit(users["tania"].id).alias("decided_by"),
        pl.lit("APPROVED").alias("decision"), act,
    ))  # fmt: skip
    at = pl.lit(on).cast(pl.Datetime("us"))
    bulk.copy_in(conn, "payment_order", drawn.select(
        contract_id, pl.col("order_id").alias("id"), pl.lit("DRAW").alias("purpose"),
        (market.first_payee + pl.col("client")).alias("payee_account_id"), EUR,
        pl.col("cents").alias("amount_cents"), pl.col("cents").alias("available_cents"),
        pl.format("CPT{}-{}", contract_id, "order_id").alias("end_to_end_reference"),
        at.alias("prepared_at"), at.alias("promised_at"), act,
    ))  # fmt: skip
    for step, entry_id in (
        ("RELEASED", "released_id"),
        ("SENT", None),
        ("EXECUTED", "executed_id"),
    ):
        bulk.copy_in(conn, "payment_order_step", drawn.select(
            contract_id, "order_id", pl.lit(step).alias("step"), pl.lit(on).alias("on_date"),
            (pl.col(entry_id) if entry_id else pl.lit(None, pl.Int64)).alias("entry_id"), act,
        ))  # fmt: skip


def copy_statement(
    conn: Connection, market: Market, own_account_id: int, left_cents: int, drawn_cents: int
) -> None:
    """The statement of the eve: what stood on the account, what was drawn in one sum, what is
    left; and the entry of its opening balance."""
    box, first = market.box, bulk.take_ids(conn, 3)
    statement_id, movement_id, entry_id = first
    opening = left_cents + drawn_cents
    do = Act(conn, market.act_id, box.asked("tania"))
    content = f"statement {own_account_id}".encode()
    digest = hashlib.sha256(content).digest()
    keep_document(do, digest, "eve", "text/plain", content)
    bulk.execute(
        conn, "insert_statement", id=statement_id, own_account_id=own_account_id, reference="eve",
        sequence=1, opened_on=market.opened_on, closed_on=market.eve, opening_cents=opening,
        closing_cents=left_cents, digest=digest, act_id=market.act_id,
    )  # fmt: skip
    if drawn_cents:
        conn.execute(
            """INSERT INTO bank_movement (id, own_account_id, statement_id, movement_key,
                   occurrence, booked_on, value_on, currency, amount_cents, remittance_text,
                   is_reversal)
               VALUES (%s, %s, %s, gen_random_uuid(), 1, %s, %s, 'EUR', %s, 'draws', false)""",
            (movement_id, own_account_id, statement_id, market.eve, market.eve, -drawn_cents),
        )
    house = bulk.row(conn, "house") or {}
    entry = pl.DataFrame([{
        "contract_id": house["id"], "id": entry_id, "key": f"opening/{own_account_id}",
        "event": "bank_opening",
        "journal": TEMPLATES["bank_opening"].journal, "entry_on": market.opened_on,
        "value_on": market.opened_on, "act_id": market.act_id,
    }])  # fmt: skip
    bulk.copy_in(conn, "entry", entry)
    lines = pl.DataFrame([
        {"contract_id": house["id"], "entry_id": entry_id, "line": n, "account": account,
         "sub_id": own_account_id if account == "BNK" else 0, "currency": "EUR",
         "amount_cents": sign * opening}
        for n, (account, sign, _) in enumerate(TEMPLATES["bank_opening"].lines, 1)
    ])  # fmt: skip
    bulk.copy_in(conn, "posting", lines)
