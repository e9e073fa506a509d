"""What tests of offers share: a tariff in force, a ledger, a quote."""

from typing import Any

import polars as pl

from comptant.operations.acts.act import Answer
from comptant.operations.quoting import offers, tariffs
from comptant.operations.quoting.offer_clients import ASKED_BUYERS
from comptant.operations.quoting.offers import COMPARED
from comptant.rules.curve import SALES
from tests.facts import World

ONE_BUYER: dict[str, Any] = {
    "row_number": 1, "buyer_name": "BETA SA", "turnover_cents": 120_000_000, "term_days": 45,
    "payment_days": 50, "invoice_count": 240, "buyer_class": "B",
}  # fmt: skip
# The offer of W4-9, every price typed.
TYPED: dict[str, Any] = {
    "is_ours": False, "fee_ppm": 6_000, "margin_ppm": 16_000, "fund_ppm": 0,
    "concentration_ppm": 1_000_000, "monthly_cents": 10_000,
}  # fmt: skip


def rows(*changed: dict[str, Any]) -> pl.DataFrame:
    """The example tariff as a batch, with rows changed or added."""
    taken = [row.__dict__ for row in tariffs.example()]
    return tariffs.TARIFF.frame([*taken, *changed])


def propose(world: World, table: pl.DataFrame | None = None, login: str = "anna") -> Answer:
    """A tariff proposed from today on."""
    return tariffs.propose_tariff(
        world.conn, world.asked(login), rows=rows() if table is None else table,
        valid_from_on=world.on, source="tariff 2026",
    )  # fmt: skip


def in_force(world: World) -> int:
    """The example tariff in force from today on; its id."""
    return int(world.approve(propose(world), "ada")["tariff_id"])


def class_of(world: World, login: str) -> str:
    """B, where a person of the house says it; nobody else does."""
    return "B" if world.users[login].is_factor else "C"


def quote(
    world: World, product: str = "whole_turnover", *buyers: dict[str, Any], login: str = "anna",
    terms: dict[str, Any] | None = None, key: str | None = None, **told: Any,
) -> Answer:  # fmt: skip
    """A quote on a ledger, one buyer unless said otherwise."""
    asked = {"prospect": "ALPHA SAS", "party_id": None, "need_cents": None,
             "client_class": class_of(world, login), "told": {}, "sales": SALES.empty(),
             **told}  # fmt: skip
    return offers.quote(
        world.conn, world.asked(login, key), product=product, terms=terms or {},
        buyers=ASKED_BUYERS.frame(buyers or (ONE_BUYER,)), **asked,
    )  # fmt: skip


def compare(world: World, *asked: dict[str, Any], login: str = "anna", **told: Any) -> Answer:
    """Offers side by side on the same ledger."""
    given = {"client_class": class_of(world, login), "need_cents": None, "told": {},
             "wants_cover": False, "wants_discretion": False, "sales": SALES.empty(),
             "buyers": ASKED_BUYERS.frame([ONE_BUYER]), **told}  # fmt: skip
    return offers.compare(
        world.conn, world.asked(login), offers=COMPARED.frame(asked), **given
    )  # fmt: skip
