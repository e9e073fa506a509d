"""Failures told to people in a browser: what happened, and what to do next."""

from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import bad_request

from comptant.doors.failures import TOO_MUCH, UNREAD, Told, foreign_host, refused, tell
from comptant.doors.words import say


def show(
    request: HttpRequest, told: Told, context: dict[str, object] | None = None
) -> HttpResponse:
    """A page that tells a failure; asked for as a part of one, it takes the page's place."""
    given = {"told": told, "title": say("It cannot be done", "C'est impossible"),
             "back": _back(request), **(context or {})}  # fmt: skip
    if not request.headers.get("HX-Request"):
        return render(request, "portal/error.html", given, status=told.status)
    response = render(request, "portal/error.html", given, status=422)  # which htmx shows
    for name, what in (("HX-Retarget", "main"), ("HX-Reselect", "main"),
                       ("HX-Reswap", "outerHTML")):  # fmt: skip
        response.headers[name] = what
    return response


def _back(request: HttpRequest) -> str:
    """The page of ours from which the reader came, if it is another one."""
    came = urlsplit(request.headers.get("Referer", ""))
    is_ours = came.netloc == request.get_host() and came.path != request.path
    return f"{came.path}?{came.query}" if is_ours and came.query else came.path if is_ours else ""


def unknown(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page, whoever asks."""
    return show(request, no_page())


def no_page() -> Told:
    """No such page, or not for this person."""
    return Told(404, "page_unknown", say(
        "There is no such page, or it is not for you. Start again from the overview.",
        "Cette page n'existe pas, ou n'est pas pour vous. Repartez de la vue d'ensemble."),
        {})  # fmt: skip


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from our pages, or whose page is too old; or did not come whole."""
    if UNREAD in request.META:
        return show(request, refused(request.META[UNREAD], {}))
    return show(request, Told(403, "form_foreign", say(
        "This form is too old or did not come from here. Nothing was done: open the page again.",
        "Ce formulaire est trop ancien ou ne vient pas d'ici. Rien n'a été fait : rouvrez la "
        "page."), {}))  # fmt: skip


def refused_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent is more than is taken; or it was sent to a host that is not ours, which is told
    so by a page that knows nobody and names no host of ours."""
    if isinstance(exception, TOO_MUCH):
        return show(request, tell(exception, str(request.META.get("comptant.request_id", ""))))
    if isinstance(exception, DisallowedHost):
        return render(request, "portal/foreign.html", {"told": foreign_host()}, status=400)
    return bad_request(request, exception)


def broken(request: HttpRequest) -> HttpResponse:
    """A mistake of ours that nothing else has told; or a body that did not come whole."""
    if UNREAD in request.META:
        return show(request, refused(request.META[UNREAD], {}))
    number = str(request.META.get("comptant.request_id", ""))
    return show(request, tell(RuntimeError("see above"), number))
