"""A quote without an account: from a few words, priced by the tariff that the house shows to the
public, saved under a link until its last day, gone on with later.

The house itself (its keeper) makes it for whoever asks, or its staff for who calls. What whoever
asks says of itself prices nothing better: the class of the company and of its buyers is the middle
one. Source: DOMAIN §2.2, PROSPECT to QUOTED.
"""

import polars as pl

from comptant.formats.papers.consent import LANGUAGES
from comptant.operations.acts.act import Act, Answer, Refused, operation
from comptant.operations.acts.tokens import token_mark
from comptant.operations.quoting.links import keep_link, open_link
from comptant.operations.quoting.offer_clients import ASKED_BUYERS
from comptant.operations.quoting.offers import Asked, quoted
from comptant.operations.quoting.typed import MIDDLE, check_said
from comptant.rules.curve import SALES
from comptant.rules.offer_terms import PRODUCTS
from comptant.rules.reference_values import EURO
from comptant.store import bulk

DAY_MAX = 500  # quotes of the public in a day, whoever makes them
BUYERS_MAX = 200


@operation
def quote_prospect(
    do: Act, *, prospect: str, product: str, need_cents: int | None, buyers: pl.DataFrame,
    language: str, token: str, continues_link: str = "", sector: str = "",
    currency: str = EURO,
) -> Answer:  # fmt: skip
    """Quote a product of the house for somebody without an account, under a new link that opens it
    until its last day. `continues_link`: the link of the quote that this one goes on from;
    `sector`: its activity, `currency`: of every amount, as quote() takes them.

    Refused: prospects_closed (no tariff in force is public), prospects_busy, product_unknown,
    link_unknown, quote_taken (accepted already), buyers_too_many, paper_language_unknown, and as
    quote().
    """
    if language not in LANGUAGES:
        raise Refused("paper_language_unknown", language=language, languages=list(LANGUAGES))
    ours = sorted(name for name, terms in PRODUCTS.items() if terms.get("is_ours", True))
    if product not in ours:
        raise Refused("product_unknown", product=product, products=ours)
    if buyers.height > BUYERS_MAX:
        raise Refused("buyers_too_many", count=buyers.height, most=BUYERS_MAX)
    _check_open(do)
    continues_id = _continued(do, continues_link) if continues_link else None
    plain = ASKED_BUYERS.frame([{**row, "buyer_class": None, "limit_cents": None}
                                for row in buyers.to_dicts()])  # fmt: skip
    check_said(sector, ())
    asked = Asked(prospect, None, MIDDLE, need_cents, {}, plain, SALES.empty(), sector=sector,
                  currency=currency)  # fmt: skip
    answer = quoted(do, asked, product, {})
    link_id = keep_link(do, answer["quote_id"], token, answer["last_on"])
    do.conn.execute(
        """INSERT INTO prospect_quote (quote_id, link_id, continues_id, language, made_on, act_id)
           VALUES (%s, %s, %s, %s, %s, %s)""",
        (answer["quote_id"], link_id, continues_id, language, do.on, do.id),
    )
    return {"quote_id": answer["quote_id"], "prospect": answer["prospect"], "product": product,
            "quoted_on": do.on, "until_on": answer["last_on"], "link_id": link_id,
            "figures": answer["figures"], "token_mark": token_mark(token)}  # fmt: skip


def _check_open(do: Act) -> None:
    """Whether the public may be quoted today, once more. Refused: prospects_closed,
    prospects_busy."""
    do.conn.execute("SELECT pg_advisory_xact_lock(hashtextextended('prospects', 0))")
    (found,) = bulk.rows(do.conn, "prospects_of_day", on=do.on)
    if found["tariff_id"] is None:
        raise Refused("prospects_closed")
    if found["count"] >= DAY_MAX:
        raise Refused("prospects_busy", most=DAY_MAX)


def _continued(do: Act, link: str) -> int:
    """The quote of the public that a link opens. Refused: link_unknown, quote_taken"""
    found = open_link(do.conn, link, do.on)
    row = do.conn.execute(
        """SELECT p.quote_id, a.quote_id FROM prospect_quote p
           LEFT JOIN quote_acceptance a ON a.quote_id = p.quote_id WHERE p.quote_id = %s""",
        (found["quote_id"],),
    ).fetchone()
    if row is None:
        raise Refused("link_unknown")
    if row[1] is not None:
        raise Refused("quote_taken", quote_id=row[0])
    return int(row[0])
