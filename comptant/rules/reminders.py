"""Reminders to buyers: what may be claimed of an open invoice, which stage of its plan is due, and
how it is told. Grains: open invoice; invoice and stage; reminder. Source: DOMAIN §5.1.
"""

from datetime import date, timedelta
from functools import lru_cache
from importlib import resources

import polars as pl

from comptant.rules.batch import Rule, check, decide
from comptant.rules.calendar import is_quiet_day
from comptant.rules.columns import c, shape

# The stages that a plan may name, in their order: before the due day, three reminders, the formal
# notice, the hand-over to legal collection.
STAGES = ("PRE", "R1", "R2", "R3", "MED", "CTX")
CHANNELS = ("EMAIL", "CALL", "LETTER", "REGISTERED", "HANDOVER")
# One row per stage of a plan and channel.
PLAN = shape("stage_number", "stage", "offset_days", "least_cents", "channel")
# One row per open invoice: what of it is disputed, promised, in hand (money and credit notes that
# wait, instruments on their way), and what is left to claim.
OPEN = shape(
    "contract_id", "buyer_id", "invoice_id", "currency", "due_on", "open_cents", "disputed_cents",
    "promised_cents", "in_hand_cents", "claimed_cents", "plan_id", "last_stage_number",
    "last_offset_days", "last_reminded_on?", "is_pending", "lacks_notice",
)  # fmt: skip
# One row per buyer of a contract and currency.
BUYERS = shape(
    "contract_id", "buyer_id", "currency", "statement_on?", "last_business_on", "is_quiet",
    "is_insolvent", "is_client_managed", "is_notified", "has_account", "has_email", "has_address",
)  # fmt: skip
_BUYER = ["contract_id", "buyer_id", "currency"]


def reminder_stop() -> pl.Expr:
    """Why nothing of an invoice may be claimed; null where something may. Source: §5.1, stop if."""
    return (
        pl.when(c.claimed_cents > 0)
        .then(pl.lit(None, pl.String))
        .when(c.promised_cents > 0)
        .then(pl.lit("promised"))
        .when(c.disputed_cents > 0)
        .then(pl.lit("disputed"))
        .otherwise(pl.lit("paid"))
    )


def stage_on() -> pl.Expr:
    """The day of a stage: so long after the due day, and never sooner after the reminder before it
    than the plan lets pass between the two. Source: §5.1, offsets."""
    planned = c.due_on + pl.duration(days=c.offset_days)
    paced = c.last_reminded_on + pl.duration(days=c.offset_days - c.last_offset_days)
    return (
        pl.when(c.last_offset_days < 0).then(planned).otherwise(pl.max_horizontal(planned, paced))
    )


def is_stage_due() -> pl.Expr:
    """Whether a stage may be told today: not while the one before it has not left. A word before
    the due day is none after it. Source: §5.1."""
    return (
        (c.stage_number > c.last_stage_number)
        & ~c.is_pending
        & (c.stage_on <= c.today_on)
        & ((c.offset_days >= 0) | (c.due_on > c.today_on))
        & (c.claimed_cents > 0)
        & (c.claimed_cents >= c.least_cents)
    )


def reminder_wait() -> pl.Expr:
    """Why nothing leaves to a buyer today; null: it may. What the bank has told last must be of the
    last business day or later: whoever has paid is not reminded. Where the client reminds, we do
    not; a buyer that was not told that it owes us learns it by a notice. Source: §1.5, §5.1; C-7,
    EL-22; art. L622-24 C. com. (the claim is declared)."""
    return (
        pl.when(c.is_insolvent)
        .then(pl.lit("buyer_insolvent"))
        .when(c.is_client_managed)
        .then(pl.lit("client_chases"))
        .when(~c.is_notified)
        .then(pl.lit("not_told"))
        .when(~c.has_account)
        .then(pl.lit("no_account"))
        .when(c.statement_on.is_null() | (c.statement_on < c.last_business_on))
        .then(pl.lit("bank_late"))
        .when(c.is_quiet)
        .then(pl.lit("quiet_day"))
        .otherwise(pl.lit(None, pl.String))
    )


def sent_by() -> pl.Expr:
    """How a reminder leaves: as the plan says, or by letter where no e-mail may be sent, or by a
    person's call where no address is known. Source: §5.1."""
    is_letter = c.channel.is_in(["LETTER", "REGISTERED"])
    return (
        pl.when((c.channel == "EMAIL") & c.has_email)
        .then(c.channel)
        .when((c.channel == "EMAIL") & c.has_address)
        .then(pl.lit("LETTER"))
        .when(is_letter & c.has_address)
        .then(c.channel)
        .when(c.channel == "HANDOVER")
        .then(c.channel)
        .otherwise(pl.lit("CALL"))
    )


CLAIM: tuple[Rule, ...] = (reminder_stop,)
STAGE: tuple[Rule, ...] = (stage_on, is_stage_due)


def letter_wait() -> pl.Expr:
    """Why a reminder of a stage waits: what may not leave to its buyer, a registered letter without
    an address, since a call is no notice, and a hand-over whose formal notice a person has dropped.
    Source: §5.1, MED, CTX; art. 1344 C. civ."""
    has_none = (c.channel == "REGISTERED") & ~c.has_address
    is_bare = (c.channel == "HANDOVER") & c.lacks_notice
    return pl.coalesce(
        "reminder_wait",
        pl.when(has_none).then(pl.lit("no_address")).when(is_bare).then(pl.lit("no_notice")),
    )


