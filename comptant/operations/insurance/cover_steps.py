"""What is exchanged with an insurer about unpaid invoices: an extension agreed, the declaration,
the claim, the admission of the debt. Source: DOMAIN 6.1, 6.5, W6-6."""

from datetime import date

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.insurance.covering import cover_of
from comptant.operations.insurance.policies import known_policy
from comptant.store import bulk

UNDONE = "UNDONE"
STEPS = ("EXTENDED", "DECLARED", "CLAIMED", "ADMITTED", UNDONE)


@operation
def record_cover_step(
    do: Act, *, contract_id: int, policy_id: int, invoice_ids: list[int], step: str,
    step_on: date, reference: str,
) -> Answer:  # fmt: skip
    """Keep what was exchanged with an insurer about invoices: EXTENDED (it agreed to the further
    extension), DECLARED (unpaid), CLAIMED (the file was sent), ADMITTED (the debt, by the
    liquidator). `reference`: its number or where it is said. A declaration after its last day is
    kept as it was made: it gives no cover back, and says so (`late_ids`). UNDONE takes back what
    was told last of each, by slip: it counts no more and its deadline runs again; `reference`: why.

    Refused: policy_unknown, contract_unknown, cover_step_unknown, cover_step_dates_wrong,
    reference_missing, invoice_not_insured, cover_step_known, not_declared (before a claim or an
    admission), extension_too_late, nothing_to_undo, cover_step_of_claim (drop the claim first).
    """
    return keep_cover_step(do, contract_id=contract_id, policy_id=policy_id,
                           invoice_ids=invoice_ids, step=step, step_on=step_on,
                           reference=reference)  # fmt: skip


def keep_cover_step(
    do: Act, *, contract_id: int, policy_id: int, invoice_ids: list[int], step: str,
    step_on: date, reference: str,
) -> Answer:  # fmt: skip
    """record_cover_step within another operation."""
    if step not in STEPS:
        raise Refused("cover_step_unknown", cover_step=step, known=" ".join(STEPS))
    if not reference.strip():
        raise Refused("reference_missing")
    if step_on > do.on:
        raise Refused("cover_step_dates_wrong", step_on=step_on, on=do.on)
    policy = known_policy(do, policy_id)
    lock_contracts(do, [contract_id])
    rows = bulk.rows(do.conn, "read_insured_invoices", contract_id=contract_id, on=do.on)
    known = {row["invoice_id"]: row for row in cover_of(rows, do.on, contract_id)
             if row["policy_id"] == policy_id}  # fmt: skip
    wanted = list(dict.fromkeys(invoice_ids))
    for id_ in wanted:
        if id_ not in known:
            raise Refused("invoice_not_insured", invoice_id=id_,
                          policy_number=policy["policy_number"])  # fmt: skip
        if step != UNDONE:
            _check(known[id_], step, step_on)
    undoes = _told_last(do, contract_id, policy_id, known, wanted) if step == UNDONE else {}
    late = [id_ for id_ in wanted if step == "DECLARED" and step_on > known[id_]["declare_by_on"]]
    for new_id, id_ in zip(bulk.take_ids(do.conn, len(wanted)), wanted, strict=True):
        bulk.execute(do.conn, "insert_cover_step", contract_id=contract_id, id=new_id,
                     policy_id=policy_id, invoice_id=id_, step=step, step_on=step_on,
                     reference=reference.strip(), undoes_id=undoes.get(id_),
                     act_id=do.id)  # fmt: skip
    return {"contract_id": contract_id, "policy_id": policy_id, "cover_step": step,
            "invoice_ids": wanted, "late_ids": late}  # fmt: skip


def _told_last(
    do: Act, contract_id: int, policy_id: int, known: dict[int, bulk.Row], wanted: list[int]
) -> dict[int, int]:
    """By invoice, the step that is taken back: the one that was told last and counts."""
    rows = bulk.rows(do.conn, "cover_step_last", contract_id=contract_id, policy_id=policy_id,
                     invoice_ids=wanted)  # fmt: skip
    last = {row["invoice_id"]: row for row in rows}
    for id_ in wanted:
        number = known[id_]["invoice_number"]
        if id_ not in last:
            raise Refused("nothing_to_undo", number=number)
        if last[id_]["is_of_claim"]:
            raise Refused("cover_step_of_claim", number=number)
    return {id_: row["id"] for id_, row in last.items()}


def _check(row: bulk.Row, step: str, step_on: date) -> None:
    """Whether the step may be kept of an invoice: once each, in their order."""
    number = row["invoice_number"]
    done = {"EXTENDED": row["is_extension_agreed"], "DECLARED": row["declared_on"],
            "CLAIMED": row["claimed_on"], "ADMITTED": row["admitted_on"]}  # fmt: skip
    if done.get(step):
        raise Refused("cover_step_known", cover_step=step, number=number)
    if step in ("CLAIMED", "ADMITTED") and row["declared_on"] is None:
        raise Refused("not_declared", number=number)
    if step in ("CLAIMED", "ADMITTED") and step_on < row["declared_on"]:
        raise Refused("cover_step_dates_wrong", step_on=step_on, on=row["declared_on"])
    if step == "EXTENDED" and step_on > row["extended_until_on"]:
        raise Refused("extension_too_late", number=number, last_on=row["extended_until_on"])
