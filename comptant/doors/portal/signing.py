"""Signing in and out: password, second factor, links of a trial; language, company and day."""

import re
import secrets
from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from comptant.doors import visits
from comptant.doors.code_mail import has_mail
from comptant.doors.failures import tell
from comptant.doors.portal import devices, errors, other_ways
from comptant.doors.portal.call import TEXT_LENGTH_MAX
from comptant.doors.portal.dispatch import COMPANY, DAY, after, visitor
from comptant.doors.portal.passage import LANGUAGE
from comptant.doors.portal.secrets_drawn import drawn, told_secret
from comptant.doors.portal.sign_on import keep
from comptant.doors.tries import check_tries
from comptant.doors.visits import address
from comptant.doors.words import ENGLISH, FRENCH, language, say
from comptant.operations.acts.act import Asked, Refused, User
from comptant.operations.registry import (
    emails,
    passkeys,
    password_changes,
    passwords,
    people,
    recovery_codes,
    signing,
)

YEAR_SECONDS = 31_536_000
CODE_LENGTH_MAX = 40  # of an authenticator, or a recovery code with its dashes
MARK = re.compile(r"[\w-]{43}", re.ASCII)


def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password, then the second factor if there is one; or a passkey alone."""
    if request.method != "POST":
        return sign_in_page(request, None)
    try:
        if "credential" in request.POST:
            token, user = other_ways.by_passkey(request)
        else:
            token, user = _by_password(request)
    except Exception as error:
        return sign_in_page(request, error)
    return opened(request, user, token, after(request))


def _by_password(request: HttpRequest) -> tuple[str, User]:
    check_tries(request)
    with visits.signing_in() as conn:
        return signing.open_in_browser(
            conn, login=str(request.POST.get("login", ""))[:TEXT_LENGTH_MAX],
            password=str(request.POST.get("password", ""))[:TEXT_LENGTH_MAX],
            at=datetime.now(UTC), agent=request.headers.get("User-Agent", ""),
            address=address(request),
        )  # fmt: skip


def opened(request: HttpRequest, user: User, token: str, to: str) -> HttpResponse:
    """Where a session that was just opened goes first."""
    if user.must_choose:
        to = f"/password?{urlencode({'next': to})}"
    elif user.is_half_in:
        to = f"/prove?{urlencode({'next': to})}"
    return _signed(request, HttpResponseRedirect(to, status=303), token)


def sign_in_page(request: HttpRequest, error: Exception | None) -> HttpResponse:
    """The ways to sign in, and why the last one came to nothing."""
    options, asked = other_ways.ask(request)
    given = {
        "title": say("Sign in", "Connexion"), "next": after(request),
        "options": options if devices.has_name(request) else "",
        "sign_on": settings.SIGN_ON and settings.SIGN_ON.name, "by_mail": has_mail(),
        "next_query": urlencode({"next": after(request)}),
        "login": str(request.POST.get("login", ""))[:TEXT_LENGTH_MAX],
    }  # fmt: skip
    status = 200
    if error:
        failure = tell(error, str(request.META["comptant.request_id"]))
        given["failure"], status = failure, failure.status
    response = render(request, "portal/sign_in.html", given, status=status)
    keep(response, settings.ASKED_COOKIE, asked)
    return response


def prove(request: HttpRequest) -> HttpResponse:
    """The second factor: its code, or the first authenticator of whoever has none."""
    try:
        visit = visitor(request)
        token = request.COOKIES[settings.SESSION_NAME]
        with visits.signing_in() as conn:
            has_one = signing.has_second_factor(conn, visit.user.id)
            if visit.user.must_choose:
                return HttpResponseRedirect("/password", status=303)
            if not visit.user.must_prove and has_one:
                return HttpResponseRedirect(after(request), status=303)
            if request.method == "POST":
                return _proved(request, visit, token, has_one)
    except Exception as error:
        if isinstance(error, Refused) and error.code in ("session_over", "not_signed_in"):
            return HttpResponseRedirect("/sign-in", status=303)
        return _prove_page(request, error)
    return _prove_page(request, None)


def _proved(request: HttpRequest, visit: visits.Visit, token: str, has_one: bool) -> HttpResponse:
    if "credential" in request.POST:
        return _touched(request, visit, token, has_one)
    code = str(request.POST.get("code", ""))[:CODE_LENGTH_MAX]
    at = datetime.now(UTC)  # codes follow the clock of the wall, also where a day is played
    check_tries(request)
    if not has_one:
        codes = recovery_codes.new_codes()
        replace(visit, at=at).run(
            signing.add_second_factor, str(request.POST.get("key", ""))[:200],
            name=say("authenticator", "application d'authentification"),
            secret=told_secret(request), code=code, recovery_codes=tuple(codes),
        )  # fmt: skip
        return _first_proved(request, token, codes)
    with visits.signing_in() as conn:
        is_recovery = signing.prove(conn, token=token, code=code, at=at)
    # Whoever has come back by a recovery code has a device to replace.
    return HttpResponseRedirect("/me" if is_recovery else after(request), status=303)


def _first_proved(request: HttpRequest, token: str, codes: list[str]) -> HttpResponse:
    """The session has its first second factor: the recovery codes, shown here and never again."""
    with visits.signing_in() as conn:
        signing.mark_proved(conn, token)
    return render(request, "portal/recovery.html", {
        "title": say("Recovery codes", "Codes de secours"), "codes": codes, "next": after(request),
    })  # fmt: skip


def _touched(request: HttpRequest, visit: visits.Visit, token: str, has_one: bool) -> HttpResponse:
    """A passkey has signed; or the first one was made, of whoever has no second factor."""
    at, where = datetime.now(UTC), devices.place(request)
    check_tries(request)
    if has_one:
        with visits.signing_in() as conn:
            passkeys.prove_passkey(conn, token=token, credential=devices.given(request),
                                   place=where, at=at)  # fmt: skip
        return HttpResponseRedirect(after(request), status=303)
    codes = recovery_codes.new_codes()
    replace(visit, at=at).run(
        passkeys.add_passkey, str(request.POST.get("key", ""))[:200],
        name=say("passkey", "clé d'accès"), credential=devices.given(request),
        challenge=devices.challenge(request), host=where.host, origin=where.origin,
        recovery_codes=tuple(codes),
    )  # fmt: skip
    return _first_proved(request, token, codes)


def _prove_page(request: HttpRequest, error: Exception | None) -> HttpResponse:
    visit = visitor(request)
    given = {"title": say("Second factor", "Second facteur"), "next": after(request)}
    with visits.signing_in() as conn:
        given["has_one"] = has_one = signing.has_second_factor(conn, visit.user.id)
        given["has_totp"] = signing.has_second_factor(conn, visit.user.id, "TOTP")
    user = visit.user
    given["ceremony"] = "get" if has_one else "create"
    given["has_name"] = devices.has_name(request)
    if given["has_name"]:
        given["options"] = (devices.to_sign(request, user.id) if has_one
                            else devices.to_create(request, user.id, user.login))  # fmt: skip
    if not has_one:
        given |= drawn(request, visit.user.login)
    status = 200
    if error:
        failure = tell(error, str(request.META["comptant.request_id"]))
        given["failure"], status = failure, failure.status
    return render(request, "portal/prove.html", given, status=status)


def password(request: HttpRequest) -> HttpResponse:
    """One's own password: chosen at the first sign-in before anything else, changed at will."""
    try:
        visit = visitor(request)
        with visits.signing_in() as conn:
            has_one = signing.has_second_factor(conn, visit.user.id)
        if visit.user.must_prove and has_one and not visit.user.must_choose:
            return HttpResponseRedirect("/prove?next=/password", status=303)
        if request.method == "POST":
            return _chosen(request, visit)
    except Exception as error:
        if isinstance(error, Refused) and error.code in ("session_over", "not_signed_in"):
            return HttpResponseRedirect("/sign-in", status=303)
        return _password_page(request, error)
    return _password_page(request, None)


