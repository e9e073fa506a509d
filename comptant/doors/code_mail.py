"""Whether mail can leave this house: codes, links, notices; a trial shows codes, since nothing
leaves it."""

import os

from comptant.operations.acts.act import Refused


def has_mail() -> bool:
    """Whether this house has a server of mail."""
    return bool(os.environ.get("COMPTANT_MAIL_URL"))


def check_mail(is_sandbox: bool) -> None:
    """Refused: mail_missing, where no code to sign can leave and it is no trial."""
    if not is_sandbox and not has_mail():
        raise Refused("mail_missing")


def check_own_mail(is_sandbox: bool) -> None:
    """Refused: email_mail_missing, where no mail to a person can leave and it is no trial."""
    if not is_sandbox and not has_mail():
        raise Refused("email_mail_missing")
