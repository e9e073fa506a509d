"""The factor's guarantee: what a debt guaranteed leaves to the client, and whose later money is.

On the guarantee date the approved share leaves the client's account for good: the factor holds it
in DEBD. Where the contract guarantees less than all of it, the rest is charged to the client.
Source: DOMAIN 1.6, C-3, W8-E.
"""

import polars as pl

from comptant.rules.columns import c, shape
from comptant.rules.money import pro_rata, share

# One row per invoice whose guarantee takes effect: its approved share and the clause.
# One row per payment of a debt guaranteed: what is paid, and what of the debt is assigned still,
# the factor's, and the client's own risk.
RECOVERED = shape("paid_cents", "open_cents", "factor_open_cents", "client_open_cents")
# One row per payment of such a debt that the bank takes back.
TAKEN_BACK = shape(
    "back_cents", "guaranteed_cents", "uncovered_cents", "factor_open_cents", "client_open_cents"
)


def uncovered_cents() -> pl.Expr:
    """The share of the approved amount that the guarantee leaves to the client: of what it takes in
    parts, as much as if it took them at once. Source: W8-E5b, R-6."""
    whole = c.guaranteed_before_cents + c.guaranteed_cents
    ours = share(whole, c.guaranteed_ppm) - share(c.guaranteed_before_cents, c.guaranteed_ppm)
    return c.guaranteed_cents - ours


def owed_cents() -> pl.Expr:
    """All that the buyer owes on the invoice, whoever bears it."""
    return c.open_cents + c.factor_open_cents + c.client_open_cents


def to_assigned_cents() -> pl.Expr:
    """What is paid of the part that is assigned still: shared in proportion to the risk that each
    bears. Source: DOMAIN 6.6, R-6."""
    return pro_rata(c.paid_cents, c.open_cents, c.owed_cents)


def to_client_cents() -> pl.Expr:
    """What is paid of the part that the guarantee left to the client: his. Source: W8-E7, E5b."""
    return pro_rata(c.paid_cents, c.client_open_cents, c.owed_cents)


def to_factor_cents() -> pl.Expr:
    """The rest: the factor's own money. Source: DOMAIN 1.6, R-6."""
    return c.paid_cents - c.to_assigned_cents - c.to_client_cents


RECOVERY_RULES = (owed_cents, to_assigned_cents, to_client_cents, to_factor_cents)


def client_back_cents() -> pl.Expr:
    """What the client had had of a payment of a debt guaranteed that the bank takes back: its share
    of the debt, as far as neither he nor the factor is owed more than they had been. Source: W8-E7,
    R-6."""
    client_most = c.uncovered_cents - c.client_open_cents
    factor_most = c.guaranteed_cents - c.uncovered_cents - c.factor_open_cents
    in_proportion = pro_rata(c.back_cents, c.uncovered_cents, c.guaranteed_cents)
    return pl.max_horizontal(
        pl.min_horizontal(in_proportion, client_most), c.back_cents - factor_most
    )
