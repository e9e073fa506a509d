"""Papers of a company whose powers say "two together": signed once all who are asked have."""

import json
from datetime import timedelta

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.assigning import signatures
from comptant.operations.assigning.papers import issue_title
from comptant.rules.powers import wanted_signers
from tests.facts import World, add_user, three_of_two_clients
from tests.houses import house
from tests.reading_papers import text_of
from tests.signing import ask, code_for, content, empower, sent, sign
from tests.traces import refused


@house
def world(writer: psycopg.Connection) -> World:
    """Alice and Remi sign for ALPHA two together, Theo alone."""
    opened = three_of_two_clients(writer)
    opened.ids["D-1"] = opened.contract("D-1", transfer_mode="DAILLY")
    for login, count in (("alice", 2), ("remi", 2), ("theo", 1)):
        if login != "alice":
            add_user(opened, login, opened.ids["ALPHA SAS"], ["client_user"], False)
        opened.ids[login] = empower(opened, login, signer_count=count)
    opened.limit(opened.ids["D-1"], "BETA SA", 5_000_000)
    return opened


def one_signs(world: World, id_: int, login: str) -> Answer:
    return sign(world, code_for(world, id_, login=login), id_, login=login)


def state(world: World, id_: int) -> str:
    return str(world.one("SELECT outcome FROM signature_now WHERE id = %s", id_))


def held(world: World) -> int:
    return int(world.one("SELECT count(*) FROM invoice WHERE hold = 'title_unsigned'"))


def test_it_is_signed_once_both_have_and_the_last_file_names_all(world: World) -> None:
    remittance = sent(world, "D-1")
    with refused(world.conn, "power_joint", wanted=2, count=1):
        ask(world, remittance)
    asked = ask(world, remittance, also=["remi", "alice"])
    first, second = asked["signature_ids"]
    assert asked["signatory"] == "Alice, Remi"
    (one,) = one_signs(world, first, "alice")["signed"]
    assert (one["waits_for"], state(world, first), held(world)) == (["Remi"], "WAITS", 2)
    with refused(world.conn, "signature_open"):
        ask(world, remittance, login="theo")
    with refused(world.conn, "mentions_missing", mentions=["SIGNATURE"]):
        issue_title(world.conn, world.asked("anna"), contract_id=world.ids["D-1"],
                    remittance_id=remittance, language="fr")  # fmt: skip
    (last,) = one_signs(world, second, "remi")["signed"]
    assert (last["waits_for"], state(world, first), held(world)) == ([], "SIGNED", 0)
    told = json.loads(content(world, last["evidence"]))["together"]
    assert [(row["signatory"], row["signs_with"], row["evidence_sha256"], row["is_this"])
            for row in told] == [("Alice", 2, one["evidence"], False),
                                 ("Remi", 2, None, True)]  # fmt: skip
    paper = content(world, asked["digest"])
    assert f"n° {first}, {second}" in text_of(paper)
    for language in ("fr", "en"):
        title = issue_title(world.conn, world.asked("anna"), contract_id=world.ids["D-1"],
                            remittance_id=remittance, language=language)  # fmt: skip
        assert "Alice, Remi" in text_of(content(world, title["digest"]))
        assert (title["digest"] == asked["digest"]) is (language == "fr")


def test_one_who_declines_makes_what_the_other_gave_void(world: World) -> None:
    remittance = sent(world, "D-1")
    first, second = ask(world, remittance, also=["remi"])["signature_ids"]
    one_signs(world, first, "alice")
    signatures.decline_signature(world.conn, world.asked("remi"), contract_id=world.ids["D-1"],
                                 signature_id=second, reason="not this list")  # fmt: skip
    assert (state(world, first), state(world, second), held(world)) == ("VOID", "DECLINED", 2)
    alone = ask(world, remittance, login="theo")["signature_id"]
    one_signs(world, alone, "theo")
    assert (state(world, alone), held(world)) == ("SIGNED", 0)


def test_a_power_that_has_become_joint_signs_no_more_alone(world: World) -> None:
    remittance = sent(world, "D-1")
    alone = ask(world, remittance, login="theo")["signature_id"]
    code = code_for(world, alone, login="theo")
    empower(world, "theo", signer_count=2, from_on=world.on)
    with refused(world.conn, "power_joint", name="Theo", wanted=2):
        sign(world, code, alone, login="theo")
    assert held(world) == 2


def test_by_hand_too_both_names_are_wanted(world: World) -> None:
    remittance = sent(world, "D-1")

    def by_hand(names: str) -> Answer:
        return signatures.propose_paper_signature(
            world.conn, world.asked("anna"), contract_id=world.ids["D-1"], kind="TITLE",
            subject_id=remittance, signed_by=names, signed_on=world.on, proof="binder 4",
        )  # fmt: skip

    with refused(world.conn, "power_joint", wanted=2, count=1):
        by_hand("Alice")
    with refused(world.conn, "signatory_without_power", name="Zoe"):
        by_hand("Alice, Zoe")
    world.approve(by_hand("alice, Remi"), "ada")
    assert held(world) == 0


def test_what_cannot_be_joint_is_refused(world: World) -> None:
    with refused(world.conn, "signer_count_wrong", signer_count=0):
        empower(world, "theo", signer_count=0)
    remittance = sent(world, "D-1")
    with refused(world.conn, "signatory_unknown", login="nobody"):
        ask(world, remittance, also=["nobody"])
    world.on += timedelta(days=1)
    late = ask(world, remittance, also=["remi"])["signature_ids"]
    one_signs(world, late[0], "alice")
    world.on += timedelta(days=1)
    with refused(world.conn, "signature_over"):
        one_signs(world, late[1], "remi")
    assert held(world) == 2


@pytest.mark.parametrize(("counts", "wanted"), [
    ([1], 1), ([2], 2), ([2, 2], 2), ([2, 3], 3), ([3, 1], 1),
])  # fmt: skip
def test_one_who_signs_alone_binds_and_else_the_most_wanted_counts(
    counts: list[int], wanted: int
) -> None:
    assert wanted_signers(counts) == wanted
