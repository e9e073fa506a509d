"""What happened, told to programs: one event per act that matters and contract that it concerns,
written in the act's own transaction with a delivery for each address that wants it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
from psycopg import Connection
from psycopg.types.json import Jsonb

from comptant.operations.acts.kept import plain
from comptant.store import bulk

# operation -> what its event is called; acts that are not here are of nobody's business.
EVENTS = {
    "open_contract": "contract.proposed", "amend_contract": "contract.amended",
    "open_from_quote": "contract.proposed", "accept_quote": "quote.accepted",
    "accept_quote_by_link": "quote.accepted",
    "give_notice": "contract.notice_given", "close_contract": "contract.closed",
    "take_over": "contract.taken_over",
    "set_fees": "contract.fees_changed", "charge_fee": "contract.fee_charged",
    "set_partner": "contract.partner_changed", "record_fact": "contract.fact_recorded",
    "remit": "invoices.remitted", "remit_many": "invoices.remitted",
    "disclose_contract": "contract.disclosure_proposed",
    "ask_notice": "contract.notice_asked",
    "cede_ledger": "invoices.remitted",
    "open_feed": "contract.feed_changed", "end_feed": "contract.feed_changed",
    "record_release": "invoices.release_recorded",
    "withdraw": "invoices.withdrawn", "reassign": "invoices.reassigned",
    "ask_title_signature": "signature.asked", "ask_conditions_signature": "signature.asked",
    "sign_papers": "signature.given", "hear_provider": "signature.heard",
    "decline_signature": "signature.declined", "withdraw_signature": "signature.withdrawn",
    "ask_callback": "callback.asked", "take_callback": "callback.taken",
    "note_call": "callback.called", "close_callback": "callback.closed",
    "offer_purchase_order": "purchase_order.offered", "advance_on_order": "purchase_order.advanced",
    "cancel_purchase_order": "purchase_order.cancelled",
    "invite_supplier": "programme.supplier_invited", "join_programme": "programme.supplier_joined",
    "send_payables": "payable.sent", "cancel_payables": "payable.cancelled",
    "approve_payables": "payable.approved", "ask_early": "payable.early_asked",
    "settle_payables": "payable.paid", "take_back_payables": "payable.taken_back",
    "request_limit": "limit.requested", "propose_limit": "limit.proposed",
    "allot": "limit.allotted",
    "draw": "draw.asked", "draw_many": "draw.asked", "cancel_draw": "draw.cancelled",
    "decide": "approval.decided", "release_many": "approval.decided", "payout": "orders.sent",
    "settle_order": "order.settled",
    "withdraw_statement": "statement.withdrawal_proposed",
    "bank": "money.received", "bank_slice": "money.received",
    "hear_payment_status": "orders.answered", "explain_debit": "debit.explained",
    "undo_entry": "entry.undone", "undo_recourse": "recourse.undone",
    "identify": "money.received", "allocate": "money.allocated",
    "move_payment": "money.moved", "give_guarantee_back": "invoices.guarantee_given_back",
    "reallocate": "money.allocated", "apply_credit_note": "credit_note.applied",
    "open_dispute": "dispute.opened", "open_disputes": "dispute.opened",
    "answer_dispute": "dispute.answered", "settle_dispute": "dispute.settled",
    "settle_disputes": "dispute.settled", "record_promise": "promise.made",
    "notify_defunding": "dispute.defunding_notified",
    "claim_penalties": "penalties.claimed", "pay_penalties": "penalties.paid",
    "waive_penalty": "penalty.waived",
    "confirm_by_link": "invoice.confirmed", "dispute_by_link": "dispute.opened",
    "promise_by_link": "promise.made",
    "end_promise": "promise.ended", "follow_promises": "promise.followed",
    "hand_over": "invoices.handed_over", "defund": "invoices.defunded",
    "open_policy": "policy.opened", "record_policy_limit": "policy.limit_recorded",
    "record_cover_step": "policy.cover_step_recorded",
    "open_claim": "claim.opened", "accept_claim": "claim.accepted",
    "receive_indemnity": "claim.indemnity_received", "share_recovery": "claim.recovery_shared",
    "receive_share_back": "claim.share_given_back",
    "pay_insurer": "claim.insurer_payment_prepared", "drop_claim": "claim.dropped",
    "ask_policy_limit": "policy.limit_asked", "tell_insurer": "insurer.told",
    "tell_recovery": "insurer.told", "tell_turnover": "insurer.told",
    "mark_insurer_message": "insurer.message_marked", "hear_insurer": "insurer.heard",
    "take_insurer_answers": "insurer.heard", "declare_turnover": "policy.turnover_declared",
    "book_premium": "premium.booked", "pay_premium": "premium.payment_prepared",
    "record_premium_paid": "premium.paid", "revalue": "currency.revalued",
    "exchange_payment": "money.exchanged",
    "register_garnishment": "garnishment.registered", "answer_garnishment": "garnishment.answered",
    "record_garnishment_step": "garnishment.step_recorded",
    "undo_garnishment": "garnishment.undone",
    "pay_garnishment": "garnishment.payment_prepared",
    "take_notices": "insolvency.notices_taken", "judge_notice": "insolvency.notice_judged",
    "record_insolvency_step": "insolvency.step_recorded", "impair_client": "client.impaired",
    "set_provision_terms": "provisions.terms_set",
    "draw_sample": "fraud.sample_drawn", "record_verification": "fraud.verification_recorded",
    "record_double": "fraud.double_recorded", "decide_alarm": "fraud.alarm_decided",
    "watch_fraud": "fraud.watched", "record_payee_callback": "payee.called_back",
    "call_guarantor": "guarantor.called", "receive_surety": "guarantor.paid",
    "regain_loss": "loss.regained",
    "repay": "money.repaid", "forward": "money.forwarded", "refund": "money.refund_prepared",
    "pay_claim": "instrument.claim_paid", "receive_instrument": "instrument.received",
    "order_debit": "instrument.debit_ordered", "cancel_instrument": "instrument.cancelled",
    "remit_instruments": "instrument.remitted", "settle_collection": "instrument.settled",
    "revoke_mandate": "mandate.revoked",
    "return_instrument": "instrument.returned", "close_day": "day.closed",
    "score_warnings": "warning.level_crossed",
}  # fmt: skip
KINDS = frozenset(EVENTS.values())
# They tell of what is done: while a second person must agree, nothing is.
OF_DONE = frozenset({
    "withdraw", "reallocate", "move_payment", "reassign", "defund", "waive_penalty",
    "give_guarantee_back", "repay", "forward", "undo_entry", "undo_recourse", "decide_alarm",
    "drop_claim", "exchange_payment", "record_garnishment_step", "undo_garnishment",
})  # fmt: skip
# Acts that may have done nothing, by what of their answer says so: nothing was remitted, nobody
# went up or down a level, no alarm was raised.
NOTHING: dict[str, tuple[str, object]] = {
    "remit_instruments": ("count", 0), "score_warnings": ("crossed", []),
    "watch_fraud": ("count", 0),
}  # fmt: skip
DONE = "forwarded_cents"  # done, and the order that follows waits for its release
# Of claims a client is told where the policy is its own: row security lets it read no other.
OF_CLAIMS = frozenset({
    "open_claim", "accept_claim", "receive_indemnity", "share_recovery", "pay_insurer",
    "receive_share_back", "record_cover_step", "drop_claim",
})  # fmt: skip
# What the house does against losses is its own: no client is told of an alarm on itself.
OF_THE_HOUSE = frozenset({
    "draw_sample", "record_verification", "record_double", "decide_alarm", "watch_fraud",
    "take_notices", "judge_notice", "record_insolvency_step", "impair_client",
    "set_provision_terms", "tell_insurer", "tell_recovery", "tell_turnover",
    "mark_insurer_message", "hear_insurer", "take_insurer_answers", "ask_policy_limit",
    "declare_turnover", "book_premium", "pay_premium", "record_premium_paid",
    "hear_payment_status", "explain_debit", "record_payee_callback", "score_warnings", "revalue",
})  # fmt: skip
# What they write is the client's to read while it waits: the contract itself, the order.
READ_WAITING = frozenset({
    "open_contract", "open_from_quote", "draw", "draw_many", "offer_purchase_order",
    "advance_on_order", "forward", "refund", "pay_insurer",
})  # fmt: skip
# Of another's act on its contract a client is told which of its things it concerns, and no words.
TOLD_TO_ALL = frozenset({
    "contract_id", "number", "buyer_id", "invoice_id", "invoice_ids", "item_id", "payment_id",
    "order_id", "dispute_id", "remittance_id", "purchase_order_id", "payable_ids", "instrument_id",
    "entry_id", "decision", "from_on", "promise_id", "signature_id", "outcome", "last_on",
    "penalty_id", "penalty_ids", "kept_ids", "broken_ids", "running_ids",
    "dispute_ids", "claim_id", "party_id",
})  # fmt: skip


def note(
    conn: Connection, act_id: int, on: date, company_id: int, name: str,
    arguments: Mapping[str, Any], answer: Mapping[str, Any],
) -> None:  # fmt: skip
    """Write the events of an act, and the deliveries to whoever wants them; none of what was only
    answered again, or is not done yet.

    Of its own acts (`company_id`) a client is told the whole answer, of others' the ids. It is not
    told of what others have only proposed, nor of such a proposal that was refused.
    """
    if name not in EVENTS or answer.get("repeated") is True:
        return
    what, nothing = NOTHING.get(name, ("", None))
    if what and answer.get(what) == nothing:
        return
    if name in OF_DONE and "approval_id" in answer and DONE not in answer:
        return
    asked = arguments.get("contract_id")
    told = {"operation": name, "act_id": act_id, "on": on.isoformat()}
    found = _alarms(name, answer)
    # Of an act on several contracts each is told that it was concerned, and nothing of others.
    ids = [int(asked)] if asked else (
        sorted(found) or _contracts(conn, act_id, name, arguments, answer))  # fmt: skip
    whole, reduced = plain(dict(answer)), plain(_reduced(answer))
    bulk.execute(
        conn, "insert_events", act_id=act_id, kind=EVENTS[name], contract_ids=ids,
        company_id=company_id, is_told=_is_told(conn, name, arguments, answer),
        whole=[Jsonb({**told, **({"answer": whole} if asked else {}), **found.get(id_, {}),
                      "contract_id": id_}) for id_ in ids],
        reduced=[Jsonb({**told, **({"answer": reduced} if asked else {}), **found.get(id_, {}),
                        "contract_id": id_}) for id_ in ids],
    )  # fmt: skip


def _alarms(name: str, answer: Mapping[str, Any]) -> dict[int, dict[str, list[Any]]]:
    """Of a watch, by contract, the alarms that it raised there: the house's programs are told each
    contract's own, nobody else is told any (OF_THE_HOUSE)."""
    found: dict[int, dict[str, list[Any]]] = {}
    if name == "watch_fraud":
        for alarm in answer["alarms"]:
            found.setdefault(int(alarm["contract_id"]), {"alarms": []})["alarms"].append(
                plain(alarm))  # fmt: skip
    return found


