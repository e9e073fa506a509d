"""Quotes accepted, and quotes for somebody without an account."""

from typing import TYPE_CHECKING

import click

from comptant.doors import words
from comptant.doors.cli.language import option
from comptant.doors.cli.offering import QUOTE
from comptant.doors.cli.quoting import on_a_ledger
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import ID
from comptant.doors.words import language, say

if TYPE_CHECKING:
    from comptant.doors.cli.language import Subject
    from comptant.doors.sold import Sold


def declare(root: "Subject") -> None:
    """These commands are of `quote`, which is declared before."""
    assert QUOTE.name in root.commands


@verb(
    QUOTE, "accept",
    ("Accept a quote that your company was given, until its last day: its terms are those of the "
     "contract that is opened from it.",
     "Accepter un devis donné à votre société, jusqu'à son dernier jour : ses conditions sont "
     "celles du contrat qui en est ouvert."),
    "comptant quote accept 1204 --as manager",
)  # fmt: skip
@click.argument("quote", type=ID, metavar="NUMBER")
@option("--as", "capacity", required=True, help=("As what you bind the company: manager, chairman.",
                                                 "Qualité qui vous permet d'engager la société : "
                                                 "gérant, président."))  # fmt: skip
def accept(sh: Shell, quote: int, capacity: str) -> None:
    """Accept a quote."""
    from comptant.operations.quoting.accepting import accept_quote

    answer = sh.run(accept_quote, quote_id=quote, capacity=capacity, language=language())
    who = answer["accepted_by"]
    sh.say(answer, say(f"Quote {quote} is accepted by {who}; what was accepted has the digest "
                       f"{answer['digest']}.",
                       f"Le devis {quote} est accepté par {who} ; ce qui est accepté a "
                       f"l'empreinte {answer['digest']}."))  # fmt: skip


@verb(
    QUOTE, "prospect",
    ("Quote somebody who has no account, as the public page does: by the tariff that is public, "
     "under a link to send, valid until the last day of the quote.",
     "Chiffrer pour qui n'a pas de compte, comme la page publique : au tarif ouvert au public, "
     "sous un lien à envoyer, valable jusqu'au dernier jour du devis."),
    "comptant quote prospect 'OMEGA SARL' --turnover 600000 --agreed 45 --days 55 --invoices 120",
)  # fmt: skip
@click.argument("prospect")
@on_a_ledger
@option("--product", default="whole_turnover", help=("A product (comptant quote products).",
                                                     "Un produit (comptant quote products).")
        )  # fmt: skip
@option("--continues", "continues_link", default="", metavar="LINK",
        help=("The link of the quote that this one goes on from.",
              "Le lien du devis dont celui-ci est la suite."))  # fmt: skip
def prospect_(
    sh: Shell, prospect: str, sold: "Sold", told: dict[str, int], product: str,
    continues_link: str, client_class: str, need_cents: int | None, sector: str,
    currency: str,
) -> None:  # fmt: skip
    """Quote somebody without an account."""
    from comptant.doors.answers import told_token, with_token
    from comptant.operations.quoting.links import new_link
    from comptant.operations.quoting.prospects import quote_prospect

    token = new_link()
    answer = with_token(sh.run(
        quote_prospect, prospect=prospect, product=product, need_cents=need_cents,
        buyers=sold.buyers, language=language(), token=token, continues_link=continues_link,
        sector=sector, currency=currency,
    ), token)  # fmt: skip
    cost = words.money(answer["figures"]["yearly_cost_cents"], currency)
    sh.say(answer, say(f"Quote {answer['quote_id']}: a year costs {cost} before VAT.",
                       f"Devis {answer['quote_id']} : un an coûte {cost} HT."),
           told_token({**answer, "token": answer["token"] and f"/offer/{token}"}))  # fmt: skip
