"""Addresses that are told of events, and what was told them."""

from datetime import UTC, datetime, timedelta

import click

from comptant.doors import lookup
from comptant.doors.answers import told_token, with_token
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import ID
from comptant.doors.words import Both, say

WEBHOOK = Subject("webhook", both=Both(
    "Addresses of programs that are told of events.",
    "Les adresses de programmes averties des événements."))  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(WEBHOOK)


@verb(
    WEBHOOK, "add",
    ("Tell an address of events, signed as Standard Webhooks are; the secret is shown once.\n\n"
     "A client is told of its own contracts, the factor of all.",
     "Avertir une adresse des événements, signés selon Standard Webhooks ; le secret est montré "
     "une fois.\n\nUn client est averti pour ses contrats, le factor pour tous."),
    "comptant webhook add https://books.example.com/hooks --event draw.asked",
)  # fmt: skip
@click.argument("url")
@option("--event", "kinds", multiple=True,
        help=("Only these events; may be repeated (default: all).",
              "Seulement ces événements ; peut être répété (sinon tous)."))  # fmt: skip
def add(sh: Shell, url: str, kinds: tuple[str, ...]) -> None:
    """Add an address."""
    from comptant.operations.registry import webhooks

    token = webhooks.new_token()
    answer = sh.run(webhooks.add_webhook, url=url, kinds=list(kinds), token=token)
    given = with_token(answer, token)
    sh.say(given, say(f"Webhook {answer['webhook_id']}", f"Webhook {answer['webhook_id']}"),
           told_token(given))  # fmt: skip


@verb(
    WEBHOOK, "rotate",
    ("Change the secret that signs, shown once. For some hours messages are signed with the old "
     "one too: change it in the receiver meanwhile.",
     "Renouveler le secret qui signe, montré une fois. Pendant quelques heures les messages sont "
     "aussi signés avec l'ancien : changez-le chez le destinataire d'ici là."),
    "comptant webhook rotate 812", "comptant webhook rotate 812 --hours 0",
)  # fmt: skip
@click.argument("webhook", type=ID)
@option("--hours", type=click.IntRange(0), default=24, metavar="HOURS",
        help=("How long the old one still signs (default: 24).",
              "Combien d'heures l'ancien signe encore (sinon 24)."))  # fmt: skip
def rotate(sh: Shell, webhook: int, hours: int) -> None:
    """Change a secret."""
    from comptant.operations.registry import webhooks

    token = webhooks.new_token()
    answer = sh.run(webhooks.rotate_webhook, webhook_id=webhook, hours=hours, token=token)
    given = with_token(answer, token)
    sh.say(given, say(f"Webhook {answer['webhook_id']}", f"Webhook {answer['webhook_id']}"),
           told_token(given))  # fmt: skip


@verb(WEBHOOK, "end", ("Tell an address nothing more.", "Ne plus avertir une adresse."),
      "comptant webhook end 812")  # fmt: skip
@click.argument("webhook", type=ID)
def end(sh: Shell, webhook: int) -> None:
    """End an address."""
    from comptant.operations.registry import webhooks

    sh.say(sh.run(webhooks.end_webhook, webhook_id=webhook), say("Done.", "Fait."))


@verb(
    WEBHOOK, "replay",
    ("Tell an address again of the events of the last hours, heard or not.",
     "Avertir de nouveau une adresse des événements des dernières heures, entendus ou non."),
    "comptant webhook replay 812 --hours 24",
)  # fmt: skip
@click.argument("webhook", type=ID)
@option("--hours", default=24, type=click.IntRange(1, 24 * 366),
        help=("How far back (default: 24).", "Jusqu'à quand remonter (sinon 24)."))  # fmt: skip
def replay(sh: Shell, webhook: int, hours: int) -> None:
    """Replay."""
    from comptant.operations.registry import webhooks

    now = datetime.now(UTC)
    answer = sh.run(webhooks.replay, webhook_id=webhook, from_at=now - timedelta(hours=hours),
                    until_at=now)  # fmt: skip
    sh.say(answer, say(f"{answer['count']} to tell again.", f"{answer['count']} à redire."))


@verb(WEBHOOK, "list", ("List the addresses that are told.", "Lister les adresses averties."),
      "comptant webhook list")  # fmt: skip
def list_(sh: Shell) -> None:
    """List addresses."""
    with sh.reading() as (see, _, _on):
        rows = see("read_webhooks")
    sh.show(rows, "id", "company_name", "url", "event_kinds")


@verb(WEBHOOK, "log", ("What was told, how often it was tried, what was answered.",
                       "Ce qui a été dit, combien d'essais, ce qui a été répondu."),
      "comptant webhook log", "comptant webhook log 812")  # fmt: skip
@click.argument("webhook", type=ID, required=False)
def log(sh: Shell, webhook: int | None) -> None:
    """The deliveries."""
    with sh.reading() as (see, _, _on):
        rows = see("read_deliveries", webhook_id=webhook)
    sh.show(rows, "id", "event_id", "url", "tries", "delivered_at", "next_at", "last_answer")


@verb(WEBHOOK, "events", ("The events there are, or those of a contract.",
                          "Les événements existants, ou ceux d'un contrat."),
      "comptant webhook events", "comptant webhook events C-1")  # fmt: skip
@click.argument("contract", required=False)
def events(sh: Shell, contract: str | None) -> None:
    """Kinds of events, or the log of a contract."""
    from comptant.operations.acts.events import KINDS

    if contract is None:
        sh.say(sorted(KINDS), *sorted(KINDS))
        return
    with sh.reading() as (see, _, on):
        rows = see("read_events", contract_id=lookup.contract(see, contract, on)["id"])
    sh.show(rows, "id", "event_kind", "contract_number", "happened_at")
