"""What anybody did and what two people decided: whoever controls reads all of it, nobody else."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from django.test import Client

from comptant.doors import reads
from comptant.operations.acts import audit
from comptant.operations.acts.act import Asked
from comptant.operations.acts.roles import READERS_OF_ACTS, ROLES
from comptant.operations.registry import keys
from comptant.store import access, bulk
from tests import facts
from tests.everyone import CAST, everyone
from tests.portal.conftest import browser, visible

PAGES = ("/acts", "/acts.csv", "/decisions", "/decisions.csv")
LISTS = ("acts", "act", "act_entries", "act_documents", "act_approvals", "decisions")


def bought(world: facts.World) -> int:
    """The act that bought FA-1."""
    return int(world.one("SELECT act_id FROM remittance WHERE contract_id = %s", world.ids["C-1"]))


def decided(world: facts.World) -> tuple[int, int]:
    """A limit that carl proposed and ada agreed to: the acts of both."""
    world.limit(world.ids["C-1"], "BETA SA", 1_234_500)
    (found,) = world.rows(
        "SELECT a.act_id, d.act_id FROM approval a JOIN approval_decision d ON d.approval_id = a.id"
        " ORDER BY a.id DESC LIMIT 1"
    )
    return int(found[0]), int(found[1])


def test_an_auditor_opens_an_act_down_to_its_entry_its_file_and_its_place_in_the_chain(
    world: facts.World,
) -> None:
    audit.seal(world.conn, world.asked("aron"))
    act = bought(world)
    ugo = browser(world, "ugo")
    listed = ugo.get("/acts?operation=remit&login=alice")
    assert f'href="/acts/{act}"' in listed
    told = visible(listed)
    digest = world.one("SELECT encode(digest, 'hex') FROM act WHERE id = %s", act)
    position = world.one("SELECT position FROM act_seal WHERE act_id = %s", act)
    assert f"invoices sent C-1 {position}" in told
    page = ugo.get(f"/acts/{act}")
    assert digest in page
    entry = world.one("SELECT id FROM entry WHERE act_id = %s", act)
    assert f'href="/contracts/C-1/entries/{entry}"' in page
    assert "€20,000.00" in visible(page)
    assert world.one("SELECT encode(hash, 'hex') FROM act_seal WHERE act_id = %s", act) in page
    world.bank({"cents": 1_500, "text": "?"})
    ((filed, digest),) = world.rows("SELECT act_id, encode(digest, 'hex') FROM document")
    page = ugo.get(f"/acts/{filed}")
    assert f"/documents/{digest}" in page
    assert ".xml" in page
    ugo.get(f"/contracts/C-1/entries/{entry}")
    assert "There is no act 999999." in visible(ugo.get("/acts/999999", status=404))


def test_a_decision_tells_who_with_which_authority_and_opens_both_acts(world: facts.World) -> None:
    proposed, answered = decided(world)
    ugo = browser(world, "ugo")
    page = ugo.get("/decisions?kind=limit")
    told = visible(page)
    assert f'href="/acts/{answered}"' in page
    who = world.one("SELECT u.login FROM act a JOIN app_user u ON u.id = a.by_id WHERE a.id = %s",
                    answered)  # fmt: skip
    assert re.search(rf"€12,345.00 \w+ {who}, administrator, any amount approved", told), told
    assert f'href="/acts/{proposed}"' in ugo.get(f"/acts/{answered}")
    assert f'href="/acts/{answered}"' in ugo.get(f"/acts/{proposed}")
    french = visible(browser(world, "ugo", "fr").get("/decisions?kind=limit"))
    assert "administrateur, tout montant" in french
    assert "Décidé à deux" in french
    assert "Nothing." in visible(ugo.get("/decisions?kind=rate&login=nobody"))
    assert "Nothing." in visible(ugo.get("/decisions?from=2020-01-01&until=2020-01-31"))


def test_pages_follow_each_other_with_as_many_queries_whatever_their_length(
    world: facts.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    plain, paged = bulk.rows, bulk.page
    monkeypatch.setattr(bulk, "rows", lambda conn, name, /, **given: asked.append(name) or
                        plain(conn, name, **given))  # fmt: skip
    monkeypatch.setattr(bulk, "page", lambda conn, name, wanted, /, **given: asked.append(name) or
                        paged(conn, name, wanted, **given))  # fmt: skip
    ugo = browser(world, "ugo")
    count = world.one("SELECT count(*) FROM act")
    counts, seen = {}, []
    for size in (3, count):
        monkeypatch.setattr(reads.listed, "__kwdefaults__", {"after": "", "size": size})
        asked.clear()
        page = ugo.get("/acts")
        counts[size] = len(asked)
        if size == 3:
            while True:
                seen += re.findall(r'href="/acts/(\d+)"', page)
                following = re.search(r'rel="next"[^>]*href="([^"]+)"', page)
                if not following:
                    break
                page = ugo.get(f"/acts{unescape(following[1])}")
    assert counts[3] == counts[count]
    ids = [str(id_) for (id_,) in world.rows("SELECT id FROM act ORDER BY on_date DESC, id DESC")]
    assert seen == ids


def test_a_period_is_a_file_that_is_streamed(
    world: facts.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided(world)
    monkeypatch.setattr(access, "STREAMED", 2)
    ugo = browser(world, "ugo", "fr")
    for path, count, heading in (
        ("/acts.csv", "SELECT count(*) FROM act", "empreinte de la demande"),
        ("/decisions.csv", "SELECT count(*) FROM approval_decision", "habilité comme"),
    ):
        answer = ugo.client.get(path)
        assert answer.streaming
        parts = list(answer.streaming_content)
        assert max(part.count(b"\r\n") for part in parts) == 2
        lines = b"".join(parts).decode("utf-8-sig").splitlines()
        assert heading in lines[0]
        assert len(lines) == world.one(count) + 1, path
    kept = world.one("SELECT sum(row_count) FROM kept_read WHERE name = 'acts'")
    assert kept == world.one("SELECT count(*) FROM act")


@pytest.mark.parametrize("role", sorted(ROLES))
def test_only_those_who_keep_the_chain_read_it(world: facts.World, role: str) -> None:
    everyone(world)
    visitor = browser(world, CAST[role])
    expected = 200 if role in READERS_OF_ACTS else 404
    act = bought(world)
    for path in (*PAGES, f"/acts/{act}"):
        assert visitor.client.get(path).status_code == expected, path
    user = world.users[CAST[role]]
    with access.reading(user.id, user.company_id, None, world.on) as see:
        for name in LISTS:
            given = dict.fromkeys(reads.parameters(f"read_{name}"))
            if "id" in given and name != "decisions":
                given["id"] = act
            rows = see(f"read_{name}", **given)
            if role not in READERS_OF_ACTS:
                assert rows == [], name
            elif name in ("acts", "act", "act_entries", "decisions"):
                assert rows, name


def test_a_program_of_the_auditor_reads_acts_and_its_reads_are_kept(world: facts.World) -> None:
    proposed, answered = decided(world)
    token = "secret".ljust(43, "x")
    asked = world.asked("ada")
    keys.add_key(
        world.conn, Asked(asked.by, asked.key, datetime.now(UTC), asked.on), login="ada",
        company_id=asked.by.company_id, name="controls", scopes=["read"], networks=[], days=30,
        token=token,
    )  # fmt: skip
    program = Client(headers={"authorization": f"Bearer {token}", "host": "localhost",
                              "comptant-day": "2026-01-16"})  # fmt: skip
    page = program.get("/api/v1/acts?operation=decide&size=1").json()
    assert [row["id"] for row in page["rows"]] == [answered]
    assert page["after"]
    (row,) = program.get(f"/api/v1/act?id={answered}").json()["rows"]
    assert row["answer"]["decision"] == "APPROVED"
    (row,) = program.get(f"/api/v1/act_approvals?id={answered}").json()["rows"]
    assert (row["proposed_act_id"], row["decided_act_id"]) == (proposed, answered)
    rows = program.get("/api/v1/decisions?kind=limit&size=1").json()["rows"]
    assert (rows[0]["decided_as"], rows[0]["decision"]) == (["administrator"], "APPROVED")
    kept = world.rows("SELECT kind, name, about ->> 'operation' FROM kept_read ORDER BY id")
    assert kept == [("act", "acts", "decide"), ("act", "act", None),
                    ("act", "act_approvals", None), ("account", "decisions", None)]  # fmt: skip


def test_a_power_that_was_decided_names_its_company(world: facts.World) -> None:
    everyone(world)
    auditor = world.users[CAST["auditor"]]
    with access.reading(auditor.id, auditor.company_id, auditor.roles, world.on) as see:
        rows = see("read_decisions", from_on=None, until_on=None, login=None, kind="power", id=None)
    assert {row["party_name"] for row in rows} == {"ALPHA SAS", "GAMMA SA"}
