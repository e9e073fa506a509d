"""The letters that go with notices to buyers: one each, in the buyer's language, never under a
confidential contract."""

from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.formats.papers import letters
from comptant.operations.acts.act import Answer
from comptant.operations.assigning.notices import write_notices
from comptant.operations.assigning.papers import issue_title
from comptant.operations.registry import parties
from comptant.store.access import reading
from tests.facts import World, add_user, three_of_two_clients
from tests.houses import house
from tests.reading_papers import archive_marks, page_count, text_of
from tests.traces import refused

LINE: dict[str, Any] = {"cents": 2_000_000, "due_on": date(2026, 3, 17)}
TOLD = {"notice_required": True}


@house
def world(writer: psycopg.Connection) -> World:
    opened = three_of_two_clients(writer)
    opened.ids["N-1"] = opened.contract("N-1", **TOLD)
    opened.ids["D-1"] = opened.contract("D-1", transfer_mode="DAILLY", **TOLD)
    opened.remit(opened.ids["N-1"], {"number": "FA-1", **LINE}, {"number": "FA-2", **LINE})
    opened.remit(opened.ids["D-1"], {"number": "FD-1", "buyer": "DELTA SARL", **LINE})
    return opened


def write(world: World, contract: str | None = None, language: str | None = None) -> Answer:
    return write_notices(
        world.conn, world.asked("anna"), contract_id=world.ids[contract] if contract else None,
        language=language,
    )  # fmt: skip


def kept(world: World, contract: str) -> bytes:
    return bytes(world.one(
        """SELECT d.content FROM paper p JOIN document d ON d.digest = p.digest
           WHERE p.kind = 'NOTICE' AND p.contract_id = %s""", world.ids[contract]
    ))  # fmt: skip


def test_each_notice_has_its_letter_once(world: World) -> None:
    answer = write(world)
    assert (answer["count"], answer["unwritten"]) == (2, {})
    told = text_of(kept(world, "N-1"))
    for mention in (
        "BETA SA SIREN", "Notification de paiement subrogatoire", "ALPHA SAS (SIREN 732 829 320)",
        "vous ne vous libérez qu’en nous payant", "l’ordre de FACTOR SA",
        "FR76 3000 6000 0112 3456 7890 189", "AGRIFRPP", "FA-1", "FA-2", "20 000,00 €",
        "17/03/2026", "Le 16/01/2026", "Page 1",
    ):  # fmt: skip
        assert mention in told, mention
    assert "FD-1" not in told
    deed = text_of(kept(world, "D-1"))
    for mention in ("Notification de cession de créances professionnelles", "L. 313-28", "FD-1",
                    "cesser, à compter de la réception"):  # fmt: skip
        assert mention in deed, mention
    assert archive_marks(kept(world, "N-1")) == ("2", "U", True)
    assert write(world)["count"] == 0
    assert world.one("SELECT count(*) FROM paper") == 2


def test_a_letter_speaks_the_language_of_its_buyer_or_the_one_asked_for(world: World) -> None:
    foreign = parties.add_party(
        world.conn, world.asked("anna"), kind="COMPANY", name="OMEGA GMBH", country="DE",
        numbers={"vat": "DE136695976"})["party_id"]  # fmt: skip
    world.amend(world.ids["N-1"], {"open_countries": "FR MC DE"})
    world.remit(world.ids["N-1"], {"number": "FG-1", "buyer": "OMEGA GMBH", "buyer_country": "DE",
                                   "buyer_vat": "DE136695976", **LINE})  # fmt: skip
    write(world)
    said = dict(world.rows(
        """SELECT (o.payload ->> 'buyer_id')::bigint, p.language FROM paper p
           JOIN outbox o ON o.id = p.subject_id"""))  # fmt: skip
    assert said == {world.ids["BETA SA"]: "fr", world.ids["DELTA SARL"]: "fr", foreign: "en"}
    with refused(world.conn, "paper_language_unknown", language="de", languages=["fr", "en"]):
        write(world, language="de")


