"""What buyers that fail cost, and who bears it: insurers, deductibles, our guarantee, the client,
his guarantee fund. Source: DOMAIN 1.6, 6.4, 6.7, W6-1 to W6-5, W8-E."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import polars as pl
from psycopg import Connection

from comptant.operations.claiming.claim_figures import beside_which
from comptant.operations.insurance.claims_expected import most_of_year
from comptant.operations.insurance.covering import cover_of, terms_said
from comptant.operations.stressing.aiming import Aimed
from comptant.operations.stressing.deciding import ITEM, Decided
from comptant.operations.stressing.reading import Slice
from comptant.rules.batch import decide
from comptant.rules.columns import c
from comptant.rules.indemnity import CLAIMS, INDEMNITY
from comptant.rules.money import pro_rata, share
from comptant.rules.stress import BEARING, filled
from comptant.store import bulk

Row = dict[str, Any]
_ID, _CENTS = ("contract_id", "invoice_id", "buyer_id"), (
    "open_cents", "reduction_cents", "guaranteed_cents", "uncovered_cents", "factor_open_cents",
    "client_open_cents",
)  # fmt: skip
NOTHING = pl.DataFrame(schema={
    **dict.fromkeys(_ID, pl.Int64), "due_on": pl.Date, "currency": pl.String,
    **dict.fromkeys(_CENTS, pl.Int64),
})  # fmt: skip
OF_CLAIM = ("policy_id", "buyer_id", "year_on")
OF_YEAR, OF_LOSS = ("first_loss_cents", "indemnity_cents"), ("loss_deductible_cents",
                                                             "loss_beside_cents")  # fmt: skip
PAID = ("insurer_bears_cents", "deductible_bears_cents")


@dataclass
class Insured:
    """`rows`: LOSSES with BEARING; `claims`: one row per buyer, policy and insurance year with what
    it pays, why not more, and its days; `paid`: per contract and day."""

    rows: pl.DataFrame
    claims: list[Row] = field(default_factory=list)


def owed(part: Slice, found: Decided) -> pl.DataFrame:
    """What the failing buyers of a slice owe, with its currency."""
    failing = found.before_taken.filter(c.buyer_fails).select(
        *ITEM, "buyer_id", "due_on", c.contract_currency.alias("currency"),
        pl.col("was_open_cents").clip(lower_bound=0).alias("open_cents"), "reduction_cents",
        "guaranteed_cents", "uncovered_cents",
    )  # fmt: skip
    taken = part.guaranteed
    if taken.is_empty():
        nothing = pl.lit(0, pl.Int64)
        return failing.with_columns(factor_open_cents=nothing, client_open_cents=nothing).select(
            NOTHING.columns
        )
    currency = part.contracts.select("contract_id", pl.col("contract_currency").alias("of"))
    rows = failing.join(taken, on=[*ITEM, "buyer_id"], how="full", coalesce=True)
    rows = rows.join(currency, on="contract_id", how="left")
    return rows.with_columns(
        pl.coalesce("currency", "of").alias("currency"),
        pl.col("open_cents", "reduction_cents", "guaranteed_cents", "uncovered_cents",
               "factor_open_cents", "client_open_cents").fill_null(0),
        c.due_on.fill_null(date.min),
    ).select(NOTHING.columns)  # fmt: skip


def borne(conn: Connection, rows: pl.DataFrame, aim: Aimed, on: date) -> Insured:
    """What failing buyers owe (of `owed`, of all slices), shared out among those who bear it. A
    debt is declared to its insurers today; their limits, first losses and maxima are used up
    buyer after buyer, the largest debt first."""
    rows = rows.with_columns(
        insurer_bears_cents=pl.lit(0, pl.Int64), deductible_bears_cents=pl.lit(0, pl.Int64)
    )
    if rows.is_empty():
        return Insured(_shared(rows))
    asked = [
        {**row, "insolvent_on": min(row["insolvent_on"] or on, on),
         "declared_on": row["declared_on"] or on}
        for row in bulk.rows_of(conn, "read_insured_invoices", "buyer_id", list(aim.failing),
                                contract_id=None, on=on)
    ]  # fmt: skip
    terms = {(row["policy_id"], row["invoice_id"]): terms_said(row["terms"]) for row in asked}
    known = set(rows.select(ITEM).iter_rows())
    covers: dict[tuple[int, int, date], list[Row]] = {}
    for row in cover_of(asked, on):
        if (row["contract_id"], row["invoice_id"]) in known:
            key = (row["policy_id"], row["buyer_id"], row["year_on"])
            covers.setdefault(key, []).append(row)
    claims, used = [], Used(conn, on, covers, _oldest(asked))
    order = sorted(covers.items(), key=lambda one: (
        one[0][0], -sum(row["insurable_cents"] for row in one[1]), one[0][1:]))  # fmt: skip
    for (policy_id, *_), told in order:
        claim = _claim(rows, told, terms[policy_id, told[0]["invoice_id"]], used,
                       is_failed=policy_id in aim.failed_policies)  # fmt: skip
        claims.append({**claim, "indemnity_on": on + timedelta(days=claim.pop("waiting_days"))})
        rows = _laid(rows, told, claim)
    return Insured(_shared(rows), claims)


def _oldest(asked: list[Row]) -> dict[tuple[int, int], date]:
    """Of each policy and buyer the oldest delivery."""
    found: dict[tuple[int, int], date] = {}
    for row in asked:
        key = row["policy_id"], row["buyer_id"]
        day = row["delivered_on"] or row["issued_on"]
        found[key] = min(found.get(key, day), day)
    return found


class Used:
    """What claims have used: of the first loss and the maximum of a policy's year, of the
    deductible and the threshold of the loss that a buyer is. A claim of it adds its own."""

    def __init__(
        self, conn: Connection, on: date, covers: dict[tuple[int, int, date], list[Row]],
        oldest: dict[tuple[int, int], date],
    ) -> None:  # fmt: skip
        self._conn, self._on, self._oldest = conn, on, oldest
        self._years: dict[tuple[int, date], Row] = {}
        self._losses: dict[tuple[int, int], Row] = {}
        self._open: dict[tuple[int, int], int] = {}
        for key, told in covers.items():
            self._open[key[:2]] = self._open.get(key[:2], 0) + _covered(told)

    def before(self, told: list[Row]) -> tuple[Row, Row]:
        """Of the year of covered invoices and of the loss on their buyer."""
        policy_id, buyer_id, year_on = (told[0][name] for name in OF_CLAIM)
        year, loss = (policy_id, year_on), (policy_id, buyer_id)
        if year not in self._years or loss not in self._losses:
            asked = {"id": 0, "policy_id": policy_id, "buyer_id": buyer_id, "year_on": year_on,
                     "delivered_on": self._oldest[loss], "opened_on": self._on}  # fmt: skip
            found = bulk.row(self._conn, "read_claims_used", **beside_which(asked)) or {}
            self._years.setdefault(year, {name: found[name] for name in OF_YEAR})
            self._losses.setdefault(loss, {name: found[name] for name in OF_LOSS})
        here = self._losses[loss]
        others = here["loss_beside_cents"] + self._open[loss] - _covered(told)
        return self._years[year], {**here, "loss_beside_cents": others}

    def add(self, told: list[Row], claim: Row) -> None:
        """A claim has used so much."""
        policy_id, buyer_id, year_on = (told[0][name] for name in OF_CLAIM)
        self._years[policy_id, year_on]["first_loss_cents"] += claim["first_loss_used_cents"]
        self._years[policy_id, year_on]["indemnity_cents"] += claim["claim_indemnity_cents"]
        taken = claim["deductible_taken_cents"]
        self._losses[policy_id, buyer_id]["loss_deductible_cents"] += taken


def _covered(told: list[Row]) -> int:
    return sum(row["covered_cents"] for row in told)


def _claim(
    rows: pl.DataFrame, told: list[Row], terms: Row, used: Used, *, is_failed: bool
) -> Row:  # fmt: skip
    """The claim on one buyer under one policy, of a year; `used` has then what it uses too."""
    first, (year, loss) = told[0], used.before(told)
    facts = {
        "claim_id": 0, "insurable_cents": sum(row["insurable_cents"] for row in told),
        "recovered_cents": _credited(rows, told), "insured_ppm": first["insured_ppm"],
        "claim_limit_cents": _covered(told), "disputed_cents": 0,
        "loss_deductible_cents": max(
            terms["loss_deductible_cents"] - loss["loss_deductible_cents"], 0),
        "loss_beside_cents": loss["loss_beside_cents"],
        "claim_threshold_cents": terms["claim_threshold_cents"],
        "first_loss_left_cents": max(terms["first_loss_cents"] - year["first_loss_cents"], 0),
        "liability_left_cents": None if (most := most_of_year(terms)) is None
        else max(most - year["indemnity_cents"], 0),
    }  # fmt: skip
    found = decide(CLAIMS.frame([facts]), INDEMNITY)
    whole = int(found.select(share(c.loss_base_cents, c.insured_ppm))["loss_base_cents"][0])
    one = found.row(0, named=True)
    if is_failed:
        one |= dict.fromkeys(("claim_indemnity_cents", "first_loss_used_cents",
                              "deductible_taken_cents"), 0)  # fmt: skip
        whole = one["insured_loss_cents"] = 0
    used.add(told, one)
    reasons = sorted({row["uninsured_reason"] for row in told if row["uninsured_reason"]})
    return {
        **{name: first[name] for name in ("policy_id", "policy_number", "insurer_name", "buyer_id",
                                          "buyer_name", "currency", "insured_ppm")},
        "invoice_count": len(told), "insurable_cents": one["insurable_cents"],
        "loss_base_cents": one["loss_base_cents"],
        "outside_limit_cents": one["outside_limit_cents"],
        "indemnity_due_cents": one["claim_indemnity_cents"],
        "deductible_bears_cents": whole - one["insured_loss_cents"] + one["first_loss_used_cents"],
        "declare_by_on": min(row["declare_by_on"] for row in told),
        "claim_by_on": min((row["claim_by_on"] for row in told if row["claim_by_on"]),
                           default=None),
        "waiting_days": terms["waiting_days"],
        "uninsured_reason": "insurer_fails" if is_failed else (reasons or [None])[0],
    }  # fmt: skip


def _credited(rows: pl.DataFrame, told: list[Row]) -> int:
    """Credits and cash that wait come in before the indemnity, on the base that is insured."""
    base = pl.DataFrame({
        "contract_id": [row["contract_id"] for row in told],
        "invoice_id": [row["invoice_id"] for row in told],
        "base": [row["base_open_cents"] for row in told],
        "whole": [row["open_cents"] for row in told],
    }, schema=dict.fromkeys(("contract_id", "invoice_id", "base", "whole"), pl.Int64))  # fmt: skip
    found = rows.join(base, on=ITEM).select(
        pro_rata(c.reduction_cents, pl.col("base"), pl.col("whole")).alias("cents"))  # fmt: skip
    return int(found["cents"].sum())


def _laid(rows: pl.DataFrame, told: list[Row], claim: Row) -> pl.DataFrame:
    """The claim's indemnity and deductible on its invoices, the oldest first, as far as they owe
    anything that no other policy pays."""
    items = pl.DataFrame([(row["contract_id"], row["invoice_id"]) for row in told],
                         schema=dict.fromkeys(ITEM, pl.Int64), orient="row")  # fmt: skip
    here = rows.join(items, on=ITEM, how="semi", maintain_order="left")
    amounts = (claim["indemnity_due_cents"], claim["deductible_bears_cents"])
    for name, pool in zip(PAID, amounts, strict=True):
        left = here.with_columns(debt_cents=_debt() - pl.col(PAID[0]) - pl.col(PAID[1]))
        laid = filled(left, pool, "laid").select(*ITEM, "laid")
        here = here.join(laid, on=ITEM, maintain_order="left").with_columns(
            pl.col(name) + pl.col("laid")).drop("laid")  # fmt: skip
    others = rows.join(items, on=ITEM, how="anti", maintain_order="left")
    return pl.concat([others, here.select(others.columns)])


def _debt() -> pl.Expr:
    return c.open_cents - c.reduction_cents + c.factor_open_cents + c.client_open_cents


def _shared(rows: pl.DataFrame) -> pl.DataFrame:
    return decide(rows, BEARING).sort(ITEM)
