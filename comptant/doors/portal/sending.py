"""Files dropped in a browser become remittances."""

from comptant.doors import files_sent
from comptant.doors.files_sent import FAULTS_SHOWN, Sent, told_faults
from comptant.doors.portal.call import Call
from comptant.doors.visits import Row

WORST_FIRST = ("REFUSED", "NOT_FUNDABLE", "CREDIT_NOTE", "ACCEPTED")


def take(call: Call, found: Row) -> str | Row:
    """Every file through the operation; the page to go to, or what could not be read of them, with
    that page.

    Refused: no_file, and what remit() refuses.
    """
    answers, faults = files_sent.take(call.visit, found["id"], call.typed("key"), _sent(call))
    first = f"/remittances/{answers[0]['remittance_id']}"
    is_repeated = all(one["repeated"] for one in answers)
    if not faults and not is_repeated:
        return first
    return {"sent": {"href": first, "is_repeated": is_repeated, "faults": told_faults(faults),
                     "fault_count": len(faults),
                     "more": max(len(faults) - FAULTS_SHOWN, 0)}}  # fmt: skip


def quote(call: Call, found: Row) -> Row:
    """What the files would bring and cost, and each of their lines; nothing is kept.

    Refused: no_file, files_unread, and what remit() refuses.
    """
    told, faults = files_sent.quote(call.visit, found["id"], _sent(call))
    return {**told, "faults": told_faults(faults)}


def _sent(call: Call) -> list[Sent]:
    return [Sent(str(one.name), one.size or 0, one.file)
            for one in call.request.FILES.getlist("files")]  # fmt: skip
