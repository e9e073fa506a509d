"""A quote read by a link, without an account; its reader may have an adviser call.

Nothing else is read with a link, and nothing else done: the house itself asks for the call.
"""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comptant.doors import visits
from comptant.doors.failures import tell
from comptant.doors.portal import errors
from comptant.doors.portal.call import Call
from comptant.doors.portal.dispatch import DAY
from comptant.doors.portal.pages.offers import opened_quote
from comptant.doors.tries import check_tries
from comptant.doors.values import is_told
from comptant.doors.words import say
from comptant.operations.acts.act import Refused
from comptant.operations.quoting.callbacks import ask_callback
from comptant.operations.quoting.links import linked_quote

Row = dict[str, Any]


def offer(request: HttpRequest, link: str) -> HttpResponse:
    """The quote that a link opens; posted, the call that is asked for."""
    try:
        check_tries(request)
        visit = visits.by_house(day_played(request))
        if visit is None or "\0" in link:
            raise Refused("link_unknown")
        with visits.signing_in() as conn:
            quote = linked_quote(conn, link, visit.on)
        shown = {**opened_quote(quote), "visit": {"is_sandbox": False}, "path": request.path,
                 "title": say("Factoring: your quote", "Affacturage : votre devis")}  # fmt: skip
    except Exception as error:
        return errors.show(request, tell(error, str(request.META["comptant.request_id"])))
    if request.method != "POST":
        return sealed(render(request, "portal/shared_quote.html", shown))
    call = Call(visit, request)
    try:
        answer = call.run(
            ask_callback, quote_id=quote["id"], file_id=None, link_id=quote["link_id"],
            caller=call.typed("caller"), phone=call.typed("phone"),
            question=call.typed("question"),
        )  # fmt: skip
    except Exception as error:
        failure = tell(error, str(request.META["comptant.request_id"]))
        shown |= {"failure": failure, "typed": request.POST}
        return sealed(render(request, "portal/shared_quote.html", shown, status=failure.status))
    return sealed(render(request, "portal/shared_quote.html", {**shown, "asked": answer}))


def sealed(response: HttpResponse) -> HttpResponse:
    """An address that is a secret goes to no other site, and into no index."""
    # Told to no site, its forms would come from nowhere, and be refused as forged.
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def day_played(request: HttpRequest) -> date | None:
    """The day that a browser plays, in a trial."""
    try:
        day = date.fromisoformat(request.COOKIES.get(DAY, ""))
    except ValueError:
        return None
    return day if is_told(day) else None
