"""Claims on debts of a buyer that failed: opened under a policy, or on the factor's own guarantee.

What a claim is of is kept as it was on the day it was opened; what becomes of it are steps.
Source: DOMAIN 6.4 to 6.7; docs/decisions/0108-a-claim-takes-the-debt-over.md.
"""

import json
from datetime import date
from typing import Any

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.claiming.claim_figures import indemnity_of, waiting_until, year_of
from comptant.operations.claiming.impairing import impair
from comptant.operations.claiming.rests import charge_rests
from comptant.operations.insurance.claims_expected import OF_INDEMNITY
from comptant.operations.insurance.covering import cover_of, terms_said
from comptant.operations.insurance.policies import known_policy
from comptant.operations.terms.contracts import contract_in_force
from comptant.store import bulk

Row = dict[str, Any]
AMOUNTS = ("amount_cents", "loss_base_cents", "first_loss_cents", "due_cents", "factor_cents",
           "client_cents", "insurer_cents", "cost_cents", "insurer_cost_cents",
           "client_cost_cents", "impaired_cents", "other_cents")  # fmt: skip
LIMIT_USED_UP = ("no_limit",)
OF_ITEM = ("invoice_id", "policy_id", "buyer_id", "debt_cents", "base_cents", "insurable_cents",
           "covered_cents", "below_cents", "offered_cents")  # fmt: skip


@operation
def open_claim(
    do: Act, *, contract_id: int, policy_id: int | None, invoice_ids: list[int], reference: str
) -> Answer:
    """Open the claim on invoices of a buyer under a policy, declared before; without a policy, on
    what the factor's own guarantee has taken. `reference`: the insurer's number of it, or ours.
    What the factor may lose of it is impaired. Nothing else is booked.

    Refused: contract_unknown, policy_unknown, nothing_named, reference_missing, claim_number_known,
    invoice_not_insured, not_declared, cover_lost, claim_beyond_limit, claim_too_late, claim_known,
    claim_of_several_buyers, invoice_not_guaranteed.
    """
    lock_contracts(do, [contract_id])
    if not reference.strip():
        raise Refused("reference_missing")
    wanted = list(dict.fromkeys(invoice_ids))
    if not wanted:
        raise Refused("nothing_named")
    items, about = (
        _insured(do, contract_id, policy_id, wanted) if policy_id
        else _guaranteed(do, contract_id, wanted)
    )  # fmt: skip
    if len({item["buyer_id"] for item in items}) > 1:
        raise Refused("claim_of_several_buyers", names=sorted({i["buyer_name"] for i in items}))
    claim_id = _keep(do, contract_id, items, {**about, "reference": reference.strip()})
    claim = claim_of(do, contract_id, claim_id)
    found = items_of(do, claim)
    told = expected(do, claim, found, do.on)
    step(do, claim, "OPENED", do.on, reference, impaired_cents=lower(do, claim, found, told))
    impair_beside(do, claim)
    return {"contract_id": contract_id, "claim_id": claim_id, "claim_number": reference.strip(),
            "debt_cents": claim["debt_cents"], "indemnity_on": claim["indemnity_on"],
            "currency": claim["currency"],
            **{name: told[name] for name in OF_INDEMNITY}}  # fmt: skip


@operation
def drop_claim(do: Act, *, contract_id: int, claim_id: int, reason: str) -> Answer:
    """Take back a claim opened by mistake, before it is decided: its invoices may be claimed anew,
    under another reference, and its file counts as not sent. Its impairment is released.

    Refused: contract_unknown, claim_file_unknown, claim_dropped, reason_missing, claim_decided.
    """
    lock_contracts(do, [contract_id])
    if not reason.strip():
        raise Refused("reason_missing")
    bulk.execute(do.conn, "take_back_claimed", contract_id=contract_id, claim_id=claim_id,
                 reason=reason.strip(), on=do.on, act_id=do.id)  # fmt: skip
    claim = claim_of(do, contract_id, claim_id)
    if claim["is_accepted"] or claim["is_refused"] or claim["is_written_off"]:
        raise Refused("claim_decided", claim_number=claim["claim_number"])
    items = items_of(do, claim)
    bulk.execute(do.conn, "drop_claim_items", contract_id=contract_id, claim_id=claim_id,
                 is_dropped=True)  # fmt: skip
    step(do, claim, "DROPPED", do.on, reason, impaired_cents=lower(do, claim, []))
    settle_beside(do, claim, items)
    return {"contract_id": contract_id, "claim_id": claim_id, "claim_state": "DROPPED",
            "claim_number": claim["claim_number"]}  # fmt: skip


