"""What is asked for unseen."""

import os
import sys

import click

from comptant.doors.words import say


def password(twice: bool = False) -> str:
    """Typed without echo, or COMPTANT_PASSWORD for scripts; never an argument, which others see."""
    from comptant.operations.acts.act import Refused

    said = os.environ.get("COMPTANT_PASSWORD")
    if said is None and not sys.stdin.isatty():
        raise Refused("password_missing")
    if said is None:
        said = click.prompt(say("Password", "Mot de passe"), hide_input=True, err=True,
                            confirmation_prompt=twice)  # fmt: skip
    return str(said)
