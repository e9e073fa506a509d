"""A quote read by a link, without an account; its reader accepts it, has an adviser call, and goes
on with one that the public made.

Nothing else is read with a link, and nothing else done: the house itself acts, and names the link.
"""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from comptant.doors import offers_told, visits, words
from comptant.doors.failures import tell
from comptant.doors.papers import quotes
from comptant.doors.portal import errors, prospects
from comptant.doors.portal.call import Call
from comptant.doors.portal.dispatch import DAY
from comptant.doors.portal.pages.offers import joined, opened_quote
from comptant.doors.portal.sending_files import named
from comptant.doors.tries import check_tries
from comptant.doors.values import is_told
from comptant.doors.words import language, say
from comptant.formats.papers.consent import LANGUAGES, acceptance
from comptant.operations.acts.act import Refused
from comptant.operations.quoting.accepting import accept_quote_by_link
from comptant.operations.quoting.callbacks import ask_callback

Row = dict[str, Any]


def offer(request: HttpRequest, link: str) -> HttpResponse:
    """The quote that a link opens; posted, the call that is asked for, or the acceptance."""
    number = str(request.META["comptant.request_id"])
    try:
        check_tries(request)
        visit = visits.by_house(day_played(request))
        if visit is None or "\0" in link:
            raise Refused("link_unknown")
        quote = _opened(visit, link)
        shown = _shown(request, quote)
    except Exception as error:
        return errors.show(request, tell(error, number))
    if request.method != "POST":
        return sealed(render(request, "portal/shared_quote.html", shown))
    call = Call(visit, request)
    try:
        return sealed(ACTS.get(call.typed("act"), _called)(call, link, quote, shown))
    except Exception as error:
        failure = tell(error, number)
        shown |= {"failure": failure, "typed": {**shown["typed"], **request.POST.dict()}}
        return sealed(render(request, "portal/shared_quote.html", shown, status=failure.status))


def printed(request: HttpRequest, link: str) -> HttpResponse:
    """The same quote as a paper, in the language asked for (`language`), else that of the page."""
    number = str(request.META["comptant.request_id"])
    try:
        check_tries(request)
        visit = visits.by_house(day_played(request))
        if visit is None or "\0" in link:
            raise Refused("link_unknown")
        row = _opened(visit, link)
        wanted = request.GET.get("language", "")
        with words.speaking(wanted if wanted in LANGUAGES else language()):
            paper = quotes.printed((row["factor_name"], row["factor_siren"] or ""), row)
    except Exception as error:
        return errors.show(request, tell(error, number))
    return sealed(named(paper.content, paper.name, "application/pdf"))


def _opened(visit: visits.Visit, link: str) -> Row:
    """What the link opens. Refused: link_unknown."""
    with visits.by_link(link, visit.on) as see:
        found = see("read_linked_quote")
    if not found:
        raise Refused("link_unknown")
    return found[0]


def _shown(request: HttpRequest, quote: Row) -> Row:
    """What the page shows; of a quote of the public, what was said of the company too."""
    again = prospects.typed_of(quote["request"]) if quote["is_public"] else {}
    return {
        **opened_quote(quote), "visit": {"is_sandbox": False}, "path": request.path,
        "title": say("Factoring: your quote", "Affacturage : votre devis"),
        "accepted": offers_told.accepted(quote), "done": request.GET.get("done", ""),
        "typed": {**again, "prospect": quote["prospect"], "product": quote["product"]},
        "products": prospects.products(),
        "sectors": prospects.sectors(),
        "may_accept": not quote["is_taken"] and not joined(quote["offer"]),
        "consent": acceptance(language(), person="…", capacity="…", company=quote["prospect"],
                              quote_id=quote["id"], digest="…"),
    }  # fmt: skip


def _called(call: Call, link: str, quote: Row, shown: Row) -> HttpResponse:
    """A call of an adviser is asked for."""
    answer = call.run(
        ask_callback, quote_id=quote["id"], file_id=None, link_id=quote["link_id"],
        caller=call.typed("caller"), phone=call.typed("phone"), question=call.typed("question"),
    )  # fmt: skip
    return render(call.request, "portal/shared_quote.html", {**shown, "asked": answer})


def _accepted(call: Call, link: str, quote: Row, shown: Row) -> HttpResponse:
    """The quote is accepted by who says that they may."""
    if not call.typed("agreed"):
        raise Refused("acceptance_unticked")
    call.run(accept_quote_by_link, link=link, person=call.typed("person"),
             capacity=call.typed("capacity"), language=language())  # fmt: skip
    return HttpResponseRedirect(f"{call.request.path}?{urlencode({'done': 'accept'})}", status=303)


def _again(call: Call, link: str, quote: Row, shown: Row) -> HttpResponse:
    """Another quote goes on from this one, under a link of its own."""
    return prospects.quoted(call, link)


# What a form asks for, by its name; without one, a call.
ACTS: dict[str, Callable[[Call, str, Row, Row], HttpResponse]] = {
    "call": _called, "accept": _accepted, "again": _again,
}  # fmt: skip


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
