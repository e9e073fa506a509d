"""The report of a suspicion of laundering, as a program of compliance gets it."""

import base64
from collections.abc import Callable
from typing import Any

from ninja import Query

from comptant.doors import aml_told
from comptant.doors.bounds import BIGGEST
from comptant.doors.visits import Row, Visit


def suspicion_report(visit: Visit, aml_alarm_id: int) -> Row:
    """The report of a suspicion that two people agreed on, to be sent to the financial intelligence
    unit: a text file; `content` is in base64.

    Refused: suspicion_unknown, suspicion_not_agreed.
    """
    with visit.reading() as see:
        made = aml_told.report(see, aml_alarm_id)
    return {"name": made["name"], "media_type": "text/plain",
            "content": base64.b64encode(made["text"].encode()).decode()}  # fmt: skip


LOOKS: dict[Callable[..., Row], dict[str, tuple[Any, Any]]] = {
    suspicion_report: {"aml_alarm_id": (
        int, Query(..., ge=1, le=BIGGEST, description="id of the suspicion"))},
}  # fmt: skip
