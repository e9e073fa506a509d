"""Invoices that people may de-fund, and why. Listed, never done by itself. Grain: open invoice.

Without recourse, neither lateness nor insolvency lets the factor take its money back (C-3).
Source: DOMAIN 3.7.
"""

import polars as pl

from comptant.rules.batch import first_reason
from comptant.rules.columns import c

REASONS = {
    "buyer_insolvent": c.has_recourse & (c.insolvent_on <= c.today_on),
    # Not settled in its days, and the client's notice of it is over. Source: DOMAIN 3.7, 5.4
    "disputed": c.defund_from_on <= c.today_on,
    "overdue": c.has_recourse & ((c.today_on - c.due_on).dt.total_days() > c.overdue_cutoff_days),
}


def defund_reason() -> pl.Expr:
    """The first reason to put the invoice in reserve or give it back; null where there is none."""
    return first_reason(REASONS)
