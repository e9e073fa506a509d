"""The TEG that the special conditions of a contract state: of the contract's own terms and fees in
force, on the ledger that its client described in a quote. Of that quote nothing else counts: no
price, no product.

Source: DOMAIN §4.6: the TEG is stated on hypotheses, which are told with it; decision 0172.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from comptant.operations.acts.act import Refused
from comptant.operations.quoting.offer_clients import ASKED_BUYERS, client_of
from comptant.operations.quoting.offered import Offer, Weighing, figures_of, inputs_of, weighed_of
from comptant.rules.agreement import HYPOTHESES, terms_held
from comptant.rules.columns import c
from comptant.rules.curve import SALES
from comptant.rules.fees import FEES
from comptant.rules.offer_notes import SCENARIO_TABLE, USUAL
from comptant.rules.offer_terms import complete
from comptant.rules.offering import UNITS
from comptant.rules.reference_values import indexes, last_day
from comptant.rules.terms import BadTerm

Row = dict[str, Any]


@dataclass(frozen=True)
class Basis:
    """What a quote says of its client: how it is asked (`request`), what its offer supposed of the
    use (`terms`)."""

    request: Mapping[str, Any]
    terms: Mapping[str, Any]


def stated(
    terms: Mapping[str, Any], fees: Sequence[Row], basis: Basis, reference: Row, on: date
) -> Row:  # fmt: skip
    """The figures of a year under a contract's terms (by name), its fees in force (rows of
    read_contract_fees: code, unit, tiers) and the reference rate of the day, with what they rest
    on: `figures`, `hypotheses`.

    Refused: teg_unstated (terms that no year can be reckoned of), those of client_of().
    """
    asked = basis.request
    buyers, sales = ASKED_BUYERS.frame(asked["buyers"]), SALES.frame(asked["sales"])
    client = client_of(asked["client_class"], asked["need_cents"], dict(asked["told"]), buyers,
                       sales)  # fmt: skip
    supposed = {name: basis.terms.get(name) for name in HYPOTHESES}
    told = {**terms_held(terms), **_of_fees(fees),
            **{name: value for name, value in supposed.items() if value is not None}}  # fmt: skip
    if told["assignment_scope"] != "ALL_INVOICES":
        told.setdefault("scope_count", 1)
    try:
        whole = complete(told)
    except BadTerm as error:
        raise Refused("teg_unstated", term=error.name, value=error.value) from None
    offer = Offer(1, "", "", whole, [], _charges(fees, terms), reference)
    usual = SCENARIO_TABLE.filter(c.scenario == USUAL)
    (case,) = Weighing([offer], None, weighed_of([offer], client, on, usual), client, []).cases
    return {"figures": figures_of(case), "hypotheses": {**inputs_of(case), "reference": reference}}


def reference_in(found: Sequence[Row], index: str, on: date) -> Row:
    """The reference rate of a day (read_reference), as quotes tell it. Refused: rate_missing."""
    if index == "FIXED":
        return {"rate_index": index, "rate_ppm": 0, "fixing_on": None, "source": None,
                "last_on": None, "is_old": False}  # fmt: skip
    if not found:
        raise Refused("rate_missing", rate_index=index, day=on.isoformat())
    (row,) = found
    last_on = last_day(indexes()[index], row["fixing_on"])
    return {"rate_index": index, "rate_ppm": row["rate_ppm"],
            "fixing_on": row["fixing_on"].isoformat(), "source": row["source"],
            "last_on": last_on, "is_old": last_on is not None and last_on < on}  # fmt: skip


def _of_fees(fees: Sequence[Row]) -> Row:
    """What fees say that offers have as a term: the line not used, the tiers of the fee."""
    tiers = [row for row in fees if row["charge_unit"] == "VOLUME"]
    told = " ".join(f"{_decimals(row['tier_from'], 2)}:{_decimals(row['charge_ppm'], 4)}"
                    for row in tiers)  # fmt: skip
    unused = sum(row["charge_ppm"] for row in fees if row["charge_unit"] == "UNUSED")
    return {"fee_tiers": told or None, "unused_ppm": unused}


def _decimals(number: int, digits: int) -> str:
    whole, part = divmod(number, 10**digits)
    return f"{whole}.{part:0{digits}d}"


def _charges(fees: Sequence[Row], terms: Mapping[str, Any]) -> list[Row]:
    """The fees that come by themselves in a year, and the package: what acts bring is not known. Of
    a fee by tiers of a number, the price of the first."""
    told = [(row["fee_code"], row["charge_unit"], row["unit_cents"], row["charge_ppm"])
            for row in fees if row["charge_unit"] in UNITS and not row["tier_from"]]  # fmt: skip
    package = terms.get("package_month_cents") or 0
    if package:
        told.append(("FEE-PACK", "MONTH", package, 0))
    return [
        {"offer_number": 1, "fee_code": code, "charge_unit": unit, "unit_cents": cents,
         "charge_ppm": ppm, "vat_class": FEES[code].vat_class, "is_in_teg": FEES[code].is_in_teg,
         "is_package_fee": code == "FEE-PACK"}
        for code, unit, cents, ppm in told
    ]  # fmt: skip
