"""The lines of a remittance with all that the rules need to know, and what eligibility says."""

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.assigning.buyers import resolve
from comptant.operations.assigning.papers import DAILLY
from comptant.operations.assigning.sellers import issued_by_others, payee_is_seller
from comptant.operations.portfolio.positions import buyer_facts, joined
from comptant.operations.portfolio.twins import among_themselves
from comptant.operations.terms.contracts import of_contracts
from comptant.rules.batch import constant, repeated
from comptant.rules.columns import c, shape
from comptant.rules.eligibility import judge
from comptant.rules.money import AMOUNT_CENTS_MAX
from comptant.store import bulk

SENT_FACTS = shape(
    "line_number", "number_key", "fingerprint_text", "held_by_same_contract",
    "held_by_other_contract", "reassigned_before", "factored_elsewhere", "has_number_twin",
    "has_payment_mention", "is_sampled", "assigned_cents",
)  # fmt: skip
TOLD = [
    "line_number", "contract_id", "buyer_id", "invoice_number", "type_code", "issued_on",
    "payable_cents", "payee_name", "payee_identifier", "payment_iban", "assignment_note",
]  # fmt: skip
PRICES = ("sample_ppm", "transfer_mode", "fee_ppm", "fee_minimum_cents", "fee_base")
NOTHING_YET = (
    *(
        constant(name, False, pl.Boolean())
        for name in (
            "dispute_rest_confirmed", "is_deposit", "is_progress", "progress_signed", "is_works",
            "works_documents_complete", "is_conditional_sale", "payment_means_excluded",
            "has_delivery_proof", "is_defunded", "fraud_suspected",
        )
    ),
    *(
        constant(name, 0, pl.Int64())
        for name in (
            "approved_cents", "suspended_cents", "disputed_cents", "retention_cents",
            "was_reduction_cents", "was_approved_cents",
        )
    ),
    constant("is_new", True, pl.Boolean()),
    constant("assignment_restriction", "NONE", pl.String()),
    constant("verification_answer", None, pl.String()),
    constant("einvoice_status", None, pl.String()),
    constant("exceptions", None, pl.String()),
    constant("invoice_regime", None, pl.String()),
    constant("invoice_facts_change_on", None, pl.Date()),
)  # fmt: skip


def judged_lines(do: Act, contracts: pl.DataFrame, sent: pl.DataFrame) -> pl.DataFrame:
    """The sent rows (with contract_id) with all their facts and what eligibility says of them."""
    lines = resolve(do, sent)
    lines = lines.hstack([pl.Series("line_number", range(lines.height), pl.Int64)])
    sampling, mode, *prices = of_contracts(contracts, lines["contract_id"], PRICES)
    facts = bulk.read_about(
        do.conn, "sent_facts", SENT_FACTS, lines.height,
        **bulk.arrays(lines[TOLD].hstack([sampling, payee_is_seller(lines)])),
    )  # fmt: skip
    if facts.height != lines.height:
        raise AssertionError(f"{facts.height} facts of {lines.height} lines")
    buyers = _with_nobody(buyer_facts(do, lines), lines)
    rows = lines[[name for name in lines.columns if name not in ("buyer_country", "gross_cents")]]
    payable = rows["payable_cents"]
    sent_on = constant("sent_on", do.on, pl.Date())
    rows = rows.hstack([
        *facts.get_columns()[1:], issued_by_others(do, sent),
        payable.alias("gross_cents"), payable.alias("open_cents"), *prices,
        (mode == DAILLY).alias("title_unsigned"),
        *repeated((*NOTHING_YET, sent_on), rows.height),
    ])  # fmt: skip
    facts = joined(do, contracts, rows, buyers)
    # The amount of an exception is shared with the older invoices: they are judged together later.
    is_excepted = facts["buyer_exceptions"].is_not_null().alias("is_excepted")
    if is_excepted.any():
        facts = facts.with_columns(pl.lit(None, pl.String()).alias("buyer_exceptions"))
    judged = judge(facts)
    if rows["number_key"].n_unique() < rows.height:
        clients = of_contracts(contracts, judged["contract_id"], ("client_id",))
        twins = among_themselves(judged.hstack(clients))
        if not twins.equals(facts["has_number_twin"]):
            judged = judge(facts.with_columns(twins))
    judged = judged.hstack([is_excepted])
    if judged["fingerprint_text"].n_unique() < judged.height:
        judged = judged.with_columns(_taken_once())
    return _within_counting(judged)


def _taken_once() -> pl.Expr:
    """The refusal, also of a document that an earlier line of the slice has brought already, to the
    same contract or another. A line refused for itself brings nothing: its corrected twin is
    taken."""
    is_good = c.refusal.is_null()
    is_again = is_good.cast(pl.Int64).cum_sum().over("fingerprint_text") > 1
    taken_by = c.contract_id.filter(is_good).first().over("fingerprint_text")
    held = pl.when(c.contract_id == taken_by).then(pl.lit("already_assigned"))
    again = pl.when(is_good & is_again).then(held.otherwise(pl.lit("held_elsewhere")))
    return pl.coalesce(c.refusal, again).alias("refusal")


def _within_counting(judged: pl.DataFrame) -> pl.DataFrame:
    """The rows; refused is also what, with all that the contract has assigned and with the earlier
    lines of the slice, would come to more than is counted with: of invoices, or of credit notes."""
    owed = judged["assigned_cents"].abs().max() or 0
    if int(owed) + int(judged["payable_cents"].abs().cast(pl.Int128).sum()) <= AMOUNT_CENTS_MAX:
        return judged
    facts = judged["contract_id", "is_credit_note", "assigned_cents", "payable_cents", "refusal"]
    sums: dict[tuple[int, bool], int] = {}
    told = []
    for contract_id, is_note, assigned, cents, refusal in facts.iter_rows():
        owed = max(-assigned if is_note else assigned, 0)
        total = sums.get((contract_id, is_note), owed) + cents
        is_beyond = refusal is None and total > AMOUNT_CENTS_MAX
        if refusal is None and not is_beyond:
            sums[contract_id, is_note] = total
        told.append("beyond_counting" if is_beyond else refusal)
    return judged.with_columns(pl.Series("refusal", told, pl.String()))


def _with_nobody(buyers: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """The buyers, and buyer 0 of the contracts that sent one: whoever could not be known, of whom
    nothing is known either."""
    if (lines["buyer_id"] != 0).all():
        return buyers
    without = lines.filter(c.buyer_id == 0)["contract_id"].unique()
    nobody = {
        name: False if dtype == pl.Boolean else 0 if dtype == pl.Int64 else None
        for name, dtype in buyers.schema.items()
    }
    nobody |= {"buyer_status": "PENDING", "buyer_country": "FR"}
    rows = [{**nobody, "contract_id": contract_id} for contract_id in without]
    return pl.concat([buyers, pl.DataFrame(rows, schema=buyers.schema)])
