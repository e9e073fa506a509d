"""The clock set right after it had run ahead: a person says so, and the acts go on from now."""

from comptant.operations.acts.act import Act, Answer, Refused, operation


@operation
def accept_clock(do: Act, *, reason: str) -> Answer:
    """Say that the present instant is right although earlier acts bear a later one.

    Refused: reason_missing.
    """
    if not reason.strip():
        raise Refused("reason_missing")
    return {"accepted_at": do.asked.at.isoformat(), "reason": reason}
