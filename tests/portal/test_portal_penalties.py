"""Penalties in a browser: claimed after a look, shown to the client and the buyer, paid, waived."""

import re
from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.operations.reminding.penalty_claims import claim_penalties
from comptant.rules.penalties import INDEX
from tests import facts
from tests.buyers import share, tell_buyer
from tests.portal.conftest import ON, browser, seen, visible

LATE = date(2026, 1, 16)


def late(world: facts.World) -> None:
    """FA-2 of 12 000.00 on BETA SA, 14 days late on the day of the tests."""
    world.rate(INDEX, 21_500, date(2026, 1, 1))
    world.remit(world.ids["C-1"], {"number": "FA-2", "cents": 1_200_000, "issued_on":
                                   date(2025, 12, 20), "due_on": date(2026, 1, 2)})  # fmt: skip


def test_penalties_are_claimed_paid_and_waived_from_the_pages(world: facts.World) -> None:
    late(world)
    anna, alice = browser(world, "anna"), browser(world, "alice", "fr")
    here = "/contracts/C-1/penalty-claims"
    told = {"buyer_id": "BETA SA", "invoice_ids": "FA-2"}
    looked = anna.post(f"{here}/record", 200, act="look", key="a", **told).content.decode()
    assert "late-payment penalties claimed" in visible(looked)
    assert world.one("SELECT count(*) FROM penalty") == 0
    anna.post(f"{here}/record", act="do", key="a", seen=seen(looked), **told)
    page = anna.get(here)
    (claim,) = set(re.findall(rf"{here}/(\d+)\"", page))
    # 14 days at 12,15 %, and the indemnity
    assert "€95.92" in visible(anna.get(f"{here}/{claim}"))
    assert "the factor&#x27;s" in page or "the factor's" in visible(page)
    assert f"/contracts/C-1/penalty-claims/{claim}" in anna.get("/penalty-claims")
    assert "réclamée" in visible(alice.get(here))
    alice.post(f"{here}/{claim}/waive", 404, act="do", key="x", reason="please")
    world.bank({"cents": 7_000, "text": "merci", "payer_name": "BETA SA"})
    payment = world.one("SELECT id FROM payment WHERE open_cents > 0")
    typed = visible(anna.get(f"/cash/{payment}/penalties"))
    assert f"{claim}=70.00" in typed
    paid = anna.post(f"/cash/{payment}/penalties", 200, act="look", key="p",
                     penalties=f"{claim}=70.00").content.decode()  # fmt: skip
    anna.post(f"/cash/{payment}/penalties", act="do", key="p", seen=seen(paid),
              penalties=f"{claim}=70.00")  # fmt: skip
    waived = anna.post(f"{here}/{claim}/waive", 200, act="look", key="w", amount_cents="",
                       reason="goodwill").content.decode()  # fmt: skip
    anna.post(f"{here}/{claim}/waive", act="do", key="w", seen=seen(waived), amount_cents="",
              reason="goodwill")  # fmt: skip
    approval = world.one("SELECT max(id) FROM approval")
    aron = browser(world, "aron", "fr")
    assert "remise de 25,92 €" in visible(aron.get(f"/approvals/{approval}"))
    aron.post(f"/approvals/{approval}", act="do", key="y", answer="yes", reason="")
    told = visible(anna.get(f"{here}/{claim}"))
    assert "goodwill" in told
    assert "paid in part" not in told


def test_a_buyer_reads_by_its_link_what_was_claimed_of_it_alone(world: facts.World) -> None:
    late(world)
    tell_buyer(world, "BETA SA", "C-1")
    share(world, "BETA SA", "C-1", "b" * 32)
    claim_penalties(world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
                    buyer_id=world.ids["BETA SA"], invoice_ids=[])  # fmt: skip
    reader = browser(world, "alice", "en")
    reader.client.cookies.pop("comptant")
    reader.post("/choose", language="en", next=f"/account/{'b' * 32}")
    told = visible(reader.get(f"/account/{'b' * 32}"))
    assert "Penalties for paying late, claimed and open: €95.92" in told
    reader.post("/choose", language="fr", next=f"/account/{'b' * 32}")
    assert "hors champ de la TVA" in visible(reader.get(f"/account/{'b' * 32}"))


