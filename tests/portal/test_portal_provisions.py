"""Provisions in a browser: the portfolio, a contract, the files, what they are reckoned with."""

import io
from datetime import timedelta

from openpyxl import load_workbook

from tests import facts
from tests.portal.conftest import browser, visible


def test_the_desk_reads_provisions_and_proposes_what_they_are_reckoned_with(
    world: facts.World,
) -> None:
    world.draw(world.ids["C-1"], 1_000_000)
    aron = browser(world, "aron", "fr")
    shown = visible(aron.get("/provisions"))
    for said in ("Par strate", "C-1", "10 000,00 €", "perte de crédit attendue"):
        assert said in shown, shown
    assert "C-1" in visible(aron.get("/contracts/C-1/provisions"))
    for ending, start in (("xlsx", b"PK"), ("csv", "\ufeff".encode())):
        sent = aron.client.get(f"/provisions.{ending}")
        assert sent.status_code == 200
        content = b"".join(sent.streaming_content) if sent.streaming else sent.content
        assert content.startswith(start)
        assert aron.client.get(f"/contracts/C-1/provisions.{ending}").status_code == 200
    aron.post("/provisions/terms", act="do", key="a", pd_year_ppm="2,4", from_on=str(world.on),
              source="comité", technical_90_from_on="2026-11-01")  # fmt: skip
    waits = visible(browser(world, "carl", "fr").get("/approvals"))
    assert "2,4" in waits
    assert "01/11/2026" in waits
    for login in ("alice", "cora"):
        browser(world, login).get("/provisions", 404)
        browser(world, login).get("/contracts/C-1/provisions", 404)
        browser(world, login).get("/provisions.csv", 404)


def test_the_matrix_says_the_day_that_it_is_of_and_its_buckets_in_words(world: facts.World) -> None:
    """It is of the last close, the exposures beside it are of now."""
    world.draw(world.ids["C-1"], 1_000_000)
    world.close()
    closed, world.on = world.on, world.on + timedelta(days=1)
    aron = browser(world, "aron", "fr")
    shown = visible(aron.get("/provisions"))
    row = f"{closed:%d/%m/%Y} EUR non échu"
    assert row in " ".join(shown.partition("Par la matrice")[2].split())
    sent = aron.client.get("/provisions.xlsx")
    content = b"".join(sent.streaming_content) if sent.streaming else sent.content
    (_, first, *_) = load_workbook(io.BytesIO(content))["Matrice"].iter_rows(values_only=True)
    assert (first[0].date(), *first[1:3]) == (closed, "EUR", "non échu")
