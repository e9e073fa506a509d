"""Who brings the company that a quote is for, and what the house would pay for it: told with the
quote where the client is to read it. Source: art. R519-26 CMF.
"""

from comptant.operations.acts.act import Act, Answer, Refused
from comptant.operations.acts.registered import check_registered
from comptant.operations.acts.roles import BROKER
from comptant.operations.quoting.currencies import Exchange
from comptant.rules.money import share_of
from comptant.store import bulk


def broker_of(do: Act, broker_id: int | None) -> int | None:
    """The broker of a quote: a broker's own company, whoever the house names, none of a client's.
    Refused: broker_not_yours."""
    if BROKER in do.by.roles and not do.by.is_factor:
        if broker_id not in (None, do.by.company_id):
            raise Refused("broker_not_yours", party_id=broker_id)
        return do.by.company_id
    if broker_id is not None and not do.by.is_factor:
        raise Refused("broker_not_yours", party_id=broker_id)
    return broker_id


def introduced(
    do: Act, broker_id: int | None, figures: bulk.Row, exchange: Exchange | None = None
) -> Answer | None:  # fmt: skip
    """The broker with its number, and, where its terms are disclosed, what it would earn in a year
    by the figures of the quote: the sum once, and the share of the fee and the charge.

    Refused: orias_unchecked, orias_lapsed, commission_terms_missing (no general terms today).
    """
    if broker_id is None:
        return None
    known = check_registered(do, broker_id)
    terms = bulk.row(do.conn, "commission_terms_now", party_id=broker_id, on=do.on)
    if terms is None:
        raise Refused("commission_terms_missing", party_id=broker_id, day=do.on)
    told = {"party_id": broker_id, "broker_name": terms.pop("broker_name"),
            "orias_number": known["orias_number"]}  # fmt: skip
    if not terms.pop("is_disclosed"):
        return told
    if exchange is not None:
        terms = exchange.of_euros(terms)
    parts = {"FEE": figures["yearly_fee_cents"], "CHARGE": figures["financing_charge_cents"]}
    base = sum(cents for name, cents in parts.items() if name in terms["commission_base"])
    earned = share_of(base, terms["rate_ppm"]) + terms["one_off_cents"]
    return {**told, **terms, "base_cents": base, "earned_cents": earned}