def claim_of(do: Act, contract_id: int, claim_id: int) -> Row:
    """A claim of a contract, as read_claim_files has it today; Refused: claim_file_unknown,
    claim_dropped."""
    found = any_claim(do, contract_id, claim_id)
    if found["is_dropped"]:
        raise Refused("claim_dropped", claim_number=found["claim_number"])
    return found


def any_claim(do: Act, contract_id: int, claim_id: int) -> Row:
    """claim_of, of one that was dropped as well."""
    found = bulk.rows(do.conn, "read_claim_files", contract_id=contract_id, id=claim_id, on=do.on)
    if not found:
        raise Refused("claim_file_unknown", claim_id=claim_id)
    return found[0]


def items_of(do: Act, claim: Row) -> list[Row]:
    """The invoices of a claim, the oldest first: then and now (read_claim_items)."""
    return bulk.rows(do.conn, "read_claim_items", contract_id=claim["contract_id"], id=claim["id"])


def expected(do: Act, claim: Row, items: list[Row], on: date) -> Row:
    """What the insurer is to pay, with each figure in between (claim_figures)."""
    used = bulk.row(do.conn, "read_claims_used", **year_of(claim, on)) or {}
    return indemnity_of(claim, items, used)


def step(
    do: Act, claim: Row, name: str, step_on: date, reference: str, *,
    payment_id: int | None = None, undoes_id: int | None = None, **amounts: int,
) -> int:  # fmt: skip
    """Keep a step of a claim with its amounts (AMOUNTS, none said is zero); its id."""
    (id_,) = bulk.take_ids(do.conn, 1)
    bulk.execute(
        do.conn, "insert_claim_step", contract_id=claim["contract_id"], id=id_,
        claim_id=claim["id"], step=name, step_on=step_on, payment_id=payment_id,
        reference=reference.strip(), undoes_id=undoes_id, act_id=do.id,
        **dict.fromkeys(AMOUNTS, 0) | amounts,
    )  # fmt: skip
    return id_


def impair_again(do: Act, contract_ids: list[int]) -> None:
    """Bring the impairment of claims to what the factor may lose of them by now: what came in, was
    taken back or given back since moves it. Source: DOMAIN 8.3, W8-E."""
    for row in bulk.rows(do.conn, "claims_to_impair", ids=contract_ids):
        impair_one(do, claim_of(do, row["contract_id"], row["id"]))


def impair_one(do: Act, claim: Row) -> None:
    """Bring the impairment of a claim to what the factor may lose of it, and keep that it moved."""
    items = [] if claim["is_dropped"] else items_of(do, claim)
    is_open = claim["policy_id"] and not (claim["is_accepted"] or claim["is_refused"])
    told = expected(do, claim, items, do.on) if is_open and items else None
    to_come = 0
    if claim["paid_to"] == "CLIENT" and claim["is_accepted"]:
        to_come = sum(min(item["share_cents"] - item["had_cents"], item["factor_cents"])
                      for item in items)  # fmt: skip
    if grew := lower(do, claim, items, told, expected_cents=to_come):
        step(do, claim, "IMPAIRED", do.on, claim["claim_number"], impaired_cents=grew)


def beside_of(do: Act, claim: Row) -> list[Row]:
    """The claims under other policies on invoices of a claim (claims_beside)."""
    return bulk.rows(do.conn, "claims_beside", contract_id=claim["contract_id"],
                     claim_id=claim["id"])  # fmt: skip


