"""The answer to who served a garnishment in our hands, or told us of one in a buyer's, in words:
what the template garnishment.typ prints. Source: art. L211-3, R211-4 CPCE; art. L262 LPF."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from comptant.formats.papers.setting import typeset
from comptant.formats.papers.titles import foot
from comptant.formats.typography import by_threes, day, grouped, instant, money

Row = dict[str, Any]


def garnishment_answer(
    of: Row, items: Sequence[Row], sums: Row, *, earlier: Sequence[Row], elsewhere: Sequence[Row],
    made_on: date, language: str,
) -> bytes:  # fmt: skip
    """One letter about a garnishment (of read_garnishments): its invoices as they stood (`items`,
    of all that `sums` tells), the garnishments that hold before it, what the same act holds on
    other contracts of the client; as PDF/A dated on a day."""
    currency = of["currency"]

    def amount(cents: int) -> str:
        return money(cents, currency, language)

    rest = sums["invoice_count"] - len(items)
    rest_cents = sums["open_cents"] - sum(one["open_cents"] for one in items)
    facts = {
        "language": language, "sender": of["factor_name"], "house": of["factor_name"],
        "foot": foot(of["factor_name"], of["factor_siren"]), "reference": of["reference"],
        "contract": of["contract_number"], "kind": of["garnishment_kind"],
        "creditor": of["creditor_name"], "client": of["client_name"],
        "client-siren": by_threes(of["client_siren"] or ""), "dated": day(made_on, language),
        "served": instant(of["served_at"], language), "amount": amount(of["amount_cents"]),
        "buyer": of["buyer_name"] or "", "held": amount(of["held_cents"]),
        "payable": amount(of["payable_cents"]), "left": amount(of["left_cents"]),
        "paid": amount(of["paid_cents"]), "lifted": amount(of["lifted_cents"]),
        "is-changed": bool(of["paid_cents"] or of["lifted_cents"]),
        "before-count": grouped(sums["before_count"], 0, language),
        "before-total": amount(sums["before_cents"]),
        "rest-count": grouped(rest, 0, language) if rest else "",
        "rest-total": amount(rest_cents),
        "lines": [
            [one["invoice_number"], one["buyer_name"] or "",
             instant(one["transferred_at"], language), amount(one["open_cents"]),
             _said(one, language)]
            for one in items
        ],
        "elsewhere": [[one["contract_number"], amount(one["held_cents"]),
                       amount(one["left_cents"])] for one in elsewhere],
        "earlier": [[one["reference"], one["creditor_name"], instant(one["served_at"], language),
                     amount(one["left_cents"])] for one in earlier],
    }  # fmt: skip
    return typeset("garnishment", facts, made_on)


def _said(one: Row, language: str) -> str:
    if one["is_reached"]:
        return "oui" if language == "fr" else "yes"
    return "non" if language == "fr" else "no"
