"""Links to the accounts of buyers, without an account of theirs: made, listed, ended."""

import click

from comptant.doors import lookup
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import ID
from comptant.doors.words import Both, say

LINK = Subject("buyer-link", both=Both(
    "Links by which buyers read what they owe, confirm, dispute, promise and announce transfers.",
    "Liens par lesquels les acheteurs lisent ce qu'ils doivent, confirment, contestent, promettent "
    "et annoncent des virements."))  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(LINK)


@verb(LINK, "share",
      ("Make a link that opens to a buyer, without an account, what it owes under a contract. It "
       "is shown once: whoever has it answers for the buyer.",
       "Créer un lien qui ouvre à un acheteur, sans compte, ce qu'il doit pour un contrat. Il "
       "est montré une fois : qui l'a répond pour l'acheteur."),
      "comptant buyer-link share C-1 'BETA SA' --days 30")  # fmt: skip
@click.argument("contract")
@click.argument("buyer")
@option("--days", type=ID, default=60, help=("How long it serves, in days.",
                                             "Combien de jours il sert."))  # fmt: skip
def link_share(sh: Shell, contract: str, buyer: str, days: int) -> None:
    """Share a buyer's account."""
    from comptant.doors.answers import told_token, with_token
    from comptant.operations.buyer_page.links import new_link, share_buyer_account

    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"]
        buyer_id = lookup.buyer(see, buyer)["id"]
    token = new_link()
    answer = with_token(sh.run(share_buyer_account, contract_id=contract_id, buyer_id=buyer_id,
                               days=days, token=token), token)  # fmt: skip
    sh.say(answer, told_token({**answer, "token": answer["token"] and f"/account/{token}"}))


@verb(LINK, "list",
      ("The links of buyers, and how much was said by each.",
       "Les liens des acheteurs, et ce qui fut dit par chacun."),
      "comptant buyer-link list C-1")  # fmt: skip
@click.argument("contract", required=False)
def link_list(sh: Shell, contract: str | None) -> None:
    """List links."""
    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"] if contract else None
        rows = see("read_buyer_links", contract_id=contract_id, on=on)
    sh.show(rows, "id", "contract_number", "buyer_name", "made_on", "until_on", "link_state",
            "answer_count")  # fmt: skip


@verb(LINK, "answers",
      ("What buyers said by their links, the latest first.",
       "Ce que les acheteurs ont dit par leurs liens, la dernière réponse d'abord."),
      "comptant buyer-link answers C-1")  # fmt: skip
@click.argument("contract", required=False)
def link_answers(sh: Shell, contract: str | None) -> None:
    """List what was said."""
    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"] if contract else None
        rows = see("read_buyer_answers", contract_id=contract_id, link_id=None)
    sh.show(rows, "answered_on", "link_id", "contract_number", "buyer_name", "buyer_answer",
            "invoice_numbers", "amount_cents", "said")  # fmt: skip


@verb(LINK, "end",
      ("End a link before its day: it opens nothing any more.",
       "Mettre fin à un lien avant son terme : il n'ouvre plus rien."),
      "comptant buyer-link end 118 --reason 'sent to the wrong address'")  # fmt: skip
@click.argument("link", type=ID, metavar="NUMBER")
@option("--reason", required=True, help=("Why.", "Pourquoi."))
def link_end(sh: Shell, link: int, reason: str) -> None:
    """End a link."""
    from comptant.operations.buyer_page.links import end_buyer_account

    answer = sh.run(end_buyer_account, link_id=link, reason=reason)
    sh.say(answer, say("It opens nothing any more.", "Il n'ouvre plus rien."))
