"""A contract's life by its pages: its file recorded, what leaving would cost, notice, data taken
along and taken over."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from comptant.formats.handover import read, unzipped, zipped
from tests import facts
from tests.portal.conftest import browser, seen, visible


def test_the_file_of_a_contract_is_kept_by_its_page(world: facts.World) -> None:
    anna = browser(world, "anna")
    day = {"fact_on": world.on.isoformat(), "source": "file 118"}
    anna.post("/contracts/C-1/opening/record", act="do", key="a", guard="KYC_FILE", label="",
              until_on="", **day)  # fmt: skip
    anna.post("/contracts/C-1/opening/owners", act="do", key="b",
              owners="Alice Martin=60\nPaul Durand=40", **day)  # fmt: skip
    wrong = anna.post("/contracts/C-1/opening/owners", 422, act="do", key="c", owners="Alice",
                      **day)  # fmt: skip
    assert 'id="f-owners-wrong"' in wrong.content.decode()
    listed = SimpleUploadedFile("list.csv", b"name\nMARTIN Alice\n")
    anna.post("/contracts/C-1/opening/screen", act="do", key="d", list_name="list.csv",
              list_on=world.on.isoformat(), content=listed)  # fmt: skip
    page = visible(anna.get("/contracts/C-1/opening"))
    assert "Alice Martin 60.00%, Paul Durand 40.00%" in page
    assert "Alice Martin / MARTIN Alice" in page


def test_a_client_sees_what_leaving_costs_and_gives_notice(world: facts.World) -> None:
    alice = browser(world, "alice")
    assert "the contract goes on until 2026-04-16" in visible(alice.get("/contracts/C-1/exit"))
    page = visible(alice.get("/contracts/C-1/exit?notice=2026-03-02"))
    assert "the contract goes on until 2026-06-02" in page
    form = {"source": "our decision of January"}
    shown = alice.post("/contracts/C-1/notice", 200, act="look", key="n", **form)
    assert "2026-04-16" in visible(shown.content.decode())
    assert world.one("SELECT count(*) FROM term WHERE value = '\"NOTICE\"'") == 0
    alice.post(
        "/contracts/C-1/notice", act="do", key="n", seen=seen(shown.content.decode()), **form
    )
    said = world.rows("SELECT value #>> '{}', valid_from_on FROM term WHERE name = 'status'"
                      " AND contract_id = %s ORDER BY valid_from_on, recorded_at",
                      world.ids["C-1"])  # fmt: skip
    assert said[-2:] == [("NOTICE", world.on), ("RUNOFF", date(2026, 4, 16))]


def test_a_contract_is_taken_along_by_one_page_and_taken_over_by_another(
    world: facts.World,
) -> None:
    content = browser(world, "alice").client.get("/contracts/C-1/handover.zip").content
    files = unzipped("", content)
    assert isinstance(files, dict)
    assert read(files).faults == []
    world.contract("N-1", status="OPENING")
    anna = browser(world, "anna")
    pack = SimpleUploadedFile("pack.zip", content)
    told = anna.post("/contracts/N-1/takeover/load", 422, act="do", key="t", content=pack,
                     lender_id="DELTA SARL")  # fmt: skip
    assert "FA-1: This invoice is already assigned under another" in visible(told.content.decode())
    broken = SimpleUploadedFile("pack.zip", b"PK")
    told = anna.post("/contracts/N-1/takeover/load", 422, act="do", key="u", content=broken,
                     lender_id="")  # fmt: skip
    files |= {"invoices.csv": b"x", "limits.csv": b"y"}
    touched = SimpleUploadedFile("pack.zip", zipped(files))
    told = anna.post("/contracts/N-1/takeover/load", 422, act="do", key="v", content=touched,
                     lender_id="")  # fmt: skip
    page = visible(told.content.decode())
    assert "invoices.csv, file: " in page
    assert "limits.csv, line 1 « buyer_name »: " in page
    assert world.one("SELECT count(*) FROM takeover") == 0
