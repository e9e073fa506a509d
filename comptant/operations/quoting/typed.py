"""What a person may say of an offer. Of an offer of the house, whoever is not of the house
describes the company and what it needs; prices, financing and risk classes are the house's word.
Another factor's terms anybody types: they are no offer of ours, and no contract comes of them.

Source: DOMAIN §2.1; decision 0173.
"""

from collections.abc import Mapping, Sequence

import polars as pl

from comptant.operations.acts.act import Act, Refused
from comptant.rules.agreement import RENAMED
from comptant.rules.offer_terms import OFFER_TERMS, PRICED, PRODUCTS
from comptant.rules.recommending import NEEDS
from comptant.rules.sectors import SECTORS
from comptant.rules.tariff import CLASSES
from comptant.rules.terms import Value

MIDDLE = "C"  # of a company, and of buyers, that nobody of the house has looked at
# What a company needs, and what it supposes of its own use.
NEEDED = frozenset({
    "has_recourse", "is_insured", "disclosure_mode", "collection_mode", "notice_required",
    "assignment_scope", "scope_count", "takes_ledger", "line_cents", "payables_line_cents",
    "order_line_cents", "use_ppm", "order_days", "order_share_ppm", "approval_days",
})  # fmt: skip
# What the tariff prices, and what a person of the house may type in its place, by another's word.
PRICES = (*PRICED, "agreed_minimum_cents", "order_margin_ppm", "payables_rebate_ppm",
          "package_month_cents")  # fmt: skip


def is_ours(product: str, terms: Mapping[str, Value]) -> bool:
    """Whether an offer would be the house's."""
    said = {**PRODUCTS.get(product, {}), **terms}
    return bool(said.get("is_ours", True))


def check_typed(do: Act, product: str, terms: Mapping[str, Value]) -> None:
    """Refused: price_of_the_house (a term of an offer of ours that whoever asks does not say)."""
    if do.by.is_factor or not is_ours(product, terms):
        return
    for name, value in terms.items():
        if name in OFFER_TERMS and name not in NEEDED:
            raise Refused("price_of_the_house", term=name, value=value,
                          clause=OFFER_TERMS[name].clause)  # fmt: skip


def class_said(do: Act, client_class: str) -> str:
    """The risk class of a company: the house's word. Refused: class_of_the_house."""
    if not do.by.is_factor and client_class in CLASSES and client_class != MIDDLE:
        raise Refused("class_of_the_house", client_class=client_class, middle=MIDDLE)
    return client_class


def buyers_said(do: Act, buyers: pl.DataFrame) -> pl.DataFrame:
    """Buyers as they are told: their class and limit are the house's word, else as nobody has
    looked at them."""
    if do.by.is_factor:
        return buyers
    return buyers.with_columns(
        pl.lit(None, buyers.schema[name]).alias(name) for name in ("buyer_class", "limit_cents")
        if name in buyers.columns
    )  # fmt: skip


def typed_prices(terms: Mapping[str, Value]) -> dict[str, Value]:
    """The prices that a person of the house has typed in place of the tariff's."""
    return {name: terms[name] for name in PRICES if terms.get(name) is not None}


def typed_as_agreed(terms: Mapping[str, Value], agreed: Mapping[str, Value]) -> dict[str, Value]:
    """The same by the names of the contract, as agreed."""
    found = {name: agreed[name] for name in (RENAMED.get(one, one) for one in typed_prices(terms))
             if name in agreed}  # fmt: skip
    if any(terms.get(name) is not None for name in ("annual_minimum_ppm", "agreed_minimum_cents")):
        found["annual_minimum_cents"] = agreed.get("annual_minimum_cents")
    return found


def typed_steps(product: str, told: Mapping[str, Value]) -> list[dict[str, Value]]:
    """The prices that the tariff did not give: what a person has typed, beside the product's."""
    return [
        {"term": name, "kind": "TYPED", "row_number": 0, "row": "", "condition": "",
         "rate_ppm": told[name]}
        for name in PRICED if name.endswith("_ppm") and told.get(name) is not None
        and PRODUCTS[product].get(name) != told[name]
    ]  # fmt: skip


def check_said(sector: str, needs: Sequence[str]) -> None:
    """Whether the activity and the needs are of those known. Refused: sector_unknown,
    need_unknown."""
    if sector and sector not in SECTORS:
        raise Refused("sector_unknown", sector=sector, sectors=list(SECTORS))
    for need in needs:
        if need not in NEEDS:
            raise Refused("need_unknown", need=need, needs=list(NEEDS))
