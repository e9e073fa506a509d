"""Whether codes can leave this house; a trial shows them, since nothing leaves it."""

import os

from comptant.operations.acts.act import Refused


def check_mail(is_sandbox: bool) -> None:
    """Refused: mail_missing, where no server of mail is set and it is no trial."""
    if not is_sandbox and not os.environ.get("COMPTANT_MAIL_URL"):
        raise Refused("mail_missing")
