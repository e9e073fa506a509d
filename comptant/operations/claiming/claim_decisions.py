"""What is decided of a claim: the insurer accepts it, or refuses it; what is lost is written off.

Less than what the policy says, a refusal and a loss take two people. Source: DOMAIN 2.1, 6.4, 6.5,
W6-1 to W6-3, W8-E.
"""

from datetime import date
from typing import Any

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.acts.approval import check_agreed, propose
from comptant.operations.books.ledger import book
from comptant.operations.claiming.claim_figures import shares_of, undisputed
from comptant.operations.claiming.claim_supplements import accepted_more, come_back
from comptant.operations.claiming.claims import (
    claim_of,
    expected,
    impair_beside,
    items_of,
    lower,
    move_items,
    settle_beside,
    step,
)
from comptant.operations.claiming.claims_undone import undo_approved
from comptant.operations.claiming.disputed_back import disputed_approved
from comptant.operations.terms.contracts import contract_in_force
from comptant.store import bulk

Row = dict[str, Any]


@operation
def accept_claim(
    do: Act, *, contract_id: int, claim_id: int, accepted_cents: int | None, step_on: date,
    reference: str,
) -> Answer:  # fmt: skip
    """The insurer accepts a claim, after its waiting period: for what the policy says (None), never
    for more; for less a second person agrees (`approval_id`, and nothing is done yet). What it
    accepts of doubtful debts it owes us from now on. What is disputed is withheld: once the dispute
    is over, the same is said of what comes back.

    Refused: contract_unknown, claim_file_unknown, reference_missing, claim_unsecured,
    claim_decided, cover_step_dates_wrong, claim_waiting, indemnity_beyond, indemnity_nothing,
    claim_before_guarantee.
    """
    claim, items = _open(do, contract_id, claim_id, reference, step_on, is_more=True)
    told = (come_back(do, claim, items) if claim["is_accepted"]
            else _due(do, claim, items, step_on))  # fmt: skip
    most = told["claim_indemnity_cents"]
    cents = most if accepted_cents is None else accepted_cents
    _check_most(claim, told, cents)
    said = {"what": "accept", "accepted_cents": cents, "step_on": step_on.isoformat(),
            "reference": reference.strip(), "expected_cents": most,
            "is_more": claim["is_accepted"]}  # fmt: skip
    if cents < most:
        return _asked(do, claim, said, most - cents)
    return {"claim_id": claim_id, **_accepted(do, claim, items, told, said)}


@operation
def propose_claim_refusal(
    do: Act, *, contract_id: int, claim_id: int, step_on: date, reference: str, reason: str
) -> Answer:
    """Propose to keep that the insurer refuses a claim, and why: it counts once another person
    agrees. The debts stay where they are.

    Refused: contract_unknown, claim_file_unknown, reference_missing, reason_missing,
    claim_unsecured, claim_decided, cover_step_dates_wrong.
    """
    claim, items = _open(do, contract_id, claim_id, reference, step_on)
    if not reason.strip():
        raise Refused("reason_missing")
    said = {"what": "refuse", "step_on": step_on.isoformat(), "reference": reference.strip(),
            "reason": reason.strip()}  # fmt: skip
    lost = expected(do, claim, items)["claim_indemnity_cents"]
    return _asked(do, claim, said, lost)


@operation
def propose_write_off(do: Act, *, contract_id: int, claim_id: int, reason: str) -> Answer:
    """Propose to write off what is left of a claim in the factor's doubtful debts; another person
    agrees. What comes in later is money on what was written off.

    Refused: contract_unknown, claim_file_unknown, reason_missing, claim_undecided (the insurer has
    not said its word), nothing_to_write_off.
    """
    lock_contracts(do, [contract_id])
    if not reason.strip():
        raise Refused("reason_missing")
    claim = claim_of(do, contract_id, claim_id)
    lost = _to_lose(claim, items_of(do, claim))
    return _asked(do, claim, {"what": "write_off", "reason": reason.strip()}, lost)


def decide_claim(do: Act, approval: bulk.Row) -> Answer:
    """What an approved word on a claim does, if it can still be done."""
    asked = approval["arguments"]
    if asked["what"] == "undo":
        return undo_approved(do, approval)
    if asked["what"] == "dispute":
        return disputed_approved(do, approval)
    contract_id, claim_id = asked["contract_id"], asked["claim_id"]
    lock_contracts(do, [contract_id])
    claim = claim_of(do, contract_id, claim_id)
    items = items_of(do, claim)
    if asked["what"] == "write_off":
        check_agreed(approval, _to_lose(claim, items))
        done = _written_off(do, claim, items, asked["reason"])
    else:
        on = date.fromisoformat(asked["step_on"])
        is_accepted = asked["what"] == "accept"
        is_more = claim["is_accepted"] and bool(asked.get("is_more"))
        if claim["is_refused"] or (claim["is_accepted"] and not is_more):
            raise Refused("claim_decided", claim_number=claim["claim_number"])
        told = (come_back(do, claim, items) if is_more else _due(do, claim, items, on)
                if is_accepted else expected(do, claim, items))  # fmt: skip
        if is_accepted:
            _check_most(claim, told, asked["accepted_cents"])
        check_agreed(approval, told["claim_indemnity_cents"] - asked.get("accepted_cents", 0))
        if is_accepted:
            done = _accepted(do, claim, items, told, asked)
        else:
            done = _refused(do, claim, items, on, f"{asked['reference']}: {asked['reason']}")
    return {"contract_id": contract_id, "claim_id": claim_id, **done}


