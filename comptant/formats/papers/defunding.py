"""The notice to a client that invoices in dispute may be de-funded, in words: what the template
defunding.typ prints."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from comptant.formats.papers.setting import typeset
from comptant.formats.papers.titles import foot
from comptant.formats.typography import by_threes, day, money

Row = dict[str, Any]


def defunding_notice(of: Row, lines: Sequence[Row], made_on: date) -> bytes:
    """One letter (of defunding_letter) about disputes: invoice_number, buyer_name, disputed_on,
    still_disputed_cents, currency, defund_from_on; as PDF/A dated on a day."""
    language = of["language"]
    facts = {
        "language": language, "sender": of["factor_name"], "house": of["factor_name"],
        "foot": foot(of["factor_name"], of["factor_siren"]), "reference": of["contract_number"],
        "client": of["client_name"], "client-siren": by_threes(of["client_siren"] or ""),
        "dated": day(made_on, language),
        "lines": [
            [one["invoice_number"], one["buyer_name"], day(one["disputed_on"], language),
             money(one["still_disputed_cents"], one["currency"], language),
             day(one["defund_from_on"], language)]
            for one in lines
        ],
    }  # fmt: skip
    return typeset("defunding", facts, made_on)
