"""A change of account is called back on a number known before, by somebody else than who asked for
it; money goes there a day later. Source: DOMAIN §10, FR-14."""

import json
import re
from datetime import timedelta

from comptant.operations.acts.act import Act, Answer, Refused, check_source, operation
from comptant.rules.drawing import PAYEE_WAITS_HOURS
from comptant.store import bulk

OUTCOMES = ("CONFIRMED", "DENIED", "NO_ANSWER")


@operation
def record_payee_callback(
    do: Act, *, payee_account_id: int, called_number: str, spoke_to: str, outcome: str, source: str
) -> Answer:  # fmt: skip
    """Keep that the holder of an account was called back: CONFIRMED, DENIED (nothing is paid there)
    or NO_ANSWER. The number is one that was known (fact `phone` of the party) before the account
    was asked for, never one of the letter that asks; whoever asked for the account does not call.
    Answers from which instant money may go there (`usable_at`).

    Refused: payee_unknown, callback_outcome_wrong, source_missing, same_person, phone_not_known,
    spoke_to_missing.
    """
    if outcome not in OUTCOMES:
        raise Refused("callback_outcome_wrong", outcome=outcome, outcomes=list(OUTCOMES))
    check_source(source)
    if not spoke_to.strip() and outcome != "NO_ANSWER":
        raise Refused("spoke_to_missing")
    account = bulk.row(do.conn, "payee_to_call", id=payee_account_id)
    if account is None:
        raise Refused("payee_unknown", party_id=None)
    if account["proposed_by"] == do.by.id:
        raise Refused("same_person", login=do.by.login)
    known = {_digits(phone) for phone in account["phones"]}
    if _digits(called_number) not in known - {""}:
        raise Refused("phone_not_known", called_number=called_number,
                      holder=account["holder"])  # fmt: skip
    said = {"outcome": outcome, "called_number": called_number, "spoke_to": spoke_to.strip()}
    bulk.execute(
        do.conn, "insert_term", contract_id=0, subject="ACCOUNT", subject_id=payee_account_id,
        name="payee_callback", valid_from_on=do.on, value=json.dumps(said), source=source,
        act_id=do.id,
    )  # fmt: skip
    agreed_at = account["agreed_at"]
    usable_at = agreed_at and agreed_at + timedelta(hours=PAYEE_WAITS_HOURS)
    return {"payee_account_id": payee_account_id, "outcome": outcome,
            "usable_at": usable_at if outcome == "CONFIRMED" else None}  # fmt: skip


def _digits(text: str) -> str:
    """A telephone number as its last nine digits, however it is written."""
    return re.sub(r"\D", "", text)[-9:]