WAIT: tuple[Rule, ...] = (reminder_wait,)
SENT: tuple[Rule, ...] = (sent_by,)


def claims(invoices: pl.DataFrame) -> pl.DataFrame:
    """OPEN with what may be claimed of each. BrokenBatch on another shape."""
    return decide(check(invoices, OPEN), CLAIM, nullable=("reminder_stop",))


def due_stages(claimed: pl.DataFrame, stages: pl.DataFrame, today: date) -> pl.DataFrame:
    """The first stage due today of each invoice of claims(), by `stages`: PLAN with its `plan_id`.
    One row per invoice and channel."""
    each = stages.unique(["plan_id", "stage_number"]).drop("channel")
    open_ = claimed.filter(c.claimed_cents > 0).with_columns(today_on=pl.lit(today))
    steps = decide(open_.join(each, on="plan_id"), STAGE)
    first = (
        steps.filter("is_stage_due")
        .sort("contract_id", "invoice_id", "stage_number")
        .unique(["contract_id", "invoice_id"], keep="first", maintain_order=True)
    )
    ways = stages.select("plan_id", "stage_number", "channel")
    return first.join(ways, on=["plan_id", "stage_number"])


def reminders(due: pl.DataFrame, buyers: pl.DataFrame) -> pl.DataFrame:
    """due_stages() in messages: one per buyer, channel and currency, at the latest stage of its
    invoices, which are its `invoice_ids` with their `claims`, `stage_numbers` and `offsets`; with
    what is known of the buyer, and why it waits where it does."""
    known = decide(check(buyers, BUYERS), WAIT, nullable=("reminder_wait",))
    each = decide(due.join(known, on=_BUYER), SENT)
    each = each.with_columns(letter_wait().alias("reminder_wait"))
    # Two channels that come to one are one message.
    each = each.unique(["contract_id", "invoice_id", "sent_by"], keep="first", maintain_order=True)
    by = [*_BUYER, "plan_id", "sent_by", "reminder_wait"]
    return (
        each.sort("contract_id", "buyer_id", "due_on", "invoice_id")
        .group_by(by, maintain_order=True)
        .agg(
            c.stage.get(c.stage_number.arg_max()),
            c.offset_days.get(c.stage_number.arg_max()),
            c.stage_number.max(),
            c.claimed_cents.sum(),
            pl.len().cast(pl.Int64).alias("line_count"),
            c.invoice_id.alias("invoice_ids"),
            c.claimed_cents.alias("claims"),
            c.stage_number.alias("stage_numbers"),
            c.offset_days.alias("offsets"),
        )
    )


def schedule(
    claimed: pl.DataFrame, stages: pl.DataFrame, buyers: pl.DataFrame, countries: pl.DataFrame,
    first: date, days: int,
) -> pl.DataFrame:  # fmt: skip
    """What would leave from a day on, were nothing paid in between: reminders() of each day with
    its `today_on`. What waits for the bank on the first day is told on that day, and leaves on the
    next. `countries`: each buyer's `buyer_country`."""
    found = []
    claimed = claimed.with_columns(  # what is queued is taken to leave on the first day
        last_reminded_on=pl.when(c.is_pending).then(pl.lit(first)).otherwise(c.last_reminded_on),
        is_pending=pl.lit(value=False),
    )
    for number in range(days):
        day = first + timedelta(days=number)
        known = buyers.drop("is_quiet").join(quiet(countries, day), on=_BUYER)
        if number:
            known = known.with_columns(statement_on=pl.lit(day), last_business_on=pl.lit(day))
        made = reminders(due_stages(claimed, stages, day), known.select(BUYERS.names))
        found.append(made.with_columns(today_on=pl.lit(day)))
        claimed = _after(claimed, made.filter(c.reminder_wait.is_null()), day)
    return pl.concat(found)


def quiet(countries: pl.DataFrame, day: date) -> pl.DataFrame:
    """The buyers of `countries` with `is_quiet` of a day."""
    told = {one: is_quiet_day(day, one) for one in countries["buyer_country"].unique()}
    return countries.select(*_BUYER, is_quiet=c.buyer_country.replace_strict(
        told, default=False, return_dtype=pl.Boolean))  # fmt: skip


def _after(claimed: pl.DataFrame, made: pl.DataFrame, day: date) -> pl.DataFrame:
    """The invoices once these reminders have left."""
    each = made.explode("invoice_ids", "stage_numbers", "offsets")
    done = each.group_by("contract_id", pl.col("invoice_ids").alias("invoice_id"))
    last = done.agg(at=pl.col("stage_numbers").max(), since=pl.col("offsets").max())
    joined = claimed.join(last, on=["contract_id", "invoice_id"], how="left", maintain_order="left")
    is_new = pl.col("at").is_not_null()
    return joined.with_columns(
        last_stage_number=pl.coalesce("at", "last_stage_number"),
        last_offset_days=pl.coalesce("since", "last_offset_days"),
        last_reminded_on=pl.when(is_new).then(pl.lit(day)).otherwise(c.last_reminded_on),
    ).drop("at", "since")


@lru_cache(maxsize=1)
def standard_plan() -> pl.DataFrame:
    """The plan of DOMAIN §5.1, as PLAN: a first plan to start from."""
    text = resources.files("comptant.rules").joinpath("reminder_plan.csv").read_bytes()
    return pl.read_csv(text, schema_overrides=PLAN.schema()).select(PLAN.names)