def _refused(do: Act, claim: Row, items: list[Row], on: date, said: str) -> Answer:
    """The debts stay where they are; what other insurers have left, and no more is to come of, is
    the client's again."""
    step(do, claim, "REFUSED", on, said, impaired_cents=lower(do, claim, items))
    settle_beside(do, claim, items)
    return {"claim_state": "REFUSED"}


def _open(
    do: Act, contract_id: int, claim_id: int, reference: str, step_on: date, *,
    is_more: bool = False,
) -> tuple[Row, list[Row]]:  # fmt: skip
    """A claim on which an insurer's word is kept, or more of it, locked, and its invoices."""
    lock_contracts(do, [contract_id])
    claim = claim_of(do, contract_id, claim_id)
    if not reference.strip():
        raise Refused("reference_missing")
    if not claim["policy_id"]:
        raise Refused("claim_unsecured", claim_number=claim["claim_number"])
    if claim["is_refused"] or (claim["is_accepted"] and not is_more):
        raise Refused("claim_decided", claim_number=claim["claim_number"])
    if not claim["opened_on"] <= step_on <= do.on:
        raise Refused("cover_step_dates_wrong", step_on=step_on, on=do.on)
    return claim, items_of(do, claim)


def _due(do: Act, claim: Row, items: list[Row], step_on: date) -> Row:
    """The indemnity of a claim whose waiting period is over, and whose debts are where they will
    stay; no other claim under its policy is decided meanwhile. Refused: claim_waiting,
    claim_before_guarantee."""
    if step_on < claim["indemnity_on"]:
        raise Refused("claim_waiting", claim_number=claim["claim_number"],
                      indemnity_on=claim["indemnity_on"], step_on=step_on)  # fmt: skip
    _check_guaranteed(do, claim, items)
    do.conn.execute("SELECT pg_advisory_xact_lock(hashtextextended('policy', %s))",
                    (claim["policy_id"],))  # fmt: skip
    return expected(do, claim, items)


def _check_most(claim: Row, told: Row, cents: int) -> None:
    """Whether an indemnity is no more than the policy says by now. Refused: indemnity_beyond,
    indemnity_nothing."""
    if cents > told["claim_indemnity_cents"]:
        raise Refused("indemnity_beyond", accepted_cents=cents,
                      most_cents=told["claim_indemnity_cents"],
                      loss_base_cents=claim["loss_base_cents"] + told["loss_base_cents"],
                      insured_ppm=claim["terms"]["insured_ppm"],
                      currency=claim["currency"])  # fmt: skip
    if cents <= 0:
        raise Refused("indemnity_nothing", claim_number=claim["claim_number"])


def _check_guaranteed(do: Act, claim: Row, items: list[Row]) -> None:
    """What is approved without recourse is the factor's own by now."""
    if contract_in_force(do.conn, claim["contract_id"], do.on).terms["has_recourse"]:
        return
    for item in items:
        if item["approved_cents"]:
            raise Refused("claim_before_guarantee", number=item["invoice_number"],
                          approved_cents=item["approved_cents"], currency=claim["currency"],
                          )  # fmt: skip