def lower(
    do: Act, claim: Row, items: list[Row], told: Row | None = None, *, expected_cents: int = 0
) -> int:
    """impair, with what other insurers are still expected to pay of the same debts."""
    to_come = 0
    if any(not item["is_led"] for item in items):
        for one in beside_of(do, claim):
            if not (one["is_accepted"] or one["is_refused"]):
                other = claim_of(do, one["contract_id"], one["id"])
                found = expected(do, other, items_of(do, other), do.on)
                to_come += found["claim_indemnity_cents"]
    return impair(do, claim, items, told, expected_cents=expected_cents + to_come)


def impair_beside(do: Act, claim: Row) -> None:
    """Bring the impairment of the claims beside one to what may be lost now."""
    for one in beside_of(do, claim):
        impair_one(do, claim_of(do, one["contract_id"], one["id"]))


def settle_beside(do: Act, claim: Row, items: list[Row]) -> None:
    """Nothing more is to come of a claim: what other insurers, who have paid whole, left of its
    invoices is the client's again."""
    impair_beside(do, claim)
    beside = beside_of(do, claim)
    for one in [one for one in beside if one["is_paid"]][:1]:
        others = [other for other in beside if other["id"] != one["id"]]
        charge_rests(do, claim_of(do, claim["contract_id"], one["id"]), others, items)


def move_items(do: Act, claim: Row, moved: dict[int, dict[str, int]]) -> None:
    """Move what is kept of invoices of a claim: invoice -> share, had, factor, owed cents."""
    names = ("share_cents", "had_cents", "factor_cents", "owed_cents")
    bulk.execute(
        do.conn, "move_claim_items", contract_id=claim["contract_id"], claim_id=claim["id"],
        act_id=do.id, invoice_id=list(moved),
        **{name: [one.get(name, 0) for one in moved.values()] for name in names},
    )  # fmt: skip


def _insured(do: Act, contract_id: int, policy_id: int, wanted: list[int]) -> tuple[list[Row], Row]:
    """The invoices as the policy covers them, each of them claimable, and what the claim is."""
    policy = known_policy(do, policy_id)
    rows = bulk.rows(do.conn, "read_insured_invoices", contract_id=contract_id, on=do.on)
    known = {row["invoice_id"]: row for row in cover_of(rows, do.on, contract_id)
             if row["policy_id"] == policy_id}  # fmt: skip
    terms = {row["invoice_id"]: row["terms"] for row in rows if row["policy_id"] == policy_id}
    for id_ in wanted:
        if id_ not in known:
            raise Refused("invoice_not_insured", invoice_id=id_,
                          policy_number=policy["policy_number"])  # fmt: skip
        _check(known[id_], do.on)
    found = [known[id_] for id_ in wanted]
    if not any(row["covered_cents"] for row in found):
        raise Refused("claim_beyond_limit", number=found[0]["invoice_number"],
                      policy_number=policy["policy_number"], currency=policy["currency"],
                      limit_cents=found[0]["cover_limit_cents"])  # fmt: skip
    told = terms_said(terms[wanted[0]])
    declared_on = max(row["declared_on"] for row in found)
    ours = policy["holder_kind"] == "FACTOR" or bool(told["is_delegated"])
    waiting = waiting_until(told, declared_on, max(row["due_on"] for row in found))
    items = [{**row, "debt_cents": row["open_cents"], "base_cents": row["base_open_cents"]}
             for row in found]  # fmt: skip
    return items, {"policy_id": policy_id, "currency": policy["currency"], "terms": told,
                   "paid_to": "FACTOR" if ours else "CLIENT",
                   "waiting_until_on": waiting}  # fmt: skip


def _check(row: Row, on: date) -> None:
    """Whether an invoice may be claimed: declared, in time, and still covered."""
    number, policy = row["invoice_number"], row["policy_number"]
    if row["declared_on"] is None:
        raise Refused("not_declared", number=number)
    if row["uninsured_reason"] and row["uninsured_reason"] not in LIMIT_USED_UP:
        raise Refused("cover_lost", number=number, policy_number=policy,
                      uninsured_reason=row["uninsured_reason"])  # fmt: skip
    last_on = row["claim_by_on"]
    if last_on is not None and (row["claimed_on"] or on) > last_on:
        raise Refused("claim_too_late", number=number, policy_number=policy, last_on=last_on)


