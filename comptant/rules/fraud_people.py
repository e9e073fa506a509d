"""Fraud that shows in what people do: accounts, sessions, exceptions. Source: DOMAIN §10."""

from datetime import timedelta

import polars as pl

from comptant.rules.columns import c
from comptant.rules.fraud import Limits, Seen, ppm_of, raised


def account_change(seen: Seen, k: Limits) -> pl.DataFrame:
    """FR-14. A new account that money was sent to before two people, a call back, a verification of
    payee that matches and a day were there; or that waits for one of them still."""
    early = c.used_at < c.changed_at + timedelta(hours=k["hours"])
    unchecked = ~c.is_agreed_by_two | ~c.is_called_back | (c.payee_check == "NO_MATCH").fill_null(
        False)  # fmt: skip
    of = seen["account_changes"].filter(c.changed_at.dt.date() > seen.from_on)
    found = of.filter(early.fill_null(False) | unchecked)
    return raised("FR-14", found, "ACCOUNT", "account_change_id", "", "changed_at", "used_at",
                  "is_called_back", "is_agreed_by_two", "payee_check")  # fmt: skip


def strange_session(seen: Seen, k: Limits) -> pl.DataFrame:
    """FR-23. A device that this person never used before (not the first ever), invoices sent and
    money drawn within the hour."""
    who = ("contract_id", "user_id")
    of = seen["sessions"].sort("opened_at").with_columns(
        place=pl.int_range(pl.len()).over(who),
        uses=pl.int_range(pl.len()).over(*who, "device_name"))  # fmt: skip
    new = of.filter((pl.col("place") > 0) & (pl.col("uses") == 0)
                    & (c.opened_at.dt.date() > seen.from_on))  # fmt: skip
    until = c.opened_at + timedelta(minutes=k["minutes"])
    near = new.join(seen["moves"], on=who).filter(c.moved_at.is_between(c.opened_at, until))
    both = near.group_by(*who, "device_name", "opened_at", maintain_order=True).agg(
        moves=c.move_code.n_unique())  # fmt: skip
    found = both.filter(pl.col("moves") >= 2)
    return raised("FR-23", found, "USER", "user_id", "", "device_name", "opened_at")


def one_hand(seen: Seen, k: Limits) -> pl.DataFrame:
    """FR-24. Of the exceptions granted to a client in the year, the share of the one who granted
    most."""
    of = seen["overrides"].filter(c.decided_on > seen.since(k["days"])).group_by(
        "contract_id", "decider_id").len().sort("len", "decider_id", descending=True)  # fmt: skip
    sums = of.group_by("contract_id", maintain_order=True).agg(
        whole=pl.col("len").sum(), most=pl.col("len").first(), decider_id=c.decider_id.first()
    )
    sums = sums.with_columns(share=ppm_of(pl.col("most"), pl.col("whole")))
    found = sums.filter((pl.col("whole") >= k["least"]) & (pl.col("share") > k["share_ppm"]))
    return raised("FR-24", found, "CONTRACT", "contract_id", "", "whole", "most", "share",
                  "decider_id")  # fmt: skip