def test_the_statement_tells_what_was_claimed(world: facts.World) -> None:
    from comptant.doors.papers import statements
    from comptant.doors.words import speaking
    from comptant.store.access import reading
    from tests.reading_papers import text_of

    late(world)
    claim_penalties(world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
                    buyer_id=world.ids["BETA SA"], invoice_ids=[])  # fmt: skip
    alice = world.users["alice"]
    with reading(alice.id, alice.company_id, alice.roles, world.on) as see:
        for language, words in (("en", "Penalties claimed of buyers, outside VAT"),
                                ("fr", "Pénalités réclamées aux acheteurs")):  # fmt: skip
            with speaking(language):
                paper = statements.statement(see, "C-1", date(2026, 1, 1), LATE, LATE)
            told = text_of(paper.content)
            assert words in told
            assert "FA-2" in told
    assert str(LATE) == ON


MANY = 400


def many(world: facts.World) -> list[int]:
    """So many claims on one contract, paid long ago; their ids."""
    late(world)
    claim_penalties(world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
                    buyer_id=world.ids["BETA SA"], invoice_ids=[])  # fmt: skip
    world.conn.execute(
        """INSERT INTO penalty (contract_id, id, buyer_id, invoice_id, currency, owner, vat_class,
               claimed_on, penalty_cents, indemnity_cents, amount_cents, open_cents, is_undone,
               halves, entry_id, act_id)
           SELECT contract_id, nextval('ids'), buyer_id, invoice_id, currency, owner, vat_class,
               claimed_on, penalty_cents, indemnity_cents, amount_cents, 0, is_undone, halves,
               entry_id, act_id
           FROM penalty, generate_series(1, %s)""",
        (MANY,),
    )  # fmt: skip
    return [id_ for (id_,) in world.rows("SELECT id FROM penalty ORDER BY id")]


def test_many_claims_are_read_page_by_page_and_one_claim_alone(
    world: facts.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = many(world)
    taken: list[int] = []
    real = psycopg.Cursor.fetchall

    def fetched(self: Any) -> Any:
        rows = real(self)
        taken.append(len(rows))
        return rows

    here = "/contracts/C-1/penalty-claims"
    alice, anna = browser(world, "alice"), browser(world, "anna")
    monkeypatch.setattr(psycopg.Cursor, "fetchall", fetched)
    found, path = [], here
    while path:
        page = alice.get(path)
        shown = re.findall(rf"{here}/(\d+)\"", page)
        assert len(shown) <= 50
        found += shown
        following = re.search(r"href=\"\?(after=[^\"]+)\"", page)
        path = f"{here}?{following[1]}" if following else ""
    assert found == [str(id_) for id_ in ids]
    anna.get(f"{here}/{ids[-1]}")
    anna.get(f"{here}/{ids[0]}/waive")
    assert max(taken) <= 60
    world.bank({"cents": 7_000, "text": "merci", "payer_name": "BETA SA"})
    payment = world.one("SELECT id FROM payment WHERE open_cents > 0")
    taken.clear()
    assert f"{ids[0]}=70.00" in visible(anna.get(f"/cash/{payment}/penalties"))
    assert max(taken) <= 60


def test_what_buyers_paid_late_is_read_page_by_page(world: facts.World) -> None:
    world.rate(INDEX, 21_500, date(2026, 1, 1))
    world.remit(world.ids["C-1"], *(
        {"number": f"L-{n:03}", "cents": 10_000 + n, "issued_on": date(2025, 12, 20),
         "due_on": date(2026, 1, 2)} for n in range(70)
    ))  # fmt: skip
    anna = browser(world, "anna")
    first = anna.get("/contracts/C-1/penalties")
    (following,) = re.findall(r"href=\"\?(after=[^\"]+)\"", first)
    second = anna.get(f"/contracts/C-1/penalties?{following}")
    told = [set(re.findall(r"L-\d{3}", visible(page))) for page in (first, second)]
    assert (len(told[0]), len(told[0] | told[1]), told[0] & told[1]) == (50, 70, set())
