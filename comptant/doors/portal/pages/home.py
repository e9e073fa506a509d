"""Where everyone starts, and what is theirs: what waits for them, their way in."""

from datetime import timedelta

from django.conf import settings

from comptant.doors import words
from comptant.doors.explaining import explained
from comptant.doors.portal.call import Call
from comptant.doors.portal.notices import with_notice
from comptant.doors.portal.pages.why import drawn_bars
from comptant.doors.portal.parts import rows_of
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.words import Both
from comptant.operations.acts.act import Refused
from comptant.operations.acts.roles import (
    CLIENT_ROLES,
    PARTNER_ROLES,
    ROLES,
)
from comptant.operations.drawing.availability import drawable
from comptant.operations.registry import identities, keys, recovery_codes, signing
from comptant.store.access import See, told_by_database

# What waits for the staff: a list, and the page that shows it.
QUEUES = (
    ("read_held_remittances", {}, "held"),
    ("read_approvals", {"kind": "limit"}, "limit_requests"),
    ("read_open_disputes", {}, "disputes"),
    ("read_cash", {}, "cash"),
    ("read_approvals", {}, "approvals"),
    ("read_late_orders", {}, "late"),
    ("read_outbox", {}, "outbox"),
    ("read_debits", {}, "debits"),
)


def home(see: See, call: Call) -> Row:
    """A client's contracts, of an only one the waterfall too; for the staff, what waits for an
    answer and the contracts."""
    given: Row = rows_of(see, call, "read_contracts", {})
    given["has_new_device"] = has_new_device(see, call)
    if call.visit.user.roles & PARTNER_ROLES:
        from comptant.doors.portal.pages.partners import own_lists

        given["own_lists"] = own_lists(call)
    own = [row for row in given["rows"] if row["client_id"] == call.visit.user.company_id]
    if call.visit.user.roles & CLIENT_ROLES and len(own) == len(given["rows"]) == 1:
        return {**given, **only_one(see, call, own[0])}
    if call.visit.user.roles & (CLIENT_ROLES | PARTNER_ROLES):
        drawables(call, given["rows"])
        return given
    from comptant.doors.portal.registry import registered

    queues = []
    for query, arguments, name in QUEUES:
        declared = registered()[name]
        if not declared.roles & call.visit.user.roles:
            continue
        from comptant.doors import reads

        rows, more = reads.listed(see, query, arguments, call.on, call.visit.at)
        queues.append({"title": declared.title.said(), "href": f"/{declared.path}",
                       "count": f"{len(rows)}{'+' if more else ''}"})  # fmt: skip
    return {**given, "queues": queues}


def only_one(see: See, call: Call, row: Row) -> Row:
    """What may be drawn on a client's only contract, why not more and what would free it."""
    try:
        data = explained(see, call.visit, row)
    except Exception as error:
        if not is_busy(error) and not (isinstance(error, Refused) and error.code == "rate_missing"):
            raise
        may_do(call, row, None)
        return {}
    may_do(call, row, data["drawable_cents"])
    return drawn_bars(row, data)


def drawables(call: Call, rows: list[Row]) -> None:
    """What may be drawn on each contract, and the ways on; nothing of one that is being closed or
    drawn at this instant: its own page waits for it."""
    if not rows:
        return
    try:
        with call.visit.looking() as (conn, asked):
            found = drawable(conn, asked.by, [row["id"] for row in rows], asked.on, asked.at)
    except Exception as error:
        if not is_busy(error):
            raise
        found = {}
    for row in rows:
        may_do(call, row, found.get(row["id"]))


def is_busy(error: Exception) -> bool:
    """Whether somebody is working on the contracts at this instant."""
    return (told_by_database(error) or ("", ""))[0] == "busy"


def may_do(call: Call, row: Row, cents: int | None) -> None:
    """What may be drawn on a contract (None: not known), and what its reader may do there."""
    row["drawable_cents"] = cents
    row["may_draw"] = call.visit.may("draw") and (cents or 0) > 0
    row["may_remit"] = call.visit.may("remit") and cents is not None


def has_new_device(see: See, call: Call) -> bool:
    """Whether another session runs, begun in the last week, on a device not seen before."""
    week_ago = call.visit.at - timedelta(days=7)
    rows = see("read_sessions", at=call.visit.at)
    return any(row["is_new_device"] and row["started_at"] > week_ago for row in rows)


def me(see: See, call: Call) -> Row:
    """Who I am here: companies and roles, authenticators, sessions."""
    company = see("read_parties", text=str(call.visit.user.company_id), number=None, kinds=None,
                  role=None)  # fmt: skip
    return {
        "company": company[0] if company else None,
        "companies": see("read_companies"),
        "factors": see("read_second_factors"),
        "codes_left": see("read_recovery_codes")[0]["count"],
        "identities": see("read_identities"),
        "email": next(iter(see("read_email")), None),
        "keys": own_keys(see, call),
        "sign_on": settings.SIGN_ON and settings.SIGN_ON.name,
        "sessions": see("read_sessions", at=call.visit.at),
    }


def own_keys(see: See, call: Call) -> list[Row]:
    """The programs that act as the reader, or would: those that wait for an answer first."""
    own = [row for row in see("read_keys", at=call.visit.at) if row["is_own"]]
    for row in own:
        row["told"] = ", ".join(
            words.domain("operation")[one].said() if one in words.domain("operation") else one
            for one in row["scopes"])  # fmt: skip
    return sorted(own, key=lambda row: (row["agreed_at"] is not None, row["id"]))


def answer_key(call: Call) -> str:
    """Yes or no to a program that would act as oneself."""
    said = call.typed("answer") == "yes"
    call.run(keys.answer_key, key_id=call.number("id") or 0, approve=said, reason="")
    return with_notice("/me", f"{'approved' if said else 'refused'}.key", {})


def end_key(call: Call) -> str:
    """One program less that acts as oneself."""
    call.run(keys.end_key, key_id=call.number("id") or 0)
    return with_notice("/me", "end_key", {})


def end_factor(call: Call) -> str:
    """One authenticator less."""
    call.run(signing.end_second_factor, second_factor_id=call.number("id") or 0)
    return "/me"


def renew_codes(call: Call) -> Row:
    """Other recovery codes, shown this once."""
    codes = recovery_codes.new_codes()
    call.run(recovery_codes.renew_recovery_codes, recovery_codes=codes)
    return {"codes": codes, "next": "/me"}


def end_identity(call: Call) -> str:
    """One account less that signs in."""
    call.run(identities.end_identity, identity_id=call.number("id") or 0)
    return "/me"


def end_session(call: Call) -> str:
    """One session less, wherever it is."""
    call.run(signing.end_session, session_id=call.number("id") or 0)
    return "/me"


page(Page("home", "", Both("Overview", "Vue d'ensemble"), ROLES, home, "portal/home.html",
          menu="mine"))  # fmt: skip
page(Page("me", "me", Both("You", "Vous"), ROLES, me, "portal/me.html", menu="mine",
          acts={"end_factor": end_factor, "renew_codes": renew_codes, "end_identity": end_identity,
                "end_session": end_session, "answer_key": answer_key,
                "end_key": end_key}))  # fmt: skip
