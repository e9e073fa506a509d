"""What the policies of credit insurers cover of invoices: base, limits that run off, layers.

Grain: invoice and cover (a policy that covers its buyer, in a layer). The first layer covers what
is insurable; a higher one (top-up) only what the layers below leave; within a layer several
policies (co-insurance) have a share each, never above 100 % together.
Source: DOMAIN 6.1, 6.3, 6.7, W6-4.
"""

import polars as pl

from comptant.rules.batch import Rule, check, decide, first_reason
from comptant.rules.columns import c, shape
from comptant.rules.money import ONE_PPM, pro_rata, share, share_down

BASES = ("NET", "GROSS")
# One row per open invoice and cover. `policy_limit_cents`: the policy's limit on the buyer on the
# day of delivery, null: none was decided; `blind_cents`: what it covers then without a decision.
# `cover_stopped_on`: since when the policy covers no new delivery to the buyer;
# `limit_claimed_cents`: what accepted claims on invoices that are no longer open have used of the
# limit of that day.
INSURED = shape(
    "contract_id", "invoice_id", "buyer_id", "policy_id", "layer", "share_ppm", "currency",
    "open_cents", "gross_cents", "net_cents", "disputed_cents", "issued_on", "due_on",
    "delivered_on?", "cover_from_on", "cover_until_on?", "cover_stopped_on?", "declare_by_on",
    "declared_on?", "is_paid_up", "is_country_covered", "insured_base", "insured_ppm",
    "max_term_days", "policy_limit_cents?", "limit_ends_on?", "is_limit_refused", "blind_cents",
    "today_on", "limit_claimed_cents",
)  # fmt: skip
_OF_POLICY = ["policy_id", "buyer_id", "currency"]
_RANK = ["cover_day_on", "issued_on", "invoice_id"]
_ITEM = ["contract_id", "invoice_id"]


class LayersBeyondWhole(Exception):
    """The shares of one layer pass 100 %: the caller's fault. `layer`, `share_ppm`."""

    def __init__(self, layer: int, share_ppm: int) -> None:
        super().__init__(f"layer {layer} covers {share_ppm} ppm")
        self.layer, self.share_ppm = layer, share_ppm


def cover_day_on() -> pl.Expr:
    """The day that decides the cover: delivery, or the invoice's where it is not known. Source:
    6.3."""
    return pl.coalesce(c.delivered_on, c.issued_on)


def base_open_cents() -> pl.Expr:
    """What is open on the insured base: before VAT, its share of the amount. Source: W6-4."""
    before_vat = pro_rata(c.open_cents, c.net_cents, c.gross_cents)
    return pl.when(c.insured_base == "NET").then(before_vat).otherwise(c.open_cents)


def base_disputed_cents() -> pl.Expr:
    """What is disputed of it on the same base, never more than is open. Source: 6.4."""
    before_vat = pro_rata(c.disputed_cents, c.net_cents, c.gross_cents)
    disputed = pl.when(c.insured_base == "NET").then(before_vat).otherwise(c.disputed_cents)
    return pl.min_horizontal(disputed, c.base_open_cents)


def cover_limit_cents() -> pl.Expr:
    """The limit of the day of delivery; without a decision, what the policy covers blindly. A
    limit refused, ended or cancelled does not fall back to blind cover. Source: 6.1, 6.3."""
    ended = (c.cover_day_on > c.limit_ends_on).fill_null(value=False)
    return (
        pl.when(c.is_limit_refused | ended)
        .then(0)
        .otherwise(pl.coalesce(c.policy_limit_cents, c.blind_cents))
    )


def uninsured_reason() -> pl.Expr:
    """Why an invoice is not insurable at all under a policy; null where it is. Source: 6.1, 6.3,
    6.4."""
    return first_reason(UNINSURED)


UNINSURED: dict[str, pl.Expr] = {
    "before_cover": c.cover_day_on < c.cover_from_on,
    "after_cover": c.cover_day_on > c.cover_until_on,
    "premium_unpaid": ~c.is_paid_up,
    "country_uncovered": ~c.is_country_covered,
    "delivered_after_stop": c.cover_day_on >= c.cover_stopped_on,
    "term_beyond_policy": (c.due_on - c.issued_on).dt.total_days() > c.max_term_days,
    "declared_late": pl.coalesce(c.declared_on, c.today_on) > c.declare_by_on,
    "layer_below": c.is_below_uncovered,
    "all_disputed": (c.base_open_cents > 0) & (c.base_disputed_cents >= c.base_open_cents),
    "no_limit": c.cover_limit_cents == 0,
}


def insurable_cents() -> pl.Expr:
    """What the policies may cover of an invoice: open on its base, undisputed. Source: 6.4."""
    left = (c.base_open_cents - c.base_disputed_cents).clip(lower_bound=0)
    return pl.when(c.uninsured_reason.is_null()).then(left).otherwise(0)


def offered_cents() -> pl.Expr:
    """What a policy is asked to cover: its share of what the layers below leave, rounded down so
    that co-insurers never pass the whole. Source: 6.7."""
    left = (c.insurable_cents - c.below_cents).clip(lower_bound=0)
    return share_down(left, c.share_ppm)


