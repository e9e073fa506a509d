"""The lines of a remittance with all that the rules need to know, and what eligibility says."""

import polars as pl

from comptant.operations.act import Act
from comptant.operations.buyers import resolve
from comptant.operations.contracts import Contract
from comptant.operations.positions import buyer_facts, joined
from comptant.rules.columns import c, shape
from comptant.rules.eligibility import CREDIT_NOTES, judge
from comptant.store import bulk

SENT_FACTS = shape(
    "line_number", "number_key", "fingerprint_text", "held_by_same_contract",
    "held_by_other_contract", "factored_elsewhere", "has_payment_mention", "is_sampled",
)  # fmt: skip
FALSE_FACTS = (
    "dispute_rest_confirmed", "is_deposit", "is_progress", "progress_signed", "is_works",
    "works_documents_complete", "is_conditional_sale", "payment_means_excluded",
    "has_delivery_proof",
)  # fmt: skip
ZERO_FACTS = ("approved_cents", "disputed_cents", "retention_cents", "was_reduction_cents")


def judged_lines(
    do: Act, contract: Contract, sent: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The sent rows with all their facts and what eligibility says of them; and their buyers."""
    lines = resolve(do, contract.id, sent).with_row_index("line_number")
    lines = lines.with_columns(c.line_number.cast(pl.Int64))
    bulk.copy_to_temporary(
        do.conn, "sent_line",
        lines.select("line_number", "buyer_id", "invoice_number", "type_code", "issued_on",
                     "payable_cents", "payee_name", "payee_identifier", "payment_iban",
                     "assignment_note", "seller_siren"),
    )  # fmt: skip
    facts = bulk.copy_out(
        do.conn, "sent_facts", SENT_FACTS, contract_id=contract.id,
        sample_ppm=contract.terms["sample_ppm"],
    )  # fmt: skip
    known = [id_ for id_ in lines["buyer_id"].unique() if id_]
    buyers = _with_nobody(buyer_facts(do, contract, known))
    rows = (
        lines.drop("buyer_country")
        .join(facts, on="line_number", how="left", maintain_order="left")
        .with_columns(pl.lit(None, pl.Date).alias("invoice_facts_change_on"))
    )
    rows = joined(do, contract, rows, buyers).with_columns(
        *(pl.lit(False).alias(name) for name in FALSE_FACTS),
        *(pl.lit(0, pl.Int64).alias(name) for name in ZERO_FACTS),
        pl.lit(True).alias("is_new"),
        pl.lit(do.on, pl.Date).alias("sent_on"),
        pl.lit(contract.id, pl.Int64).alias("contract_id"),
        c.payable_cents.alias("gross_cents"),
        c.payable_cents.alias("open_cents"),
        pl.lit("NONE").alias("assignment_restriction"),
        pl.lit(None, pl.String).alias("einvoice_status"),
        c.type_code.is_in(CREDIT_NOTES).alias("is_credit_note"),
        *(pl.lit(contract.terms[name], dtype).alias(name)
          for name, dtype in (("fee_ppm", pl.Int64), ("fee_minimum_cents", pl.Int64),
                              ("fee_base", pl.String))),
    )  # fmt: skip
    return judge(rows).with_columns(_taken_once()), buyers


def _taken_once() -> pl.Expr:
    """The refusal, also of a document that an earlier line of the same file has brought already.
    A line refused for itself brings nothing: its corrected twin is taken."""
    is_good = c.refusal.is_null().cast(pl.Int64)
    is_again = is_good.cum_sum().over("fingerprint_text") > 1
    again = pl.when(c.refusal.is_null() & is_again).then(pl.lit("already_assigned"))
    return pl.coalesce(c.refusal, again).alias("refusal")


def _with_nobody(buyers: pl.DataFrame) -> pl.DataFrame:
    """The buyers, and buyer 0: whoever could not be known, of whom nothing is known either."""
    nobody = {
        name: False if dtype == pl.Boolean else 0 if dtype == pl.Int64 else None
        for name, dtype in buyers.schema.items()
    }
    nobody |= {"buyer_status": "PENDING", "buyer_country": "FR"}
    return pl.concat([buyers, pl.DataFrame([nobody], schema=buyers.schema)])
