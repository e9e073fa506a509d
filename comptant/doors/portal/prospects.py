"""What somebody without an account says of a company for a quote, as the public page and that of a
quote ask for it; the quote that comes of it is under a new link.
"""

import re
import uuid
from typing import Any

import click
from django.http import HttpResponse, HttpResponseRedirect

from comptant.doors import words
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import FieldsWrong
from comptant.doors.sold import Described, Sold, of_words
from comptant.doors.values import RATE
from comptant.doors.words import language, say
from comptant.operations.acts.act import Refused
from comptant.operations.quoting.links import new_link
from comptant.operations.quoting.prospects import quote_prospect
from comptant.rules.money import ONE_PPM
from comptant.rules.offer_terms import PRODUCTS
from comptant.rules.sectors import SECTORS

Row = dict[str, Any]
USUAL_OTHERS = 20
NAMED_MAX = 50
COUNTRY = re.compile("(?:[A-Za-z]{2})?")  # by its two letters (ISO 3166), or France
OTHERS = ("other buyers", "autres acheteurs")  # those that are not named


def products() -> list[Row]:
    """The products of the house."""
    return [{"code": name, "text": words.word("product", name)}
            for name, terms in PRODUCTS.items() if terms.get("is_ours", True)]  # fmt: skip


def sectors() -> list[Row]:
    """The activities that a company may name."""
    return [{"code": name, "text": words.word("sector", name)} for name in SECTORS]


def quoted(call: Call, continues_link: str = "") -> HttpResponse:
    """A quote made of what was typed; leads to the address that opens it. FieldsWrong; Refused: as
    quote_prospect()."""
    sold = _sold(call)
    token = new_link()
    # Under a key of its own: the address of a quote is told once, to whoever asked for it.
    call.visit.run(
        quote_prospect, str(uuid.uuid4()), prospect=call.typed("prospect"),
        product=call.typed("product"), need_cents=call.amount("need"), buyers=sold.buyers,
        language=language(), token=token, continues_link=continues_link,
        sector=call.typed("sector"),
    )  # fmt: skip
    return HttpResponseRedirect(f"/offer/{token}?done=saved", status=303)


def _sold(call: Call) -> Sold:
    """The company in a few words. FieldsWrong: buyers that cannot be read. Refused: ledger_missing,
    ledger_shares_wrong."""
    turnover = call.amount("turnover")
    if turnover is None:
        raise Refused("ledger_missing")
    named = [_named(line) for line in call.typed("named").splitlines() if line.strip()]
    if len(named) > NAMED_MAX:
        raise FieldsWrong({"named": say(f"{NAMED_MAX} buyers at most by name.",
                                        f"{NAMED_MAX} acheteurs nommés au plus.")})  # fmt: skip
    described = Described(
        turnover, call.number("agreed"), call.number("days"), call.number("invoices"), named,
        call.number("buyers") or USUAL_OTHERS,
    )  # fmt: skip
    return of_words(described, say(*OTHERS))


def _named(line: str) -> tuple[str, int, str, str]:
    """A line `name ; share in per cent ; country`. FieldsWrong."""
    name, share, country = (
        *(part.strip() for part in line.split(";" if ";" in line else ":")),
        "",
        "",
    )[:3]
    try:
        ppm = RATE.convert(share.removesuffix("%").strip(), None, None)
    except click.BadParameter:
        ppm = 0
    if not name or not 0 < ppm <= ONE_PPM or not COUNTRY.fullmatch(country):
        raise FieldsWrong({"named": say(
            f"“{line.strip()}” cannot be read: one buyer a line, name ; share in % ; country, as "
            "BETA SA ; 40 ; FR.",
            f"« {line.strip()} » n'est pas lisible : un acheteur par ligne, nom ; part en % ; "
            "pays, comme BETA SA ; 40 ; FR.")})  # fmt: skip
    return name, ppm, country.upper() or "FR", "C"


def typed_of(request: Row) -> Row:
    """What was said for a quote, as the fields show it again."""
    buyers = request["buyers"]
    turnover = sum(one["turnover_cents"] for one in buyers)
    first, last = buyers[0], buyers[-1]
    # What is left to the buyers not named is the last row.
    known = [one for one in buyers if one["buyer_name"] not in OTHERS]
    lines = [f"{one['buyer_name']} ; {_typed(_share(one, turnover))} ; "
             f"{one['buyer_country'] or 'FR'}" for one in known]  # fmt: skip
    count = sum(one["invoice_count"] or 0 for one in buyers)
    need = request["need_cents"]
    return {
        "turnover": _typed(turnover), "need": "" if need is None else _typed(need),
        "sector": request.get("sector", ""), "agreed": first["term_days"],
        "days": first["payment_days"], "invoices": count or "",
        "buyers": last["buyer_count"] if last["buyer_name"] in OTHERS else "",
        "named": "\n".join(lines),
    }  # fmt: skip


def _share(one: Row, turnover: int) -> int:
    """In hundredths of a per cent, the nearest."""
    return (2 * 10_000 * one["turnover_cents"] + turnover) // (2 * turnover)


def _typed(cents: int) -> str:
    """Hundredths as one types them: of an amount, of a rate in per cent."""
    return f"{cents // 100}" + (f"{say('.', ',')}{cents % 100:02d}" if cents % 100 else "")
