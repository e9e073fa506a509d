"""Fraud that shows in invoices: twice, invented, too early, credited out. Source: DOMAIN §10."""

from datetime import date, timedelta

import polars as pl

from comptant.rules.calendar import closing_days
from comptant.rules.columns import c
from comptant.rules.fraud import Limits, Seen, ppm_of, raised

RECEIVED = ("200", "201")  # statuses after which a buyer has not seen the invoice yet
DOCUMENTS_MIN = 10
SAME = ("client_id", "buyer_id", "number_key", "gross_cents", "issued_on")


def exact_duplicate(seen: Seen, k: Limits) -> pl.DataFrame:
    """FR-01. Whatever came after the first of its seller, buyer, number, amount and date."""
    later = seen["sold"].with_columns(first_id=c.invoice_id.min().over(SAME))
    found = later.filter((pl.col("first_id") != c.invoice_id) & seen.is_new(c.sent_on))
    return raised("FR-01", found, "INVOICE", "invoice_id", "gross_cents", "first_id", "number_key")


def near_duplicate(seen: Seen, k: Limits) -> pl.DataFrame:
    """FR-02. Same seller and buyer, amounts, dates and numbers nearly the same. Candidates are
    joined by windows of dates and of amounts, so that no pair far apart is ever looked at; their
    numbers are compared where all else agrees."""
    # An amount's window is as wide as the limit: the next ones hold what is within it.
    size = c.gross_cents.log() * (1_000_000 // k["amount_ppm"])
    of = seen["sold"].filter(c.issued_on > seen.since(365)).select(
        "contract_id", "client_id", "buyer_id", "invoice_id", "number_key", "issued_on", "sent_on",
        "gross_cents", window=c.issued_on.dt.epoch("d") // (k["days"] + 1),
        size=size.floor().cast(pl.Int64))  # fmt: skip
    new = of.filter(seen.is_new(c.sent_on))
    for name in ("window", "size"):
        steps = pl.concat_list(pl.col(name) + step for step in (-1, 0, 1))
        new = new.with_columns(steps.alias(name)).explode(name)
    both = new.join(of, on=("client_id", "buyer_id", "window", "size"), suffix="_other")
    gap = (c.gross_cents - pl.col("gross_cents_other")).abs()
    most = c.gross_cents.cast(pl.Int128) * k["amount_ppm"]
    near = both.filter(
        (pl.col("invoice_id_other") < c.invoice_id)
        & (gap.cast(pl.Int128) * 1_000_000 <= most)
        & ((c.issued_on - pl.col("issued_on_other")).dt.total_days().abs() <= k["days"])
        & ((c.number_key != pl.col("number_key_other")) | (gap > 0)
           | (c.issued_on != pl.col("issued_on_other")))
        & ~_in_turn()
    )  # fmt: skip
    pairs = zip(near["number_key"], near["number_key_other"], strict=True)
    edits = [edit_count(a, b, k["edits"]) for a, b in pairs]
    near = near.with_columns(pl.Series("edits", edits, pl.Int64))
    return raised("FR-02", near.filter(pl.col("edits") <= k["edits"]), "INVOICE", "invoice_id",
                  "gross_cents", "invoice_id_other", "number_key", "number_key_other",
                  "gross_cents_other", "edits")  # fmt: skip


def _in_turn() -> pl.Expr:
    """Two numbers of one sequence are two sales: they are always near each other, and two sales of
    one day for one sum are nothing rare."""
    other = pl.col("number_key_other").str.replace_all(r"\d", "")
    return c.number_key.str.replace_all(r"\d", "") == other


def edit_count(one: str, other: str, most: int) -> int:
    """How many signs to add, take away or change from one to the other; most + 1 if more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    row = list(range(len(other) + 1))
    for place, sign in enumerate(one, 1):
        before, row[0] = row[0], place
        for at, its in enumerate(other, 1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (sign != its))
        if min(row) > most:
            return most + 1
    return row[-1]


def late_credit_notes(seen: Seen, k: Limits) -> pl.DataFrame:
    """FR-06. What was credited within `after_days` of its remittance, or in the days before an
    audit, in proportion to what was financed."""
    first, last = seen.since(k["days"] + k["after_days"]), seen.since(k["after_days"])
    of = seen["sold"].filter((c.sent_on > first) & (c.sent_on <= last))
    notes = seen["notes"].select("contract_id", noted_on=c.sent_on, note_cents=-c.gross_cents,
                                 invoice_id=c.credited_id)  # fmt: skip
    soon = of.join(notes, on=("contract_id", "invoice_id")).filter(
        (pl.col("noted_on") - c.sent_on).dt.total_days() <= k["after_days"])  # fmt: skip
    audited = notes.join(seen["audits"], on="contract_id").filter(
        (pl.col("noted_on") <= c.audit_on)
        & (pl.col("noted_on") >= c.audit_on - timedelta(days=k["before_audit_days"])))  # fmt: skip
    sums = pl.concat(part.group_by("contract_id").agg(pl.col("note_cents").sum())
                     for part in (soon, audited))  # fmt: skip
    whole = of.group_by("contract_id").agg(funded=c.gross_cents.sum())
    found = whole.join(sums, on="contract_id").with_columns(
        share=ppm_of(pl.col("note_cents"), pl.col("funded")))  # fmt: skip
    found = found.filter(pl.col("share") > k["share_ppm"])
    return raised("FR-06", found, "CONTRACT", "contract_id", "note_cents", "note_cents", "funded",
                  "share")  # fmt: skip


def before_delivery(seen: Seen, k: Limits) -> pl.DataFrame:
    """FR-10. Dated before the delivery, or delivered after it was sent to us."""
    found = seen["sold"].filter(
        ((c.delivered_on > c.issued_on) | (c.delivered_on > c.sent_on)) & seen.is_new(c.sent_on)
    )
    return raised("FR-10", found, "INVOICE", "invoice_id", "gross_cents", "issued_on",
                  "delivered_on", "sent_on")  # fmt: skip


def new_large_buyer(seen: Seen, k: Limits) -> pl.DataFrame:
    """FR-11. The first invoice of a client on a buyer, more than a share of what is outstanding, on
    a company less than a year old."""
    paid = seen["payments"].group_by("contract_id", "invoice_id").agg(c.amount_cents.sum())
    open_ = seen["sold"].join(paid, on=("contract_id", "invoice_id"), how="left").with_columns(
        left=(c.gross_cents - c.amount_cents.fill_null(0)).clip(lower_bound=0))  # fmt: skip
    whole = open_.group_by("contract_id").agg(outstanding=pl.col("left").sum())
    first = (
        seen["sold"]
        .sort("sent_on", "invoice_id")
        .unique(("client_id", "buyer_id"), keep="first", maintain_order=True)
    )
    found = first.filter(seen.is_new(c.sent_on)).join(whole, on="contract_id").join(
        seen["parties"], left_on="buyer_id", right_on="party_id").with_columns(
        share=ppm_of(c.gross_cents, pl.col("outstanding")))  # fmt: skip
    young = (c.sent_on - c.registered_on).dt.total_days() < k["age_days"]
    found = found.filter((pl.col("share") > k["share_ppm"]) & young)
    return raised("FR-11", found, "INVOICE", "invoice_id", "gross_cents", "outstanding", "share",
                  "registered_on")  # fmt: skip


def no_status(seen: Seen, k: Limits) -> pl.DataFrame:
    """FR-16. Sent some days ago, and no platform has told that the buyer has it; of clients whose
    platform tells us of others. Once the reform is in force: before, there is no threshold.

    No status at all is enough. One that was only deposited (200, 201) is a slow platform's as well:
    it counts where the buyer has never paid this client, or where so many of the client's are slow,
    in number and in share, that no platform explains it: two of a hundred are chance."""
    if "days" not in k:
        return raised("FR-16", seen["sold"].head(0), "INVOICE", "invoice_id", "")
    told = (c.einvoice_status.is_not_null() & ~c.einvoice_status.is_in(RECEIVED)).fill_null(False)
    due_on = c.sent_on + timedelta(days=k["days"])
    payers = seen["payments"].filter(~c.is_direct).select("contract_id", "buyer_id").drop_nulls()
    of = seen["sold"].join(payers.unique().with_columns(has_paid=pl.lit(True)),
                           on=("contract_id", "buyer_id"), how="left")  # fmt: skip
    slow = ~told & (due_on <= seen.on) & (c.sent_on > seen.since(k["slow_over_days"]))
    asked = (due_on <= seen.on) & (c.sent_on > seen.since(k["slow_over_days"]))
    of = of.with_columns(
        connected=told.any().over("client_id"),
        slow=slow.sum().over("client_id").cast(pl.Int64),
        asked=asked.sum().over("client_id").cast(pl.Int64)).with_columns(
        slow_ppm=ppm_of(pl.col("slow"), pl.col("asked")))  # fmt: skip
    many = (pl.col("slow") >= k["slow_least"]) & (pl.col("slow_ppm") > k["slow_ppm"])
    doubtful = c.einvoice_status.is_null() | pl.col("has_paid").is_null() | many
    # The day on which the answer is due is looked at once, when it has come.
    found = of.filter(pl.col("connected") & ~told & doubtful & seen.is_new(due_on))
    return raised("FR-16", found, "INVOICE", "invoice_id", "gross_cents", "einvoice_status",
                  "sent_on", "has_paid", "slow_ppm")  # fmt: skip


def not_recognised(seen: Seen, k: Limits) -> pl.DataFrame:
    """FR-18. One is enough."""
    found = seen["sold"].filter(c.verification_answer == "NOT_RECOGNISED")
    return raised("FR-18", found, "INVOICE", "invoice_id", "gross_cents", "number_key")


def altered_document(seen: Seen, k: Limits) -> pl.DataFrame:
    """FR-19. Rewritten after it was made, or printed total and data differ, or made by another
    program than this client's with fonts that its documents never have."""
    family = c.producer.str.extract(r"^(\S+)")
    of = seen["documents"].with_columns(family=family).with_columns(
        alike=pl.len().over("contract_id", "family"), whole=pl.len().over("contract_id"),
        fonts=c.font_count.median().over("contract_id").cast(pl.Int64))  # fmt: skip
    strange = (pl.col("whole") >= DOCUMENTS_MIN) & (pl.col("alike") == 1) & (
        c.font_count > pl.col("fonts"))  # fmt: skip
    differs = (c.pdf_cents != c.xml_cents).fill_null(False)
    found = of.filter(c.is_rewritten | differs | strange).join(
        seen["sold"].filter(seen.is_new(c.sent_on)).select(
            "contract_id", "invoice_id", "gross_cents"),
        on=("contract_id", "invoice_id"))  # fmt: skip
    return raised(
        "FR-19",
        found,
        "INVOICE",
        "invoice_id",
        "gross_cents",
        "producer",
        "is_rewritten",
        "revision_count",
        "font_count",
        "pdf_cents",
        "xml_cents",
    )


def month_end(seen: Seen, k: Limits) -> pl.DataFrame:
    """FR-21. Of a month that is over by `days`, the share sent in its last two business days, and
    what of that was credited in the days that followed."""
    end = (seen.since(k["days"]).replace(day=1)) - timedelta(days=1)
    first, late = end.replace(day=1), last_business_days(end)
    of = seen["sold"].filter(c.sent_on.is_between(first, end))
    notes = seen["notes"].filter(c.sent_on <= end + timedelta(days=k["days"])).group_by(
        "contract_id", invoice_id=c.credited_id).agg(note_cents=-c.gross_cents.sum())  # fmt: skip
    is_late = c.sent_on >= late
    found = of.join(notes, on=("contract_id", "invoice_id"), how="left").group_by(
        "contract_id").agg(
        month=c.gross_cents.sum(), last_days=c.gross_cents.filter(is_late).sum(),
        credited=pl.col("note_cents").filter(is_late).sum()).with_columns(
        share=ppm_of(pl.col("last_days"), pl.col("month")),
        credited_share=ppm_of(pl.col("credited"), pl.col("last_days")))  # fmt: skip
    found = found.filter((pl.col("share") > k["share_ppm"])
                         & (pl.col("credited_share") > k["credited_ppm"]))  # fmt: skip
    return raised("FR-21", found, "CONTRACT", "contract_id", "last_days", "share", "credited",
                  "credited_share")  # fmt: skip


def last_business_days(end: date) -> date:
    """The last but one business day of the month that ends on a day."""
    closed, day, left = set(closing_days()), end, 2
    while True:
        left -= day.weekday() < 5 and day not in closed
        if not left:
            return day
        day -= timedelta(days=1)


def nowhere(seen: Seen, k: Limits) -> pl.DataFrame:
    """FR-22. Delivered to a place where the buyer, whose sites are known, has none, by a carrier
    that is none of the seller's."""
    known = seen["sites"].select(buyer_id=c.party_id).unique()
    of = seen["sold"].filter(c.delivery_place.is_not_null() & seen.is_new(c.sent_on)).join(
        known, on="buyer_id", how="semi")  # fmt: skip
    of = of.join(seen["sites"], left_on=("buyer_id", "delivery_place"),
                 right_on=("party_id", "delivery_place"), how="anti")  # fmt: skip
    found = of.join(seen["carriers"], left_on=("client_id", "carrier_name"),
                    right_on=("party_id", "carrier_name"), how="anti")  # fmt: skip
    return raised("FR-22", found, "INVOICE", "invoice_id", "gross_cents", "delivery_place",
                  "carrier_name")  # fmt: skip
