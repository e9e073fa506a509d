"""What is exchanged with an insurer about unpaid invoices: an extension agreed, the declaration,
the claim, the admission of the debt. Source: DOMAIN 6.1, 6.5, W6-6;
docs/decisions/0180-a-cover-is-read-on-its-day-and-lost-by-two.md."""

from datetime import date

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.acts.approval import propose
from comptant.operations.insurance.covering import cover_of
from comptant.operations.insurance.policies import known_policy, set_policy
from comptant.store import bulk

UNDONE = "UNDONE"
STEPS = ("EXTENDED", "DECLARED", "CLAIMED", "ADMITTED", UNDONE)
LAST_ON = {"DECLARED": "declare_by_on", "CLAIMED": "claim_by_on"}


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
    A declaration of an earlier day brings the indemnity nearer, and what is told after its last day
    as made in time would bring back what is lost: it answers `approval_id`, and counts once a
    second person agrees. What shows its day by itself is a message sent to the insurer then.

    Refused: policy_unknown, contract_unknown, cover_step_unknown, cover_step_dates_wrong,
    reference_missing, invoice_not_insured, cover_step_known, not_declared (before a claim or an
    admission), extension_too_late, nothing_to_undo, cover_step_of_claim (drop the claim first).
    """
    return keep_cover_step(do, contract_id=contract_id, policy_id=policy_id,
                           invoice_ids=invoice_ids, step=step, step_on=step_on,
                           reference=reference, is_agreed=False)  # fmt: skip


def decide_policy(do: Act, approval: bulk.Row) -> Answer:
    """What an approved proposal about a policy does: a step told after its last day counts; else
    its terms, or a cover (set_policy)."""
    asked = approval["arguments"]
    if asked["what"] != "step":
        return set_policy(do, approval)
    of = {"contract_id": asked["contract_id"], "policy_id": asked["policy_id"]}
    done = keep_cover_step(do, **of, invoice_ids=asked["invoice_ids"], step=asked["step"],
                           step_on=date.fromisoformat(asked["step_on"]),
                           reference=asked["reference"])  # fmt: skip
    return {**of, "invoice_ids": done["invoice_ids"]}


def keep_cover_step(
    do: Act, *, contract_id: int, policy_id: int, invoice_ids: list[int], step: str,
    step_on: date, reference: str, is_agreed: bool = True,
) -> Answer:  # fmt: skip
    """record_cover_step within another operation. `is_agreed`: a second person, or a message kept
    on the day on which it left, says that it was made then."""
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
    begins = {row["invoice_id"]: row["issued_on"] for row in rows}
    wanted = list(dict.fromkeys(invoice_ids))
    for id_ in wanted:
        if id_ not in known:
            raise Refused("invoice_not_insured", invoice_id=id_,
                          policy_number=policy["policy_number"])  # fmt: skip
        if step != UNDONE:
            _check(known[id_], step, step_on, max(begins[id_], policy["from_on"]))
    undoes = _told_last(do, contract_id, policy_id, known, wanted) if step == UNDONE else {}
    late = [id_ for id_ in wanted if step == "DECLARED" and step_on > known[id_]["declare_by_on"]]
    told = {"contract_id": contract_id, "policy_id": policy_id, "cover_step": step,
            "invoice_ids": wanted, "late_ids": late}  # fmt: skip
    if not is_agreed and _is_dated_back(do, [known[id_] for id_ in wanted], step, step_on):
        rows = [known[id_] for id_ in wanted]
        return {**told, "approval_id": _proposed(do, policy, rows, step, step_on, reference)}
    for new_id, id_ in zip(bulk.take_ids(do.conn, len(wanted)), wanted, strict=True):
        bulk.execute(do.conn, "insert_cover_step", contract_id=contract_id, id=new_id,
                     policy_id=policy_id, invoice_id=id_, step=step, step_on=step_on,
                     reference=reference.strip(), undoes_id=undoes.get(id_),
                     act_id=do.id)  # fmt: skip
    return told


def _is_dated_back(do: Act, rows: list[bulk.Row], step: str, step_on: date) -> bool:
    """Whether a step is told after its last day as made by then, or a declaration of any earlier
    day: the waiting period runs from it."""
    if step == "DECLARED" and step_on < do.on:
        return True
    last = [row[LAST_ON[step]] for row in rows if step in LAST_ON]
    return any(day is not None and step_on <= day < do.on for day in last)


def _proposed(
    do: Act, policy: bulk.Row, rows: list[bulk.Row], step: str, step_on: date, reference: str
) -> int:
    said = {
        "what": "step", "policy_id": policy["id"], "policy_number": policy["policy_number"],
        "contract_id": rows[0]["contract_id"], "contract_number": rows[0]["contract_number"],
        "invoice_ids": [row["invoice_id"] for row in rows],
        "invoice_numbers": [row["invoice_number"] for row in rows], "step": step,
        "step_on": step_on.isoformat(), "reference": reference.strip(),
        "last_on": min(row[LAST_ON[step]] for row in rows).isoformat(),
    }  # fmt: skip
    return propose(do, "policy", said, subject_id=policy["insurer_id"])


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


def _check(row: bulk.Row, step: str, step_on: date, begins_on: date) -> None:
    """Whether the step may be kept of an invoice: once each, in their order, none before the
    invoice and the policy are."""
    number = row["invoice_number"]
    if step_on < begins_on:
        raise Refused("cover_step_dates_wrong", step_on=step_on, on=begins_on)
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
