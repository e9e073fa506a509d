"""One's own e-mail address: said, confirmed by the code that was sent there, taken back."""

import click

from comptant.doors import words
from comptant.doors.cli.language import Subject
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.words import Both, say

EMAIL = Subject("email", both=Both(
    "Your e-mail address: links that sign in once go there, and word of a new browser.",
    "Votre adresse e-mail : y vont les liens de connexion et l'avis d'un nouveau navigateur.",
))  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(EMAIL)


@verb(EMAIL, "set",
      ("Say your e-mail address: a one-time code is sent there; it counts once you have given the "
       "code back (comptant email confirm).",
       "Dire votre adresse e-mail : un code y est envoyé ; elle compte quand vous avez rendu le "
       "code (comptant email confirm)."),
      "comptant email set alice@alpha.example")  # fmt: skip
@click.argument("address")
def set_(sh: Shell, address: str) -> None:
    """Say an address."""
    from comptant.doors.code_mail import check_own_mail
    from comptant.operations.registry import emails
    from comptant.store import access

    with sh.writing(is_look=True) as (conn, _):
        is_trial = access.is_sandbox(conn)
        check_own_mail(is_trial)
    answer = sh.run(emails.say_email, email=address, language=words.language())
    sent = say(f"A code is on its way to {answer['email']}; it serves {emails.CODE_MINUTES} "
               "minutes, once: comptant email confirm CODE",
               f"Un code part vers {answer['email']} ; il sert {emails.CODE_MINUTES} minutes, une "
               "fois : comptant email confirm CODE")  # fmt: skip
    if is_trial:
        with sh.writing(is_look=True) as (conn, asked):
            made = emails.trial_code(conn, mail_id=answer["mail_id"], user_id=asked.by.id)
        sent = say(f"Nothing leaves a trial: the code for {answer['email']} is {made}.",
                   f"Rien ne quitte un essai : le code destiné à {answer['email']} est {made}.",
                   )  # fmt: skip
    sh.say(answer, sent)


@verb(EMAIL, "confirm",
      ("Give back the code that was sent to your address.",
       "Rendre le code reçu à votre adresse."),
      "comptant email confirm 483920")  # fmt: skip
@click.argument("code")
def confirm(sh: Shell, code: str) -> None:
    """Confirm an address."""
    from comptant.operations.registry import emails

    answer = sh.run(emails.confirm, code=code)
    sh.say(answer, say(f"{answer['email']} is your address: you can sign in by a link sent there.",
                       f"{answer['email']} est votre adresse : vous pouvez vous connecter par un "
                       "lien envoyé là."))  # fmt: skip


@verb(EMAIL, "show", ("Show your address.", "Montrer votre adresse."),
      "comptant email show")  # fmt: skip
def show(sh: Shell) -> None:
    """Show one's address."""
    with sh.reading() as (see, _, _on):
        rows = see("read_email")
    sh.show(rows, "email", "recorded_at")


@verb(EMAIL, "end",
      ("Take back your address: no link goes there any more.",
       "Retirer votre adresse : plus aucun lien n'y va."),
      "comptant email end")  # fmt: skip
def end(sh: Shell) -> None:
    """Take an address back."""
    from comptant.operations.registry import emails

    answer = sh.run(emails.end_email, language=words.language())
    sh.say(answer, say(f"{answer['email']} is your address no more.",
                       f"{answer['email']} n'est plus votre adresse."))  # fmt: skip
