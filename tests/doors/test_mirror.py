"""An entry says its event; the client's own entry follows from it and from what was booked."""

import pytest

from comptant.doors import mirror, waterfall, words
from comptant.rules.postings import TEMPLATES, lines, mirror_lines

# One positive amount per name; a fee's total is its net and VAT, what is passed on has its costs.
AMOUNTS = {
    "total": 120,
    "net": 100,
    "vat": 20,
    "passed": 120,
    "returned": 120,
    "costs": 20,
    "share": 60,
    "other": 40,
}
BOOKED = [name for name, template in TEMPLATES.items() if template.lines]


def amounts_of(event: str, sign: int = 1) -> dict[str, int]:
    return {name: sign * AMOUNTS.get(name, 100) for _, _, name in TEMPLATES[event].lines}


@pytest.mark.parametrize("sign", [1, -1], ids=["booked", "reversed"])
@pytest.mark.parametrize("event", BOOKED)
def test_the_clients_entry_follows_from_what_was_booked(event: str, sign: int) -> None:
    booked = dict(lines(event, amounts_of(event, sign)))
    assert mirror.mirror(event, booked) == mirror_lines(event, amounts_of(event, sign))


@pytest.mark.parametrize("event", BOOKED)
def test_the_clients_entry_balances(event: str) -> None:
    assert sum(cents for _, cents in mirror_lines(event, amounts_of(event))) == 0


def test_events_with_the_same_lines_are_told_apart() -> None:
    booked = {"CCA": 100, "DEB": -100}
    assert mirror.mirror("reassignment", booked) == [("C411", 100), ("C4671", -100)]
    assert mirror.mirror("direct_payment", booked) == [("C512", 100), ("C4671", -100)]


def test_a_fee_without_vat_has_no_vat_line() -> None:
    booked = {"CCA": 100, "FEE": -100}
    assert mirror.mirror("fee", booked) == [("C6225", 100), ("C4671", -100)]


def test_an_entry_of_no_event_is_shown_by_its_key() -> None:
    words.speak("en")
    assert mirror.mirror("", {"BNK": 5, "DEB": -5}) == []
    assert mirror.mirror("manual", {"BNK": 5, "DEB": -5}) == []
    assert mirror.mirror("fee", {"BNK": 5, "DEB": -5}) == []
    assert mirror.event_words("", "manual/1") == "manual/1"
    assert mirror.event_words("manual", "manual/1") == "entry by hand"


def test_a_bar_never_passes_the_whole_and_nothing_that_counts_is_invisible() -> None:
    whole = 1_000_000
    assert waterfall.bar(whole, 0, whole) == "█" * 36
    assert waterfall.bar(whole, whole - 1, whole) == " " * 35 + "█"
    assert waterfall.bar(1, 0, whole) == "█"
    assert waterfall.bar(0, 0, whole) == ""
    assert waterfall.bar(0, 5 * whole, whole) == "▒" * 36
    assert waterfall.bar(0, -whole, whole) == "█"
    assert waterfall.bar(5, 0, 0) == ""


def test_parts_of_one_reason_are_drawn_once() -> None:
    parts = [
        {"part": "ineligible", "reason": "deposit", "amount_cents": 10},
        {"part": "ineligible", "reason": "deposit", "amount_cents": 5},
        {"part": "available", "reason": "available", "amount_cents": 85},
    ]
    words.speak("en")
    parts = [{**row, "sentence": words.reason(str(row["reason"]), row)} for row in parts]
    assert [row["amount_cents"] for row in waterfall.steps(parts)] == [15, 85]
    drawn = [text for text, _ in waterfall.draw(parts, 100, "EUR")]
    assert drawn[0].startswith("assigned       €1.00  ████")
    assert drawn[1].startswith("not fundable  -€0.15  ")
    assert drawn[3].startswith("available      €0.85  ████")
    assert len(drawn) == 5


def test_a_payment_whose_day_moved_says_which_line_is_which() -> None:
    keys = ("order/12/released", "order/12/undated/34", "order/12/dated/34")
    assert [mirror.event_words("order_released", key) for key in keys] == [
        "payment to the client", "payment to the client (value date undone)",
        "payment to the client (on the day of its transfer)"]  # fmt: skip
    with words.speaking(words.FRENCH):
        assert mirror.event_words("unknown_returned", keys[2]).endswith("(au jour de son virement)")
