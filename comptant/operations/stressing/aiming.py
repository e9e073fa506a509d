"""Whom and what the shocks of a scenario strike: buyers by number or size, policies by insurer."""

from dataclasses import dataclass

import polars as pl
from psycopg import Connection

from comptant.operations.acts.act import Refused
from comptant.rules.columns import c, shape
from comptant.rules.money import ONE_PPM, share_down
from comptant.rules.stress import SHOCKED
from comptant.rules.stress_scenario import Scenario, Shock
from comptant.store import bulk

COVERED = shape("contract_id", "buyer_id")
SECTOR = {"PUBLIC": c.buyer_is_public, "PRIVATE": ~c.buyer_is_public}
NOBODY = 0


@dataclass(frozen=True)
class Aimed:
    """A scenario with the ids that it strikes. `buyers`: of each shock that names some;
    `policies`: of each shock of an insurer; `names`: of buyers that fail."""

    scenario: Scenario
    failing: tuple[int, ...]
    names: dict[int, str]
    buyers: dict[int, tuple[int, ...]]
    policies: dict[int, tuple[int, ...]]

    @property
    def failed_policies(self) -> frozenset[int]:
        """Those whose insurer pays nothing."""
        return frozenset(id_ for shock in self.scenario.of("insurer")
                         for id_ in self.policies[shock.number])  # fmt: skip

    @property
    def may_be_taken(self) -> bool:
        """Whether our guarantee may take effect by a shock."""
        return bool(self.failing) or bool(self.scenario.of("delay"))


def aimed(conn: Connection, scenario: Scenario, contract_id: int | None) -> Aimed:
    """The scenario with its buyers and policies. Refused: stress_buyer_unknown,
    stress_insurer_unknown, stress_nobody_largest."""
    numbers = sorted({one for shock in scenario.shocks for one in shock.buyers})
    known: dict[str, bulk.Row] = {
        row["identifier"]: row for row in bulk.rows(conn, "stress_named", numbers=numbers)
    }
    buyers, policies = {}, {}
    for shock in scenario.shocks:
        for one in shock.buyers:
            if one not in known:
                raise Refused("stress_buyer_unknown", shock_number=shock.number,
                              shock=shock.kind, given=one)  # fmt: skip
        if shock.buyers:
            buyers[shock.number] = tuple(known[one]["buyer_id"] for one in shock.buyers)
        if shock.insurer is not None:
            policies[shock.number] = _policies(conn, shock)
    failing = [id_ for shock in scenario.of("fail") for id_ in buyers.get(shock.number, ())]
    for shock in scenario.of("fail"):
        failing += _largest(conn, shock, contract_id) if shock.largest else []
    ids = sorted(set(failing))
    names = {row["buyer_id"]: row["buyer_name"]
             for row in bulk.rows(conn, "stress_parties", ids=ids)}  # fmt: skip
    return Aimed(scenario, tuple(ids), names, buyers, policies)


def _largest(conn: Connection, shock: Shock, contract_id: int | None) -> list[int]:
    """So many buyers with the largest sums owed in one currency; amounts of several currencies are
    never added."""
    rows = bulk.rows(conn, "stress_buyers", contract_id=contract_id, most=4 * shock.largest)
    found = list(dict.fromkeys(int(row["buyer_id"]) for row in rows))[: shock.largest]
    if not found:
        raise Refused("stress_nobody_largest", shock_number=shock.number, shock=shock.kind)
    return found


def _policies(conn: Connection, shock: Shock) -> tuple[int, ...]:
    rows = bulk.rows(conn, "stress_policies", insurer=shock.insurer)
    if not rows:
        every = bulk.rows(conn, "stress_policies", insurer=None)
        known = sorted({str(row["insurer_name"]) for row in every})
        raise Refused("stress_insurer_unknown", shock_number=shock.number, shock=shock.kind,
                      given=shock.insurer, known=", ".join(known) or "-")  # fmt: skip
    return tuple(int(row["policy_id"]) for row in rows)


def struck(conn: Connection, buyers: pl.DataFrame, aim: Aimed, ids: list[int], on: object
           ) -> pl.DataFrame:  # fmt: skip
    """Buyers of contracts with SHOCKED: delays add up, so do dilutions; limits are cut one after
    the other."""
    zero, whole = pl.lit(0, pl.Int64), pl.lit(ONE_PPM, pl.Int64)
    late, diluted, kept = zero, zero, whole
    for shock in aim.scenario.of("delay"):
        late = late + pl.when(_strikes(shock, aim)).then(shock.days).otherwise(0)
    for shock in aim.scenario.of("dilution"):
        diluted = diluted + pl.when(_strikes(shock, aim)).then(shock.rate_ppm).otherwise(0)
    for shock in aim.scenario.of("limits"):
        cut = share_down(kept, shock.kept_ppm)
        if shock.number in aim.policies:
            name = f"covered_{shock.number}"
            buyers = _covered(conn, buyers, aim.policies[shock.number], ids, on, name)
            cut = pl.when(pl.col(name)).then(cut).otherwise(kept)
        kept = cut
    return buyers.with_columns(
        late_more_days=late.cast(pl.Int64),
        buyer_fails=c.buyer_id.is_in(list(aim.failing)),
        diluted_ppm=pl.min_horizontal(diluted, whole).cast(pl.Int64),
        limit_kept_ppm=kept.cast(pl.Int64),
    ).select(*(name for name in buyers.columns if not name.startswith("covered_")),
             *SHOCKED.names)  # fmt: skip


def _strikes(shock: Shock, aim: Aimed) -> pl.Expr:
    """Whether a shock strikes a buyer: all that it says of whom is so of him."""
    strikes = pl.lit(value=True)
    if shock.number in aim.buyers:
        strikes = strikes & c.buyer_id.is_in(list(aim.buyers[shock.number]))
    if shock.country:
        strikes = strikes & (c.buyer_country == shock.country)
    if shock.sector:
        strikes = strikes & SECTOR[shock.sector]
    return strikes


def _covered(
    conn: Connection, buyers: pl.DataFrame, policies: tuple[int, ...], ids: list[int], on: object,
    name: str,
) -> pl.DataFrame:  # fmt: skip
    """The buyers with whether one of the policies covers them in their contract."""
    found = bulk.read(conn, "stress_covers", COVERED, ids=ids, policy_ids=list(policies), on=on)
    own = found.filter(c.buyer_id != NOBODY).with_columns(pl.lit(value=True).alias("by_name"))
    every = found.filter(c.buyer_id == NOBODY).select(
        "contract_id", pl.lit(value=True).alias("by_all"))  # fmt: skip
    joined = buyers.join(own, on=["contract_id", "buyer_id"], how="left", maintain_order="left")
    joined = joined.join(every.unique(), on="contract_id", how="left", maintain_order="left")
    told = pl.coalesce("by_name", "by_all", pl.lit(value=False)).alias(name)
    return joined.with_columns(told).drop("by_name", "by_all")