def _accepted(do: Act, claim: Row, items: list[Row], told: Row, said: Row) -> Answer:
    """Each invoice has its share; what of it takes the place of a doubtful debt is booked, and the
    claim takes the rest of the debt over: what its buyer pays is shared from now on."""
    if claim["is_accepted"]:
        return accepted_more(do, claim, items, told, said)
    cents, on = said["accepted_cents"], date.fromisoformat(said["step_on"])
    shares = shares_of(items, undisputed(items), cents, "factor_open_cents")
    is_ours = claim["paid_to"] == "FACTOR"
    due = sum(one["insurer_owes_cents"] for one in shares) if is_ours else 0
    _take_over(do, claim)
    moved = {}
    for item, one in zip(items, shares, strict=True):
        owes = one["insurer_owes_cents"] if is_ours else 0
        moved[item["invoice_id"]] = {
            "share_cents": one["item_share_cents"], "had_cents": owes,
            "factor_cents": item["factor_open_cents"] - owes,
            "owed_cents": item["still_owed_cents"],
        }  # fmt: skip
    move_items(do, claim, moved)
    if due:
        book(do, claim["contract_id"], "claim_accepted", f"claim/{claim['id']}/accepted/{do.id}",
             do.on, {"accepted": due})  # fmt: skip
    to_factor = sum(one["insurer_owes_cents"] for one in shares)
    factor = sum(item["factor_open_cents"] for item in items) - to_factor
    others = sum(item["other_share_cents"] for item in items)
    owed = sum(item["still_owed_cents"] for item in items)
    client = max(owed - cents - others - factor, 0)
    grew = lower(do, claim, items_of(do, claim), expected_cents=0 if is_ours else to_factor)
    step(do, claim, "ACCEPTED", on, said["reference"], amount_cents=cents,
         loss_base_cents=told["loss_base_cents"], first_loss_cents=told["first_loss_used_cents"],
         deductible_cents=told["deductible_taken_cents"], withheld_cents=told["disputed_cents"],
         due_cents=due, factor_cents=factor, client_cents=client,
         other_cents=owed - cents - factor - client, impaired_cents=grew)  # fmt: skip
    impair_beside(do, claim)
    return {"claim_state": "ACCEPTED", "accepted_cents": cents, "insurer_owes_cents": due,
            "factor_borne_cents": factor, "client_borne_cents": client,
            "currency": claim["currency"]}  # fmt: skip


def _to_lose(claim: Row, items: list[Row]) -> int:
    """What of a claim is in the factor's doubtful debts, and no insurer will pay."""
    if claim["policy_id"] and not (claim["is_accepted"] or claim["is_refused"]):
        raise Refused("claim_undecided", claim_number=claim["claim_number"])
    if claim["paid_to"] == "CLIENT" and claim["received_cents"] < claim["accepted_cents"]:
        raise Refused("claim_undecided", claim_number=claim["claim_number"])
    of = "guarantee_open_cents" if _has_taken(claim) else "factor_open_cents"
    lost: int = sum(item["factor_cents"] + item[of] for item in items)
    if not lost:
        raise Refused("nothing_to_write_off", claim_number=claim["claim_number"])
    return lost


def _has_taken(claim: Row) -> bool:
    """Whether a claim has taken its debts over: the guarantee has only what is owed again since."""
    return bool(claim["is_accepted"] or claim["is_written_off"])


def _written_off(do: Act, claim: Row, items: list[Row], reason: str) -> Answer:
    """What is lost leaves the doubtful debts; of what the guarantee has, the claim takes over what
    the buyer owes, and each bears it as it stands."""
    lost, is_again = _to_lose(claim, items), _has_taken(claim)
    if is_again:
        owed = {item["invoice_id"]: item["guarantee_open_cents"] + item["client_open_cents"]
                for item in items}  # fmt: skip
        factor = sum(item["guarantee_open_cents"] for item in items)
    else:
        owed = {item["invoice_id"]: item["still_owed_cents"] for item in items}
        factor = lost
    _take_over(do, claim, is_again=is_again)
    move_items(do, claim, {
        item["invoice_id"]: {"factor_cents": -item["factor_cents"],
                             "owed_cents": owed[item["invoice_id"]]}
        for item in items
    })  # fmt: skip
    book(do, claim["contract_id"], "claim_loss", f"claim/{claim['id']}/loss/{do.id}", do.on,
         {"lost": lost})  # fmt: skip
    step(do, claim, "WRITTEN_OFF", do.on, reason, amount_cents=lost, factor_cents=factor,
         client_cents=sum(owed.values()) - factor,
         impaired_cents=lower(do, claim, []))  # fmt: skip
    return {"claim_state": "WRITTEN_OFF", "lost_cents": lost, "currency": claim["currency"]}


def _take_over(do: Act, claim: Row, *, is_again: bool = False) -> None:
    bulk.execute(do.conn, "take_under_claim", contract_id=claim["contract_id"],
                 claim_id=claim["id"], act_id=do.id, is_again=is_again)  # fmt: skip


def _asked(do: Act, claim: Row, said: Row, cents: int) -> Answer:
    """A second person is asked; nothing is done yet. `cents`: what would be given up."""
    told = {name: claim[name] for name in ("contract_id", "contract_number", "claim_number",
                                           "buyer_name")}  # fmt: skip
    arguments = {**said, **told, "claim_id": claim["id"], "lost_cents": cents}
    # Not the contract's approval: its client reads those, and the factor's policy is none of his.
    approval_id = propose(do, "claim", arguments, amount_cents=cents, currency=claim["currency"],
                          subject_id=claim["buyer_id"])  # fmt: skip
    return {"claim_id": claim["id"], "approval_id": approval_id, "what": said["what"],
            "lost_cents": cents, "currency": claim["currency"]}  # fmt: skip
