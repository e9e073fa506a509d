"""Signing in by a link that is sent to one's e-mail address: asked for in the same words whoever
has it."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comptant.doors import visits, words
from comptant.doors.code_mail import check_own_mail
from comptant.doors.failures import tell
from comptant.doors.portal import devices
from comptant.doors.portal.call import TEXT_LENGTH_MAX
from comptant.doors.tries import check_tries
from comptant.doors.words import say
from comptant.operations.acts.act import Refused
from comptant.operations.registry import emails
from comptant.store import access


def by_mail(request: HttpRequest) -> HttpResponse:
    """Ask for a link; then, that one is on its way if the address is known here."""
    given = {"title": say("Sign in by e-mail", "Connexion par e-mail"),
             "minutes": emails.LINK_MINUTES}  # fmt: skip
    if request.method != "POST":
        return render(request, "portal/sign_in_mail.html", given)
    email = str(request.POST.get("email", ""))[:TEXT_LENGTH_MAX].strip()
    try:
        check_tries(request)
        if not emails.EMAIL.fullmatch(email):
            raise Refused("email_wrong", email=email)
        _ask(request, email)
    except Exception as error:
        failure = tell(error, str(request.META["comptant.request_id"]))
        given |= {"failure": failure, "email": email}
        return render(request, "portal/sign_in_mail.html", given, status=failure.status)
    return render(request, "portal/sign_in_mail.html", {**given, "asked": email})


def _ask(request: HttpRequest, email: str) -> None:
    with visits.signing_in() as conn:
        if access.is_sandbox(conn):
            raise Refused("link_in_trial")
        check_own_mail(False)
        emails.ask_link(conn, email=email, origin=devices.place(request).origin,
                        language=words.language(), at=datetime.now(UTC))  # fmt: skip