def test_a_confidential_contract_writes_to_no_buyer(world: World) -> None:
    world.amend(world.ids["N-1"], {"disclosure_mode": "CONFIDENTIAL"})
    answer = write(world, "N-1")
    assert (answer["count"], answer["unwritten"]) == (0, {"CONFIDENTIAL": 1})
    assert world.one("SELECT count(*) FROM paper") == 0
    assert write(world)["count"] == 1


def test_a_public_buyer_is_not_told_by_this_letter(world: World) -> None:
    town = parties.add_party(world.conn, world.asked("anna"), kind="PUBLIC", name="VILLE DE NANTES",
                             country="FR", numbers={"siren": "214401093"})["party_id"]  # fmt: skip
    world.remit(world.ids["N-1"], {"number": "FP-1", "buyer": "VILLE DE NANTES",
                                   "buyer_siren": "214401093", **LINE})  # fmt: skip
    answer = write(world)
    assert answer["unwritten"] == {"PUBLIC_BUYER": 1}
    assert world.one("SELECT count(*) FROM outbox WHERE (payload ->> 'buyer_id')::bigint = %s",
                     town) == 1  # fmt: skip


def test_the_outbox_leads_to_the_letter_and_no_neighbour_reads_it(world: World) -> None:
    write(world)
    digests = {}
    for login in ("anna", "alice", "cora"):
        user = world.users[login]
        with reading(user.id, user.company_id, user.roles, world.on) as see:
            waiting = [row for row in see("read_outbox") if row["outbox_kind"] == "buyer_notice"]
            digests[login] = [row["digest"] for row in waiting]
            seen = [see("read_document", digest=digest) for digest in digests["anna"]]
            assert all(bool(found) == (login != "cora") for found in seen)
    assert len(digests["anna"]) == 2
    assert digests["cora"] == []


def test_a_buyer_reads_no_paper_of_a_contract_and_hears_no_name_in_one(world: World) -> None:
    add_user(world, "ben", world.ids["BETA SA"], ["buyer"], False)
    world.ids["K-1"] = world.contract("K-1", disclosure_mode="CONFIDENTIAL", **TOLD)
    remitted = world.remit(world.ids["K-1"], {"number": "FK-1", **LINE})["remittance_id"]
    made = issue_title(world.conn, world.asked("anna"), contract_id=world.ids["K-1"],
                       remittance_id=remitted, language="fr")  # fmt: skip
    write(world)
    digests = [digest for (digest,) in world.rows("SELECT encode(digest, 'hex') FROM paper")]
    assert made["digest"] in digests
    assert len(digests) == 3  # the title; the letters of N-1 and D-1, none of K-1
    for roles in (world.users["ben"].roles, None):  # as asked, and by row security alone
        with reading(world.users["ben"].id, world.ids["BETA SA"], roles, world.on) as see:
            assert [see("read_document", digest=digest) for digest in digests] == [[], [], []]
            assert see("read_outbox") == []


@pytest.mark.parametrize("most", [1, 2, 50])
def test_a_letter_is_whole_whatever_run_it_was_set_in(
    world: World, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "LETTERS_AT_ONCE", most)
    lines = [{"number": f"FL-{n}", "buyer": "DELTA SARL", **LINE} for n in range(60)]
    world.remit(world.ids["N-1"], *lines)
    assert write(world, "N-1")["count"] == 2
    found = [bytes(content) for (content,) in world.rows(
        "SELECT d.content FROM paper p JOIN document d ON d.digest = p.digest"
        " ORDER BY p.subject_id")]  # fmt: skip
    assert [page_count(one) for one in found] == [1, 2]
    assert "FL-59" in text_of(found[1])
    assert "FL-59" not in text_of(found[0])
    assert "Page 2" in text_of(found[1])


def test_runs_hold_so_many_letters_and_so_many_lines() -> None:
    def sizes(counts: list[int]) -> list[int]:
        return [len(run) for run in letters.runs([{"line_count": count} for count in counts])]

    assert sizes([1] * 120) == [50, 50, 20]
    assert sizes([1_500, 500, 1, 3_000, 1]) == [2, 1, 1, 1]
    assert sizes([]) == []
