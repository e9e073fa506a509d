"""The waterfall drawn: each step says why in words filled with the facts of what it sums."""

from typing import Any

from comptant.doors import waterfall, words
from comptant.doors.charts import waterfall as charted


def part(name: str, reason: str, cents: int, **facts: Any) -> dict[str, Any]:
    row = {"part": name, "reason": reason, "amount_cents": cents, "currency": "EUR", **facts}
    return {**row, "sentence": words.reason(reason, row)}


def told(*parts: dict[str, Any]) -> list[str]:
    return [text.strip() for text, _ in waterfall.draw(parts, 1_000_000, "EUR")]


def test_one_invoice_says_its_own_facts() -> None:
    seen = told(part("ineligible", "disputed", 300_000, disputed_cents=300_000),
                part("available", "available", 700_000))  # fmt: skip
    assert seen[2].startswith("The buyer disputes €3,000.00 of this invoice.")


def test_of_several_the_first_speaks_and_says_so() -> None:
    seen = told(
        part("ineligible", "disputed", 100_000, disputed_cents=100_000, invoice_number="FA-3"),
        part("ineligible", "disputed", 200_000, disputed_cents=200_000, invoice_number="FA-4"),
        part("available", "available", 700_000),
    )
    assert seen[2].startswith("2 cases; the first (FA-3): The buyer disputes €1,000.00 of")


def test_what_is_said_of_all_is_said_once() -> None:
    seen = told(part("retained", "retained", 100_000), part("retained", "retained", 200_000))
    assert seen[2] == words.reason("retained", {})
    assert "?" not in "".join(seen)


def test_money_of_the_client_is_added_back_under_its_own_word() -> None:
    told_parts = (part("in_credit", "in_credit", -174_755),
                  part("available", "available", 174_755))  # fmt: skip
    seen = [text for text, _ in waterfall.draw(told_parts, 0, "EUR")]
    assert seen[1].split("  ")[0] == "in your favour"
    assert "€1,747.55" in seen[1]
    assert seen[2].strip().startswith("Nothing is advanced to you: your account is in credit.")
    with words.speaking("fr"):
        french = [text for text, _ in waterfall.draw(told_parts, 0, "EUR")]
    assert french[1].startswith("en votre faveur")
    assert "financé " not in "".join(french)


def test_bars_are_as_long_as_their_amounts_whatever_the_sign() -> None:
    """In credit more may be drawn than was assigned; an over-advance reaches below nothing."""
    for outstanding, kept, credit in ((50_000, 20_000, -30_000), (100_000, 20_000, 120_000)):
        parts = [part("retained", "retained", kept), part("funds_in_use", "funds_in_use", credit),
                 part("available", "available", outstanding - kept - credit)]  # fmt: skip
        bars = [int(box.get("width")) for box in charted.draw(parts, outstanding, "EUR").root.iter()
                if box.tag.endswith("rect")]  # fmt: skip
        cents = [outstanding, kept, abs(credit), abs(outstanding - kept - credit)]
        wide = max(zip(cents, bars, strict=True))
        assert [round(bar * wide[0] / wide[1] / 1_000) for bar in bars] == [
            round(one / 1_000) for one in cents]  # fmt: skip
