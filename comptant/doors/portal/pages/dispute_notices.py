"""Notices to clients that invoices in dispute may be de-funded: given, and to be read again."""

from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.forms import form
from comptant.doors.portal.parts import listing, of_contract
from comptant.doors.portal.registry import Row
from comptant.doors.portal.subjects import CONTRACT, DISPUTE, Told
from comptant.doors.words import Both
from comptant.operations.acts.roles import CLIENT_ROLES, FACTOR_ROLES
from comptant.store.access import See

NOTICES = f"{CONTRACT}/dispute-notices"
TITLE = Both("Notices of de-funding", "Préavis de définancement")


def _of_dispute(see: See, call: Call, told: Told) -> Row:
    """One dispute, as the operation names some."""
    found = subjects.dispute(see, call, told)
    given = found["given"]
    return {**found, "given": {"contract_id": given["contract_id"],
                               "dispute_ids": [given["dispute_id"]]}}  # fmt: skip


def _all(see: See, call: Call, told: Told) -> Row:
    """All that are due of the contract."""
    found = subjects.of_page(NOTICES)(see, call, told)
    return {**found, "given": {**found["given"], "dispute_ids": []}}


listing("dispute_notices", NOTICES, TITLE, CLIENT_ROLES | FACTOR_ROLES, "read_dispute_notices",
        ("invoice_number", "buyer_name", "dispute_code", "disputed_on", "noticed_on",
         "defund_from_on", "amount_cents"),
        arguments=of_contract, href="/documents/{digest}")  # fmt: skip
form("dispute_notices_give", f"{NOTICES}/give", Both("Give notice of all that are due",
                                                     "Donner préavis pour tous ceux échus"),
     "notify_defunding", subject=_all, previews=True)  # fmt: skip
form("dispute_notify", f"{DISPUTE}/notify", Both("Give notice of de-funding",
                                                 "Donner préavis de définancement"),
     "notify_defunding", subject=_of_dispute, previews=True)  # fmt: skip