def _guaranteed(do: Act, contract_id: int, wanted: list[int]) -> tuple[list[Row], Row]:
    """The debts that the guarantee has taken, as far as they are owed, and what the claim is."""
    rows = bulk.rows(do.conn, "read_guarantees", contract_id=contract_id,
                     numbers=[str(id_) for id_ in wanted])  # fmt: skip
    known = {row["id"]: row for row in rows}
    items = []
    for id_ in wanted:
        row = known.get(id_)
        debt = row["factor_open_cents"] + row["client_open_cents"] if row else 0
        if row is None or not debt:
            raise Refused("invoice_not_guaranteed", invoice_id=id_)
        items.append({**row, "invoice_id": id_, "policy_id": 0, "debt_cents": debt,
                      "base_cents": debt, "insurable_cents": 0, "covered_cents": 0,
                      "below_cents": 0, "offered_cents": 0})  # fmt: skip
    currency = contract_in_force(do.conn, contract_id, do.on).currency
    return items, {"policy_id": None, "currency": currency, "terms": {}, "paid_to": "NOBODY",
                   "waiting_until_on": None}  # fmt: skip


def _keep(do: Act, contract_id: int, items: list[Row], about: Row) -> int:
    """Write the claim and its invoices; each is claimed once under a policy."""
    (claim_id,) = bulk.take_ids(do.conn, 1)
    made = do.conn.execute(
        """INSERT INTO claim (contract_id, id, policy_id, buyer_id, claim_number, currency,
               opened_on, waiting_until_on, paid_to, terms, act_id)
           VALUES (%(contract_id)s, %(id)s, %(policy_id)s, %(buyer_id)s, %(reference)s,
               %(currency)s, %(on)s, %(waiting_until_on)s, %(paid_to)s, %(terms)s, %(act_id)s)
           ON CONFLICT (contract_id, claim_number) DO NOTHING RETURNING id""",
        {**about, "contract_id": contract_id, "id": claim_id, "act_id": do.id, "on": do.on,
         "buyer_id": items[0]["buyer_id"], "terms": json.dumps(about["terms"])},
    ).fetchone()  # fmt: skip
    if made is None:
        raise Refused("claim_number_known", claim_number=about["reference"])
    for item in items:
        kept = do.conn.execute(
            """INSERT INTO claim_item (contract_id, claim_id, invoice_id, policy_id, buyer_id,
                   debt_cents, base_cents, insurable_cents, covered_cents, below_cents,
                   offered_cents)
               VALUES (%(contract_id)s, %(claim_id)s, %(invoice_id)s, %(policy_id)s, %(buyer_id)s,
                   %(debt_cents)s, %(base_cents)s, %(insurable_cents)s, %(covered_cents)s,
                   %(below_cents)s, %(offered_cents)s)
               ON CONFLICT (contract_id, policy_id, invoice_id) WHERE NOT is_dropped DO NOTHING
               RETURNING invoice_id""",
            {name: item[name] for name in OF_ITEM}
            | {"contract_id": contract_id, "claim_id": claim_id},
        ).fetchone()  # fmt: skip
        if kept is None:
            raise Refused("claim_known", number=item["invoice_number"])
        if item["policy_id"]:
            _claimed(do, contract_id, item, about["reference"])
    return claim_id


def _claimed(do: Act, contract_id: int, item: Row, reference: str) -> None:
    """The file of the invoice has been sent, if nobody has said so yet."""
    bulk.execute(do.conn, "insert_cover_step", contract_id=contract_id,
                 id=bulk.take_ids(do.conn, 1)[0], policy_id=item["policy_id"],
                 invoice_id=item["invoice_id"], step="CLAIMED", step_on=do.on,
                 reference=reference, undoes_id=None, act_id=do.id)  # fmt: skip