def _chosen(request: HttpRequest, visit: visits.Visit) -> HttpResponse:
    old, new, again = (str(request.POST.get(name, ""))[:TEXT_LENGTH_MAX]
                       for name in ("password", "new_password", "again"))  # fmt: skip
    check_tries(request)
    if new != again:
        raise Refused("password_not_twice")
    with visits.signing_in() as conn:
        asked = Asked(visit.user, str(request.POST.get("key", ""))[:200], visit.at, visit.on)
        password_changes.choose_password(
            conn, asked, password=old, new_password=new,
            token=request.COOKIES[settings.SESSION_NAME], at=datetime.now(UTC),
        )  # fmt: skip
    return HttpResponseRedirect(after(request), status=303)


def _password_page(request: HttpRequest, error: Exception | None) -> HttpResponse:
    visit = visitor(request)
    given = {"title": say("Your password", "Votre mot de passe"), "next": after(request),
             "must_choose": visit.user.must_choose, "least": passwords.LENGTH_MIN}  # fmt: skip
    status = 200
    if error:
        failure = errors.tell(error, str(request.META["comptant.request_id"]))
        given["failure"], status = failure, failure.status
    return render(request, "portal/password.html", given, status=status)


def enter(request: HttpRequest, link: str) -> HttpResponse:
    """A link that signs in once: shown first, so that whoever only looks at it does not use it."""
    given = {"title": say("Sign in", "Connexion")}
    if request.method != "POST":
        return render(request, "portal/enter.html", given)
    try:
        check_tries(request)
        with visits.signing_in() as conn:
            token, user = signing.use_link(
                conn, link=link, at=datetime.now(UTC),
                agent=request.headers.get("User-Agent", ""), address=address(request),
            )  # fmt: skip
    except Exception as error:
        return errors.show(request, tell(error, str(request.META["comptant.request_id"])))
    return opened(request, user, token, "/")