def _reduced(answer: Mapping[str, Any]) -> dict[str, Any]:
    """What a client may read of an answer that was not given to it."""
    return {name: value for name, value in answer.items() if name in TOLD_TO_ALL}


def _is_told(
    conn: Connection, name: str, arguments: Mapping[str, Any], answer: Mapping[str, Any]
) -> bool:
    """Whether the client of a contract is told of an act of somebody else's."""
    if name in OF_THE_HOUSE:
        return False
    if name in OF_CLAIMS:
        of = {one: answer.get(one, arguments.get(one)) for one in ("claim_id", "policy_id")}
        if bulk.row(conn, "policy_of_client", contract_id=arguments["contract_id"], **of) is None:
            return False
    approval_id = answer.get("approval_id")
    if "decision" not in answer:
        return approval_id is None or name in READ_WAITING
    return bulk.row(conn, "refused_staff_proposal", approval_id=approval_id) is None


def _contracts(
    conn: Connection, act_id: int, name: str, arguments: Mapping[str, Any],
    answer: Mapping[str, Any],
) -> list[int]:  # fmt: skip
    """The contracts that an act concerns; the house (0) where it concerns none."""
    if "remittances" in answer:
        new = [one for one in answer["remittances"] if not one["repeated"]]
        return sorted(int(one["contract_id"]) for one in new)
    found = {
        int(id_)
        for value in arguments.values()
        if isinstance(value, pl.DataFrame) and "contract_id" in value.columns
        for id_ in value["contract_id"].unique()
    }
    if "contract_id" in answer:
        found.add(int(answer["contract_id"]))
    first_id, last_id = answer.get("booked_between") or (None, None)
    rows = bulk.rows(
        conn, "event_contracts", act_id=act_id, approval_id=answer.get("approval_id"),
        file_digest=answer.get("digest") if name == "payout" else None,
        order_ids=arguments.get("order_ids"), first_id=first_id,
        last_id=last_id, collection_id=answer.get("collection_id"),
        instrument_ids=arguments.get("instrument_ids") or None,
    )  # fmt: skip
    return sorted(found | {row["contract_id"] for row in rows}) or [0]
