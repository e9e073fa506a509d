"""Figures: their scales are round, their words are the reader's, and no style is inline."""

from datetime import date, timedelta
from typing import Any

import pytest
from lxml import etree

from comptant.doors import words
from comptant.doors.charts import shapes
from comptant.doors.charts.portfolio import CHARTS, OF_CONTRACT
from comptant.doors.charts.treasury import treasury
from comptant.doors.reads import READS

ROWS: dict[str, list[dict[str, Any]]] = {
    "over-time": [
        {"week_on": date(2026, 1, 2) + timedelta(weeks=week), "outstanding_cents": 100_000 * week,
         "funds_in_use_cents": -5 if week == 0 else 50_000 * week}
        for week in range(53)
    ],
    "ageing": [{"bucket": "NE", "open_cents": 2_000_000, "told_on": date(2026, 1, 16)},
               {"bucket": "CN", "open_cents": -5, "told_on": date(2026, 1, 16)}],
    "concentration": [{"buyer_name": "BETA SA", "share_ppm": 612_345},
                      {"buyer_name": "A name that is much too long to be shown", "share_ppm": 1}],
    "delays": [{"contract_number": "C-1", "client_name": "ALPHA SAS", "turning_days": 64},
               {"contract_number": "C-2", "client_name": "GAMMA SA", "turning_days": None}],
    "cost": [{"month_on": date(2026, 1, 1), "fees_cents": 12_000, "charges_cents": 9_761,
              "other_fees_cents": 2_000}],
}  # fmt: skip


@pytest.mark.parametrize(("most", "ceiling"), [
    (0, 4), (4, 4), (5, 8), (40, 40), (41, 80), (101, 200), (2_500, 4_000), (8_001, 10_000),
    (9_000_000, 10_000_000), (12_345_678, 20_000_000),
])  # fmt: skip
def test_a_scale_has_four_round_steps(most: int, ceiling: int) -> None:
    assert shapes._ceiling(most) == ceiling


def test_every_chart_has_a_query_that_doors_may_read_and_words_for_its_table() -> None:
    for chart in CHARTS.values():
        assert chart.query in READS
        for column in chart.columns:
            words.column(column)
    assert set(OF_CONTRACT) < set(CHARTS)
    assert set(ROWS) == set(CHARTS)


def points(svg: str) -> list[list[int]]:
    """How high the points of each line are."""
    lines = etree.fromstring(svg).iter("{*}polyline")
    return [[int(point.partition(",")[2]) for point in one.get("points").split()] for one in lines]


def test_a_line_goes_below_zero_where_money_is_lacking() -> None:
    days = [{"day": date(2026, 1, 2) + timedelta(days=day), "drawable_cents": max(cents, 0),
             "room_cents": cents} for day, cents in enumerate((800_000, 0, -400_000))]  # fmt: skip
    with words.speaking("fr"):
        svg = treasury(days, "EUR").svg()
    room, drawable = points(svg)
    assert room[0] < room[1] < room[2] <= shapes.BOTTOM
    assert room[1] - room[0] == pytest.approx(2 * (room[2] - room[1]), abs=2)
    assert drawable == [room[0], room[1], room[1]]
    assert "-4\N{NO-BREAK SPACE}k€" in svg


@pytest.mark.parametrize("name", sorted(ROWS))
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_figure_is_plain_svg_inside_its_frame(name: str, language: str) -> None:
    with words.speaking(language):
        svg = CHARTS[name].draw(ROWS[name], "EUR").svg()
    root = etree.fromstring(svg)
    width, height = (int(root.get(side)) for side in ("width", "height"))
    for one in root.iter():
        assert one.get("style") is None
        if one.tag.endswith("rect"):
            left, top = int(one.get("x")), int(one.get("y"))
            assert 0 <= left <= left + int(one.get("width")) <= width
            assert 0 <= top <= top + int(one.get("height")) <= height
        if one.tag.endswith("text") and one.get("text-anchor") == "start":
            left, letter = int(one.get("x")), 7 * int(one.get("font-size")) // 12
            assert left + letter * len(one.text or "") <= width, one.text
    # Nothing to draw is a picture too.
    etree.fromstring(CHARTS[name].draw([], "EUR").svg())


def test_amounts_of_a_scale_are_short() -> None:
    from comptant.doors.charts.portfolio import scaled

    with words.speaking("fr"):
        said = [scaled("EUR")(cents) for cents in (0, 95_000, 150_000, 12_000_000, 250_000_000)]
    assert [text.replace(words.NBSP, " ") for text in said] == [
        "0 €", "950 €", "1,5 k€", "120 k€", "2,5 M€"]  # fmt: skip
