"""From a request to a declared page: who calls, may they, show it or do what its form asks."""

from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from comptant.doors import visits
from comptant.doors.failures import Told, tell
from comptant.doors.portal import errors, registry
from comptant.doors.portal.call import Call
from comptant.doors.portal.notices import notice
from comptant.doors.portal.registry import Page
from comptant.doors.values import is_told
from comptant.doors.visits import Row, Visit
from comptant.doors.web import FILE_MEGABYTES_MAX
from comptant.doors.words import say
from comptant.operations.acts.act import Refused

COMPANY, DAY = "company", "day"  # cookies: for whom, and in a trial on which day
SIGNED_OUT = {"session_over", "not_signed_in"}


def visitor(request: HttpRequest) -> Visit:
    """Who calls by the session of the browser; Refused: not_signed_in, session_over, no_company."""
    token = request.COOKIES.get(settings.SESSION_NAME)
    if not token:
        raise Refused("not_signed_in")
    company = request.COOKIES.get(COMPANY, "")
    is_id = company.isascii() and company.isdigit() and len(company) < 19
    company_id = int(company) if is_id else None
    try:
        visit = visits.by_session(token, company_id, _day(request))
    except Refused as refusal:
        if refusal.code != "no_company" or company_id is None:
            raise
        # A company that this person has left, or another person's of the same browser.
        visit = visits.by_session(token, None, _day(request))
    request.META["comptant.user_id"] = visit.user.id
    return visit


def _day(request: HttpRequest) -> date | None:
    try:
        day = date.fromisoformat(request.COOKIES.get(DAY, ""))
    except ValueError:
        return None
    return day if is_told(day) else None


def door(declared: Page) -> Callable[..., HttpResponse]:
    """The view of a page."""

    def answer(request: HttpRequest, **told: str) -> HttpResponse:
        visit = None
        try:
            visit = visitor(request)
            if visit.user.must_choose:
                return _to("/password", request)
            if visit.user.is_half_in:
                return _to("/prove", request)
            is_garbled = any("\0" in text for text in told.values())
            if is_garbled or not declared.roles & visit.user.roles or request.method not in ALLOWED:
                return _told(errors.no_page(), request, visit)
            call = Call(visit, request)
            if request.method == "POST":
                return _done(declared, call, told)
            return _shown(declared, call, told, {})
        except Exception as error:
            return _failed(error, request, visit)

    return answer


ALLOWED = ("GET", "HEAD", "POST")


def _done(declared: Page, call: Call, told: dict[str, str]) -> HttpResponse:
    """What a form asks for, then the page it leads to; refused, the page again and why."""
    if call.request.META.get("comptant.too_large"):
        raise Refused("files_too_large", megabytes=FILE_MEGABYTES_MAX)
    act = declared.acts.get(call.typed("act"))
    if act is None:
        return _told(errors.no_page(), call.request, call.visit)
    try:
        led = act(call, **told)
        if isinstance(led, str):
            return HttpResponseRedirect(led, status=303)
        if isinstance(led, HttpResponse):
            return led
        response = _shown(declared, call, told, {**led, "typed": call.request.POST})
        response.status_code = led.get("answer_status", 200)
        return response
    except Exception as error:
        if isinstance(error, Refused) and error.code in SIGNED_OUT | {"second_factor_needed"}:
            raise
        failure = tell(error, str(call.request.META["comptant.request_id"]))
        if failure.status >= 500 or failure.status == 404:
            return _told(failure, call.request, call.visit)
        response = _shown(declared, call, told, {"failure": failure, "typed": call.request.POST})
        response.status_code = failure.status
        return response


def _shown(declared: Page, call: Call, told: dict[str, str], extra: Row) -> HttpResponse:
    if declared.send:
        with call.visit.reading() as see:
            return declared.send(see, call, **told)
    with call.visit.reading() as see:
        given = registry.shown(declared, see, call, dict(told))
    frame = _frame(call.visit, call.request)
    given = {
        "title": declared.title.said(), "page": declared, **given, **extra, **frame,
        "is_part": bool(call.request.headers.get("HX-Request")),
        "notice": notice(call.asked("done"), call.asked("waits")),
    }  # fmt: skip
    if not declared.is_fragment:
        given["menu"] = registry.menu(call.visit.user.roles, call.request.path)
    return render(call.request, declared.template, given)


def _frame(visit: Visit, request: HttpRequest) -> Row:
    """What is around a page: who reads it, as whom, on which day."""
    return {"visit": visit, "user": visit.user, "roles": sorted(visit.user.roles),
            "path": request.path}  # fmt: skip


def _told(failure: Told, request: HttpRequest, visit: Visit | None) -> HttpResponse:
    """A failure on a page of its own, with the menu of whoever is known."""
    if visit is None or visit.user.must_choose or visit.user.is_half_in:
        return errors.show(request, failure)
    menu = registry.menu(visit.user.roles, request.path)
    return errors.show(request, failure, {**_frame(visit, request), "menu": menu})


def _failed(error: Exception, request: HttpRequest, visit: Visit | None) -> HttpResponse:
    if isinstance(error, Refused) and error.code in SIGNED_OUT:
        return _to("/sign-in", request)
    if isinstance(error, Refused) and error.code == "second_factor_needed":
        return _to("/prove", request)
    return _told(tell(error, str(request.META["comptant.request_id"])), request, visit)


def _to(path: str, request: HttpRequest) -> HttpResponse:
    """Elsewhere first, and back here afterwards."""
    if request.headers.get("HX-Request"):
        response = HttpResponse(say("Sign in again.", "Reconnectez-vous."), status=401)
        response.headers["HX-Redirect"] = path
        return response
    back = request.get_full_path() if request.method == "GET" else request.path
    return HttpResponseRedirect(f"{path}?{urlencode({'next': back})}", status=303)


def after(request: HttpRequest, fallback: str = "/") -> str:
    """Where the reader was going, if that is a page of ours."""
    wanted = str(request.POST.get("next") or request.GET.get("next") or "")
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return fallback