def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session here and in the database."""
    token = request.COOKIES.get(settings.SESSION_NAME)
    if request.method == "POST" and token:
        with visits.signing_in() as conn:
            people.sign_out(conn, token=token)
    response = HttpResponseRedirect("/sign-in", status=303)
    if request.method == "POST":
        for name in (settings.SESSION_NAME, settings.ACCOUNT_COOKIE, COMPANY, DAY):
            response.delete_cookie(name, samesite="Lax")
    return response


def choose(request: HttpRequest) -> HttpResponse:
    """Keep the reader's language, company, or in a trial the day, in this browser."""
    response = HttpResponseRedirect(after(request), status=303)
    if request.method != "POST":
        return response
    spoken = request.POST.get("language")
    if spoken in (ENGLISH, FRENCH):
        _keep(response, LANGUAGE, str(spoken))
    company = str(request.POST.get("company", ""))
    if company.isascii() and company.isdigit():
        _keep(response, COMPANY, company)
    try:
        _keep(response, DAY, date.fromisoformat(str(request.POST.get("day", ""))).isoformat())
    except ValueError:
        if "day" in request.POST:
            response.delete_cookie(DAY)
    return response


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=YEAR_SECONDS, secure=settings.IS_SECURE, httponly=True, samesite="Lax"
    )


def _signed(request: HttpRequest, response: HttpResponse, token: str) -> HttpResponse:
    """The session's cookie, and the mark by which this browser is known again."""
    mark = request.COOKIES.get(settings.BROWSER_COOKIE, "")
    if not MARK.fullmatch(mark):
        mark = secrets.token_urlsafe(32)
    with visits.signing_in() as conn:
        emails.note_browser(conn, token=token, browser=mark, language=language(),
                            at=datetime.now(UTC))  # fmt: skip
    response.set_cookie(
        settings.BROWSER_COOKIE, mark, max_age=YEAR_SECONDS, secure=settings.IS_SECURE,
        httponly=True, samesite="Lax",
    )  # fmt: skip
    response.set_cookie(
        settings.SESSION_NAME, token, max_age=people.SESSION_HOURS * 3600,
        secure=settings.IS_SECURE, httponly=True, samesite="Lax",
    )  # fmt: skip
    response.delete_cookie(COMPANY)
    return response