COVER: tuple[Rule, ...] = (
    cover_day_on, base_open_cents, base_disputed_cents, cover_limit_cents, uninsured_reason,
    insurable_cents, offered_cents,
)  # fmt: skip


def cover_due_cents() -> pl.Expr:
    """What the policy would pay for the covered part if nothing came in. Source: 6.4."""
    return share(c.covered_cents, c.insured_ppm)


def vat_gap_cents() -> pl.Expr:
    """The VAT that a policy on amounts before VAT does not cover. Source: W6-4."""
    return c.open_cents - c.base_open_cents


def uninsured_cents() -> pl.Expr:
    """What is not covered for the reason told. Source: 6.4."""
    whole = c.base_open_cents - c.base_disputed_cents
    return pl.when(c.uninsured_reason.is_null()).then(0).otherwise(whole)


def beyond_cover_cents() -> pl.Expr:
    """What lies in other layers or shares, or beyond the limit. Source: 6.3, 6.7, W6-2."""
    return c.insurable_cents - c.covered_cents


def own_share_cents() -> pl.Expr:
    """The share of what is covered that stays with the insured. Source: W6-1."""
    return c.covered_cents - c.cover_due_cents


# Open = VAT + disputed + uninsured + beyond + retained + due: why it is not more.
EXPLAINED: tuple[Rule, ...] = (
    cover_due_cents, vat_gap_cents, uninsured_cents, beyond_cover_cents, own_share_cents,
)  # fmt: skip


def covered(rows: pl.DataFrame) -> pl.DataFrame:
    """INSURED with the rules' columns, what is covered of each invoice by each policy
    (`covered_cents`), what would be paid for it (`cover_due_cents`), and why it is not more. An
    invoice that a layer does not insure at all is in no higher one.

    LayersBeyondWhole where the shares of a layer pass 100 %: nothing is computed then.
    """
    check(rows, INSURED)
    _check_layers(rows)
    done: list[pl.DataFrame] = []
    below = rows.select(*_ITEM).unique().with_columns(
        pl.lit(0, pl.Int64).alias("below_cents"), pl.lit(value=False).alias("is_below_uncovered")
    )  # fmt: skip
    for layer in sorted(rows["layer"].unique()) or [0]:
        here = rows.filter(c.layer == layer).join(below, on=_ITEM, maintain_order="left")
        found = _run_off(decide(here, COVER, nullable=("uninsured_reason",)))
        done.append(decide(found, EXPLAINED))
        taken = found.group_by(_ITEM).agg(
            c.covered_cents.sum().alias("taken"), _is_uninsured().alias("no")
        )
        below = below.join(taken, on=_ITEM, how="left").select(
            *_ITEM,
            c.below_cents + pl.col("taken").fill_null(0),
            c.is_below_uncovered | pl.col("no").fill_null(value=False),
        )
    return pl.concat(done).sort(*_ITEM, "layer", "policy_id")


def _is_uninsured() -> pl.Expr:
    """Whether a layer does not insure an invoice: a policy with a share of it that day does not, or
    none has a share (one that came or ended beside it counts no more)."""
    has_share = c.share_ppm > 0
    return (c.uninsured_reason.is_not_null() & has_share).any() | ~has_share.any()


def _run_off(rows: pl.DataFrame) -> pl.DataFrame:
    """`covered_cents`: each invoice has what the limit of its delivery leaves once older ones are
    covered and accepted claims have had theirs; an older invoice keeps its cover when the limit
    falls. Source: 6.3, 6.4."""
    ranked = rows.sort(*_OF_POLICY, *_RANK)
    changed = c.cover_limit_cents != c.cover_limit_cents.shift(1)
    segments = ranked.with_columns(
        changed.fill_null(value=False).cum_sum().over(_OF_POLICY).alias("segment")
    )
    used = segments.select(_OF_POLICY).unique().with_columns(pl.lit(0, pl.Int64).alias("used"))
    parts = []
    for number in sorted(segments["segment"].unique()):
        part = segments.filter(pl.col("segment") == number)
        part = part.join(used, on=_OF_POLICY, maintain_order="left")
        before = c.offered_cents.cum_sum().over(_OF_POLICY) - c.offered_cents
        left = c.cover_limit_cents - c.limit_claimed_cents
        room = (left - pl.col("used") - before).clip(lower_bound=0)
        part = part.with_columns(pl.min_horizontal(room, c.offered_cents).alias("covered_cents"))
        more = part.group_by(_OF_POLICY).agg(c.covered_cents.sum().alias("more"))
        used = used.join(more, on=_OF_POLICY, how="left").select(
            *_OF_POLICY, (pl.col("used") + pl.col("more").fill_null(0)).alias("used")
        )
        parts.append(part.drop("segment", "used"))
    return pl.concat(parts) if parts else rows.with_columns(c.offered_cents.alias("covered_cents"))


def _check_layers(rows: pl.DataFrame) -> None:
    sums = rows.group_by(*_ITEM, "layer").agg(c.share_ppm.sum())
    beyond = sums.filter(c.share_ppm > ONE_PPM).sort("layer")
    if beyond.height:
        raise LayersBeyondWhole(int(beyond["layer"][0]), int(beyond["share_ppm"][0]))
