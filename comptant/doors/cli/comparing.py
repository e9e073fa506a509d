"""Offers side by side, and the products that there are."""

from typing import TYPE_CHECKING, Any

from comptant.doors import offer_costs, offers_told, tables, words
from comptant.doors.cli.language import option
from comptant.doors.cli.offering import QUOTE
from comptant.doors.cli.quoting import (
    on_a_ledger,
    read_of,
    tell_reading,
    tell_tariff,
    typed_terms,
)
from comptant.doors.cli.shell import Shell, to_json, verb
from comptant.doors.words import Both, say

if TYPE_CHECKING:
    from comptant.doors.cli.language import Subject
    from comptant.doors.sold import Sold

WANTS = ("cover", "discretion", "management")


def declare(root: "Subject") -> None:
    """These commands are of `quote`, which is declared before."""
    assert QUOTE.name in root.commands


def asked(text: str, currency: str = "EUR") -> dict[str, Any]:
    """PRODUCT or PRODUCT:NAME=VALUE,NAME=VALUE as a row of COMPARED; `label` is its own words."""
    product, _, rest = text.partition(":")
    parts = [part.strip() for part in rest.split(",") if part.strip()]
    label = next((part.partition("=")[2] for part in parts if part.startswith("label=")), None)
    terms = typed_terms(
        tuple(part for part in parts if not part.startswith("label=")), currency)  # fmt: skip
    return {"product": product.strip(), "offer_label": label, "offer_terms": to_json(terms)}


@verb(
    QUOTE, "compare",
    ("Lay offers side by side on the same ledger: cash, the two costs, risk kept, duties, what "
     "buyers see, and the same if buyers are late or one fails. Which to take, and what would "
     "change it.\n\n"
     "Without --offer: the products of the house that meet most of what is wanted. "
     "Another factor's terms and a bank overdraft are typed in.",
     "Mettre des offres côte à côte sur le même poste clients : trésorerie, les deux coûts, risque "
     "gardé, devoirs, ce que voient les acheteurs, et la même chose si les acheteurs tardent ou si "
     "l'un défaille. Laquelle prendre, et ce qui le changerait.\n\n"
     "Sans --offer : les produits de la maison qui répondent le mieux à ce qui est voulu. "
     "Les conditions d'un autre factor et un découvert bancaire se saisissent."),
    "comptant quote compare --turnover 1200000 --days 55 --need 90000 --want cover",
    "comptant quote compare --ledger balance.xlsx --offer whole_turnover --offer confidential "
    "--offer 'other_factor:label=Factor X,fee_ppm=0.70,margin_ppm=1.30,advance_standard_ppm=85,"
    "setup_cents=500' --offer 'overdraft:margin_ppm=8,line_cents=50000'",
)  # fmt: skip
@on_a_ledger
@option("--offer", "offers", multiple=True, metavar="PRODUCT[:NAME=VALUE,...]",
        help=("An offer; may be repeated.", "Une offre ; peut être répétée."))  # fmt: skip
@option("--want", "wants", multiple=True, metavar="cover|discretion|management",
        help=("What the offer must do; may be repeated.",
              "Ce que l'offre doit faire ; peut être répété."))  # fmt: skip
@option("--keep", "prospect", default="", metavar="COMPANY",
        help=("Keep each offer of the house as a quote of this company; one may be accepted.",
              "Garder chaque offre de la maison comme devis de cette société ; une peut être "
              "acceptée."))  # fmt: skip
def compare(
    sh: Shell, sold: "Sold", told: dict[str, int], offers: tuple[str, ...],
    wants: tuple[str, ...], prospect: str, client_class: str, need_cents: int | None, sector: str,
    currency: str,
) -> None:  # fmt: skip
    """Compare offers."""
    import click

    from comptant.operations.quoting import offers as operations

    unknown = set(wants) - set(WANTS)
    if unknown:
        raise click.BadOptionUsage("--want", ", ".join(sorted(unknown)))
    rows = [asked(text, currency) for text in offers]
    answer = sh.run(
        operations.compare, offers=operations.COMPARED.frame(rows), client_class=client_class,
        need_cents=need_cents, wants_cover="cover" in wants,
        wants_discretion="discretion" in wants, told=told, buyers=sold.buyers, sales=sold.sales,
        prospect=prospect, wants_management="management" in wants, sector=sector,
        currency=currency,
    )  # fmt: skip
    if sh.is_json:
        sh.say({**answer, "read": read_of(sold)})
        return
    tell_reading(sold)
    tell_comparison(answer)
    rows = [{**one, "product": words.word("product", one["product"])}
            for one in answer.get("quotes", [])]  # fmt: skip
    tables.show(rows, ("quote_id", "product"), say("Kept as quotes", "Gardés comme devis"))


def tell_comparison(told: dict[str, Any]) -> None:
    """A comparison for people."""
    tell_tariff(told["tariff"])
    tables.show(
        offers_told.side_by_side(told),
        ("offer", "day_1_cents", "mean_cash_cents", "cost_1_cents", "cost_2_cents",
         "cost_3_cents", "cost_all_cents", "cost_saved_cents", "cost_net_cents", "teg_told",
         "risk_cents"),
        say("Side by side, for a year", "Côte à côte, sur un an"),
    )  # fmt: skip
    for text in [*offers_told.sector(told), *offer_costs.references(told),
                 *offers_told.old_rates(told),
                 *offers_told.unpriced(told)]:  # fmt: skip
        tables.dim(f"  {text}")
    for name, duties, seen in offers_told.ties(told):
        tables.line(name)
        tables.dim(f"    {say('Duties: ', 'Devoirs : ')}{duties}.")
        tables.dim(f"    {say('Buyers see: ', 'Les acheteurs voient : ')}{seen}.")
    for scenario in offers_told.scenarios(told):
        tables.show(
            offers_told.side_by_side(told, scenario),
            ("offer", "mean_cash_cents", "cost_1_cents", "cost_2_cents", "cost_all_cents",
             "risk_cents"),
            say("If: ", "Si : ") + words.word("scenario", scenario),
        )  # fmt: skip
    chosen, reasons, changes = offers_told.advice(told)
    tables.line(say(f"Recommended: {chosen}.", f"Recommandé : {chosen}."))
    for text in reasons:
        tables.line(f"  {text}")
    if changes:
        tables.line(say("What would change it:", "Ce qui le changerait :"))
    for text in changes:
        tables.line(f"  {text}")


@verb(QUOTE, "products", ("List the products: each is a set of terms.",
                          "Lister les produits : chacun est un jeu de conditions."),
      "comptant quote products")  # fmt: skip
def products(sh: Shell) -> None:
    """List products."""
    from comptant.rules.offer_terms import OFFER_TERMS, PRODUCTS

    if sh.is_json:
        sh.say(PRODUCTS)
        return
    from comptant.doors.term_values import term_shown as shown

    rows = []
    for name, terms in PRODUCTS.items():
        said = [f"{Both(OFFER_TERMS[term].english, OFFER_TERMS[term].french).said()} "
                f"{_shown(term, value, shown)}" for term, value in terms.items()]  # fmt: skip
        rows.append({"code": name, "product": name, "words": "; ".join(said)})
    tables.show(rows, ("code", "product", "words"))


def _shown(term: str, value: object, shown: Any) -> str:
    from comptant.rules.offer_terms import OFFER_TERMS

    if value is None or isinstance(value, bool):
        return str(shown("has_recourse", value))
    return words.value_of(f"x_{OFFER_TERMS[term].kind}", value)
