"""The lines of a remittance with all that the rules need to know, and what eligibility says."""

import polars as pl

from comptant.operations.act import Act
from comptant.operations.buyers import resolve
from comptant.operations.contracts import Contract
from comptant.operations.positions import buyer_facts, joined, of_one
from comptant.rules.batch import constant, repeated
from comptant.rules.columns import c, shape
from comptant.rules.eligibility import judge
from comptant.store import bulk

SENT_FACTS = shape(
    "line_number", "number_key", "fingerprint_text", "held_by_same_contract",
    "held_by_other_contract", "factored_elsewhere", "has_payment_mention", "is_sampled",
)  # fmt: skip
TOLD = [
    "line_number", "buyer_id", "invoice_number", "type_code", "issued_on", "payable_cents",
    "payee_name", "payee_identifier", "payment_iban", "assignment_note", "seller_siren",
]  # fmt: skip
NOTHING_YET = (
    *(
        constant(name, False, pl.Boolean())
        for name in (
            "dispute_rest_confirmed", "is_deposit", "is_progress", "progress_signed", "is_works",
            "works_documents_complete", "is_conditional_sale", "payment_means_excluded",
            "has_delivery_proof", "is_defunded",
        )
    ),
    *(
        constant(name, 0, pl.Int64())
        for name in (
            "approved_cents", "disputed_cents", "retention_cents", "was_reduction_cents",
            "was_approved_cents",
        )
    ),
    constant("is_new", True, pl.Boolean()),
    constant("assignment_restriction", "NONE", pl.String()),
    constant("einvoice_status", None, pl.String()),
    constant("exceptions", None, pl.String()),
    constant("invoice_facts_change_on", None, pl.Date()),
)  # fmt: skip


def judged_lines(do: Act, contract: Contract, sent: pl.DataFrame) -> pl.DataFrame:
    """The sent rows with all their facts and what eligibility says of them."""
    lines = resolve(do, contract.id, sent)
    lines = lines.hstack([pl.Series("line_number", range(lines.height), pl.Int64)])
    facts = bulk.read(
        do.conn, "sent_facts", SENT_FACTS, **bulk.arrays(lines[TOLD]), contract_id=contract.id,
        sample_ppm=contract.terms["sample_ppm"],
    )  # fmt: skip
    if facts.height != lines.height:
        raise AssertionError(f"{facts.height} facts of {lines.height} lines")
    known = set(lines["buyer_id"].to_list())
    buyers = buyer_facts(do, of_one(contract.id, "buyer_id", known - {0}))
    rows = lines[[name for name in lines.columns if name not in ("buyer_country", "gross_cents")]]
    payable = rows["payable_cents"]
    rows = rows.hstack([
        *facts.get_columns()[1:], payable.alias("gross_cents"), payable.alias("open_cents"),
        *repeated(_said_of_all(do, contract), rows.height),
    ])  # fmt: skip
    buyers = _with_nobody(buyers, contract.id) if 0 in known else buyers
    facts = joined(do, contract.batch, rows, buyers)
    # The amount of an exception is shared with the older invoices: they are judged together later.
    is_excepted = facts["buyer_exceptions"].is_not_null().alias("is_excepted")
    if is_excepted.any():
        facts = facts.with_columns(pl.lit(None, pl.String()).alias("buyer_exceptions"))
    judged = judge(facts).hstack([is_excepted])
    if judged["fingerprint_text"].n_unique() == judged.height:
        return judged
    return judged.with_columns(_taken_once())


def _said_of_all(do: Act, contract: Contract) -> list[pl.Series]:
    """What is so of every line: nothing has happened to it yet, and the contract's prices."""
    terms = contract.terms
    return [
        *NOTHING_YET,
        constant("sent_on", do.on, pl.Date()),
        constant("contract_id", contract.id, pl.Int64()),
        constant("fee_ppm", terms["fee_ppm"], pl.Int64()),
        constant("fee_minimum_cents", terms["fee_minimum_cents"], pl.Int64()),
        constant("fee_base", terms["fee_base"], pl.String()),
    ]


def _taken_once() -> pl.Expr:
    """The refusal, also of a document that an earlier line of the same file has brought already.
    A line refused for itself brings nothing: its corrected twin is taken."""
    is_good = c.refusal.is_null().cast(pl.Int64)
    is_again = is_good.cum_sum().over("fingerprint_text") > 1
    again = pl.when(c.refusal.is_null() & is_again).then(pl.lit("already_assigned"))
    return pl.coalesce(c.refusal, again).alias("refusal")


def _with_nobody(buyers: pl.DataFrame, contract_id: int) -> pl.DataFrame:
    """The buyers, and buyer 0: whoever could not be known, of whom nothing is known either."""
    nobody = {
        name: False if dtype == pl.Boolean else 0 if dtype == pl.Int64 else None
        for name, dtype in buyers.schema.items()
    }
    nobody |= {"contract_id": contract_id, "buyer_status": "PENDING", "buyer_country": "FR"}
    return pl.concat([buyers, pl.DataFrame([nobody], schema=buyers.schema)])
