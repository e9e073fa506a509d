"""Claims as people read them: how each stands, its figures one by one, what may be done next."""

from datetime import date
from typing import TYPE_CHECKING, Any

from comptant.doors import words
from comptant.doors.words import money, percent, say

if TYPE_CHECKING:
    from comptant.store.access import See

Row = dict[str, Any]
CLAIM_FILES = ("claim_number", "contract_number", "buyer_name", "policy_number", "insurer_name",
               "debt_cents", "accepted_cents", "received_cents", "recovered_since_cents",
               "share_back_cents", "indemnity_on", "claim_state")  # fmt: skip
FACTS = ("claim_number", "contract_number", "buyer_name", "policy_number", "insurer_name",
         "opened_on", "claim_state", "indemnity_on", "debt_cents", "covered_cents",
         "accepted_cents", "received_cents", "recovered_since_cents", "insurer_balance_cents",
         "to_insurer_cents", "share_back_cents", "impaired_cents", "lost_cents",
         "buyer_owes_cents")  # fmt: skip
ITEMS = ("invoice_number", "due_on", "debt_cents", "insurable_cents", "covered_cents",
         "item_share_cents", "had_cents", "factor_cents", "buyer_owes_cents")  # fmt: skip
CLAIM_STEPS = ("id", "step_on", "claim_step", "is_undone", "amount_cents", "insurer_cents",
               "factor_cents", "client_cents", "recovery_cost_cents", "insurer_cost_cents",
               "reference")  # fmt: skip
# Each euro from the debt to the indemnity, in the order in which the policy takes it off.
FIGURES = ("debt_cents", "insurable_cents", "recovered_cents", "disputed_cents", "below_cents",
           "offered_cents", "claim_limit_cents",
           "loss_base_cents", "outside_limit_cents", "insured_ppm", "loss_deductible_cents",
           "claim_threshold_cents", "loss_beside_cents", "deductible_taken_cents",
           "insured_loss_cents", "first_loss_used_cents", "liability_left_cents",
           "claim_indemnity_cents", "not_indemnified_cents")  # fmt: skip

OF_LAYERS = ("below_cents", "offered_cents")  # told where a policy is not the only one
WHERE_SOME = ("disputed_cents", "deductible_taken_cents", "loss_beside_cents")


def claim(see: "See", contract_id: int, text: str, on: date) -> Row:
    """A claim of a contract by its number or id; Refused: claim_file_unknown."""
    from comptant.operations.acts.act import Refused

    found = see("read_claim_files", contract_id=contract_id, id=None, on=on)
    exact = [row for row in found if row["claim_number"] == text] or [
        row for row in found if str(row["id"]) == text
    ]
    if len(exact) != 1:
        raise Refused("claim_file_unknown", claim_id=text)
    return {**exact[0], "buyer_owes_cents": exact[0]["owed_cents"]}


def items(see: "See", found: Row) -> list[Row]:
    """The invoices of a claim."""
    rows = see("read_claim_items", contract_id=found["contract_id"], id=found["id"])
    return [{**row, "item_share_cents": row["share_cents"], "buyer_owes_cents": row["owed_cents"]}
            for row in rows]  # fmt: skip


def steps(see: "See", found: Row) -> list[Row]:
    """What became of a claim, the first step first."""
    rows = see("read_claim_steps", contract_id=found["contract_id"], id=found["id"])
    return list(reversed(rows))


def figures(see: "See", found: Row, on: date) -> Row:
    """The figures of a claim from the debt to the indemnity; as they were accepted once they are:
    what came in later takes nothing off."""
    from comptant.operations.claiming.claim_figures import as_decided, beside_which, indemnity_of

    kept = items(see, found)
    if found["is_accepted"]:
        kept = as_decided(found, kept)
    used = see("read_claims_used", **beside_which(found))[0]
    return {"debt_cents": found["debt_cents"], **indemnity_of(found, kept, used)}


def explained(see: "See", found: Row, on: date) -> list[Row]:
    """The figures as lines of words and amounts; of the factor's own guarantee there are none."""
    if not found["policy_id"]:
        return []
    return lines_of(figures(see, found, on), found["currency"])


def lines_of(told: Row, currency: str) -> list[Row]:
    """Figures as lines of words and amounts."""
    return [{"text": words.column(name).capitalize(), "value": _value(name, told[name], currency)}
            for name in FIGURES if told[name] is not None
            and (name not in OF_LAYERS or told["insurable_cents"] != told["offered_cents"])
            and (name not in WHERE_SOME or told[name])
            ]  # fmt: skip


def _value(name: str, value: int, currency: str) -> str:
    return percent(value) if name.endswith("_ppm") else money(value, currency)


def approval_told(row: Row) -> str:
    """What of a claim waits for a second person."""
    said: Row = row["arguments"]
    of = f"{said['claim_number']}, {said['buyer_name']}, {said['contract_number']}"
    if said["what"] == "dispute":
        paid = money(row["amount_cents"], row["currency"])
        return say(f"given back for a dispute of {said['disputed_on']}: {of}: {paid} "
                   f"({said['reason']})",
                   f"rendu pour un litige du {said['disputed_on']} : {of} : {paid} "
                   f"({said['reason']})")  # fmt: skip
    lost = money(said["lost_cents"], row["currency"])
    if said["what"] == "write_off":
        return say(f"written off: {of}: {lost} ({said['reason']})",
                   f"passé en perte : {of} : {lost} ({said['reason']})")  # fmt: skip
    if said["what"] == "undo":
        step = words.word("claim_step", said["step"])
        return say(f"undone: {of}: {step} ({said['reason']})",
                   f"défait : {of} : {step} ({said['reason']})")  # fmt: skip
    if said["what"] == "refuse":
        return say(f"refused by the insurer: {of}: {lost} not paid ({said['reason']})",
                   f"refusé par l'assureur : {of} : {lost} non payés ({said['reason']})"
        )  # fmt: skip
    paid = money(said["accepted_cents"], row["currency"])
    return say(f"accepted by the insurer for {paid}: {of}: {lost} less than the policy says",
               f"accepté par l'assureur pour {paid} : {of} : {lost} de moins que la police"
    )  # fmt: skip
