"""Parties in proceedings, in a browser: notices taken in, the desk, who bears what, our claim."""

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from comptant.operations.assigning import returns
from tests import facts
from tests.notices import PUBLISHED_ON, record, took, undoing
from tests.portal.conftest import Browser, browser, seen, visible


def on_the_day(world: facts.World, login: str, language: str = "en") -> Browser:
    found = browser(world, login, language)
    found.client.cookies["day"] = PUBLISHED_ON.isoformat()
    return found


def sent(*records: dict[str, Any]) -> SimpleUploadedFile:
    return SimpleUploadedFile("bodacc.json", json.dumps(list(records)).encode())


def test_the_desk_takes_notices_in_and_follows_what_is_to_be_done(world: facts.World) -> None:
    anna = on_the_day(world, "anna", "fr")
    anna.post("/insolvency-notices/take", act="do", key="a", file_name="bodacc.json",
              content=sent(record(1), record(2, "ALPHA SAS")))  # fmt: skip
    shown = visible(anna.get("/insolvencies"))
    for told in ("déclarer notre créance", "BETA SA", "03/06/2026", "A202600651",
                 "administrateur si le contrat continue"):  # fmt: skip
        assert told in shown, shown
    here = f"/insolvencies/{world.ids['BETA SA']}"
    assert f'href="{here}"' in anna.get("/insolvencies")
    assert "supporté par les assureurs" in visible(anna.get(here))
    told = {"party_id": "BETA SA", "failed_part": "BUYER", "step": "DECLARED", "amount_cents": "",
            "step_on": PUBLISHED_ON.isoformat(), "reference": "lettre"}  # fmt: skip
    anna.post("/contracts/C-1/insolvencies/told", act="do", key="b", **told)
    assert "notre créance déclarée" in visible(anna.get("/contracts/C-1/insolvencies/steps"))
    invoice = world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-1'")
    assert "BODACC A202600651" in visible(
        on_the_day(world, "alice").get(f"/contracts/C-1/invoices/{invoice}"))  # fmt: skip
    notice = world.one("SELECT id FROM insolvency_notice WHERE notice_number = 'A202600651'")
    anna.post(f"/insolvency-notices/{notice}", act="do", key="c", reason="annulée au greffe")
    assert "annulée au greffe" in visible(anna.get("/insolvency-notices"))
    assert "BETA SA" not in visible(anna.get("/insolvencies"))
    anna.get(f"/insolvency-notices/{notice + 1_000_000}", 404)


def test_a_broken_file_is_told_at_its_field_and_a_debt_is_impaired(world: facts.World) -> None:
    anna = on_the_day(world, "anna")
    broken = SimpleUploadedFile("cut.json", b"[{")
    page = anna.post("/insolvency-notices/take", 422, act="do", key="a", file_name="cut.json",
                     content=broken).content.decode()  # fmt: skip
    assert "not JSON, or cut short" in visible(page)
    contract = world.ids["C-1"]
    world.draw(contract)
    returns.reassign(world.conn, world.asked("anna"), contract_id=contract, reason="BREACH",
                     invoice_ids=[world.one("SELECT id FROM invoice WHERE contract_id = %s",
                                            contract)])  # fmt: skip
    anna.post("/insolvency-notices/take", act="do", key="b", file_name="bodacc.json",
              content=sent(record(1, "ALPHA SAS"), undoing(7, of=3)))  # fmt: skip
    form = "/contracts/C-1/insolvencies/impair"
    given = {"amount_cents": "100.00", "reference": "committee"}
    looked = anna.post(form, 200, act="look", key="c", **given).content.decode()
    assert world.one("SELECT count(*) FROM insolvency_step") == 0
    anna.post(form, act="do", key="c", seen=seen(looked), **given)
    assert world.one("SELECT impaired_cents FROM insolvency_step") == 10_000


def test_only_staff_sees_it(world: facts.World) -> None:
    for login in ("alice", "cora"):
        client = on_the_day(world, login)
        for path in ("/insolvencies", "/insolvency-notices", "/contracts/C-1/insolvencies",
                     f"/insolvencies/{world.ids['BETA SA']}"):  # fmt: skip
            client.get(path, 404)


def test_the_desk_has_the_letter_that_declares_our_claim(world: facts.World) -> None:
    took(world, record(1, dateparution=str(world.on), judged=str(world.on)))
    anna = browser(world, "anna", "fr")
    page = visible(anna.get("/contracts/C-1/insolvencies/letter"))
    assert "BETA SA" in page
    address = (f"/contracts/C-1/insolvencies/letter.pdf?party={world.ids['BETA SA']}&part=BUYER"
               "&officer=Me+X&signer=A.+Durand")  # fmt: skip
    answer = anna.client.get(address)
    assert (answer.status_code, answer["content-type"]) == (200, "application/pdf")
    assert browser(world, "alice").get("/contracts/C-1/insolvencies/letter", 404)
