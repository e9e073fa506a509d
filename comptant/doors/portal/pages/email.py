"""One's own e-mail address: said, confirmed by the code that was sent there, taken back."""

from comptant.doors import visits
from comptant.doors.code_mail import check_own_mail
from comptant.doors.portal.call import Call
from comptant.doors.portal.notices import with_notice
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.words import Both, language, say
from comptant.operations.acts.roles import ROLES
from comptant.operations.registry import emails
from comptant.store.access import See

ADDRESS = "/me/email"


def email(see: See, call: Call) -> Row:
    """The address that counts, if there is one."""
    found = see("read_email")
    return {"found": found[0] if found else None, "minutes": emails.CODE_MINUTES,
            "up": {"href": "/me", "text": say("You", "Vous")}}  # fmt: skip


def say_it(call: Call) -> Row:
    """A code to the address that was typed; in a trial it is shown, since nothing leaves."""
    check_own_mail(call.visit.is_sandbox)
    answer = call.run(emails.say_email, email=call.typed("email"), language=language())
    code = ""
    if call.visit.is_sandbox:
        with visits.signing_in() as conn:
            code = emails.trial_code(conn, mail_id=answer["mail_id"], user_id=call.visit.user.id)
    return {"sent": {"email": answer["email"], "code": code}}


def confirm(call: Call) -> str:
    """The code that has come."""
    call.run(emails.confirm, code=call.typed("code"))
    return with_notice("/me", "confirm_email", {})


def end(call: Call) -> str:
    """No address any more."""
    call.run(emails.end_email, language=language())
    return with_notice("/me", "end_email", {})


page(Page("email", "me/email", Both("Your e-mail address", "Votre adresse e-mail"), ROLES, email,
          "portal/email.html", acts={"say": say_it, "confirm": confirm, "end": end}))  # fmt: skip
