"""Titles signed by a one-time code: what proves it, who may, what makes a signature void."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import psycopg
import pyotp
import pytest

from comptant.formats.papers.consent import CONSENT
from comptant.operations.acts.act import Refused
from comptant.operations.assigning import signatures, signed, signing_codes
from comptant.operations.assigning.papers import issue_title
from comptant.operations.drawing import availability
from comptant.operations.registry import party_words, powers, signing
from comptant.rules.titles import DEED_DENOMINATION
from tests.cast import draw, send
from tests.facts import World, add_user, three_of_two_clients
from tests.houses import house
from tests.reading_papers import archive_marks, text_of
from tests.signing import ask, code_for, content, empower, sent, sign
from tests.traces import at_once, refused, violated

Connect = Callable[[str], psycopg.Connection]


@house
def world(writer: psycopg.Connection) -> World:
    opened = three_of_two_clients(writer)
    opened.ids["D-1"] = opened.contract("D-1", transfer_mode="DAILLY")
    add_user(opened, "remi", opened.ids["ALPHA SAS"], ["client_user"], False)
    empower(opened)
    return opened


def issue(world: World, remittance: int, language: str = "fr", number: str = "D-1") -> Any:
    return issue_title(world.conn, world.asked("anna"), contract_id=world.ids[number],
                       remittance_id=remittance, language=language)  # fmt: skip


def test_a_deed_is_signed_by_a_code_and_is_the_title(world: World) -> None:
    remittance = sent(world, "D-1")
    asked = ask(world, remittance)
    assert (asked["signatory"], asked["name"], asked["last_on"]) == ("Alice", "D-1-1-fr.pdf",
                                                                     world.on)  # fmt: skip
    with refused(world.conn, "mentions_missing", mentions=["SIGNATURE"]):
        issue(world, remittance)
    answer = sign(world, code_for(world, asked["signature_id"]), asked["signature_id"])
    (one,) = answer["signed"]
    assert (one["digest"], answer["void"]) == (asked["digest"], [])
    title = issue(world, remittance)
    assert (title["digest"], title["is_new"]) == (asked["digest"], False)
    paper = content(world, title["digest"])
    told = text_of(paper)
    for mention in (
        DEED_DENOMINATION, "Signataire Alice Signé le 16/01/2026",
        f"signature électronique par code à usage unique n° {asked['signature_id']}",
        "Date apposée par le bénéficiaire 16/01/2026",
    ):  # fmt: skip
        assert mention in told, mention
    assert archive_marks(paper) == ("2", "A", True)
    english = text_of(content(world, issue(world, remittance, "en")["digest"]))
    assert f"electronic signature by one-time code no. {asked['signature_id']}" in english


def test_the_file_that_proves_it_says_who_what_when_and_how(world: World) -> None:
    remittance = sent(world, "D-1")
    id_ = ask(world, remittance)["signature_id"]
    code = code_for(world, id_)
    (one,) = sign(world, code, id_)["signed"]
    file = content(world, one["evidence"])
    told = json.loads(file)
    text = CONSENT["fr"].format(signatory="Alice", name="D-1-1-fr.pdf", digest=one["digest"],
                                client="ALPHA SAS")  # fmt: skip
    assert told["consent"] == {"language": "fr", "text": text,
                               "sha256": hashlib.sha256(text.encode()).hexdigest()}  # fmt: skip
    assert told["document"] == {
        "name": "D-1-1-fr.pdf", "sha256": one["digest"], "kind": "TITLE", "contract": "D-1",
        "subject": remittance, "dated_on": "2026-01-16", "amount_cents": 2_123_456,
        "currency": "EUR",
    }  # fmt: skip
    assert told["signatory"]["login"] == "alice"
    assert (told["power"]["source"], told["power"]["from_on"]) == ("Kbis", "2026-01-16")
    assert told["signed_at"] == "2026-01-16T09:00:00+00:00"
    how = told["identified"]
    assert (how["code_by"], how["sent_to"], how["address"], how["agent"]) == (
        "MAIL", "a•••@alpha.example", "198.51.100.7", "Firefox")  # fmt: skip
    proof = hashlib.sha256(bytes.fromhex(how["code_salt"]) + code.encode()).hexdigest()
    assert how["code_sha256"] == proof
    act = world.one("SELECT operation FROM act WHERE id = %s", told["acts"]["recorded"])
    assert act == "sign_papers"
    assert code.encode() not in file.replace(how["code_salt"].encode(), b"")
    kept = world.one("SELECT answer::text FROM act WHERE operation = 'sign_papers'")
    assert code not in kept.replace(one["digest"], "").replace(one["evidence"], "")


def test_a_wrong_code_counts_and_five_lock(world: World) -> None:
    id_ = ask(world, sent(world, "D-1"))["signature_id"]
    code = code_for(world, id_)
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        with pytest.raises(Refused) as told:
            sign(world, wrong, id_)
        assert told.value.code == "code_wrong"
    with refused(world.conn, "locked_out", login="alice", minutes=15):
        sign(world, code, id_)
    assert world.one("SELECT count(*) FROM signature_end") == 0
    assert world.one("SELECT used_at FROM signing_code") is None


def test_a_code_serves_once_for_its_papers_and_ten_minutes(world: World) -> None:
    id_ = ask(world, sent(world, "D-1"))["signature_id"]
    code = code_for(world, id_)
    second = send(world, "alice", world.ids["D-1"], {"number": "FB-9", "cents": 500_000})
    other = ask(world, second["remittance_id"])["signature_id"]
    with refused(world.conn, "code_over", minutes=10):
        sign(world, code, other)
    sign(world, code, id_)
    with refused(world.conn, "code_over", minutes=10):
        sign(world, code, other)
    late = code_for(world, other)
    asked = world.asked("alice")
    later = replace(asked, at=asked.at + timedelta(minutes=10))
    with refused(world.conn, "code_over", minutes=10):
        signed.sign(world.conn, later, contract_id=world.ids["D-1"], signature_ids=[other],
                    code=late, language="fr", address="", agent="")  # fmt: skip
    assert world.rows("SELECT outcome FROM signature_end") == [("SIGNED",)]


def test_the_last_code_alone_serves_and_not_too_many_are_sent(world: World) -> None:
    id_ = ask(world, sent(world, "D-1"))["signature_id"]
    codes = [code_for(world, id_) for _ in range(5)]
    with refused(world.conn, "codes_too_many", most=5):
        code_for(world, id_)
    if codes[0] != codes[-1]:
        with pytest.raises(Refused, match="code_wrong"):
            sign(world, codes[0], id_)
    assert sign(world, codes[-1], id_)["void"] == []


def test_several_papers_are_signed_with_one_code(world: World) -> None:
    ids = [ask(world, sent(world, "D-1"))["signature_id"]]
    more = send(world, "alice", world.ids["D-1"], {"number": "FB-9", "cents": 500_000})
    ids.append(ask(world, more["remittance_id"])["signature_id"])
    answer = sign(world, code_for(world, *ids), *ids)
    assert [one["signature_id"] for one in answer["signed"]] == ids
    assert world.one("SELECT count(*) FROM paper WHERE kind = 'TITLE'") == 2


def test_an_authenticator_s_code_signs_too_and_once(world: World) -> None:
    secret = signing.new_secret()
    at = world.asked("alice").at
    totp = pyotp.TOTP(secret)
    signing.add_second_factor(world.conn, world.asked("alice"), name="phone", secret=secret,
                              code=totp.at(at - timedelta(seconds=30)))  # fmt: skip
    id_ = ask(world, sent(world, "D-1"))["signature_id"]
    code = totp.at(at)
    (one,) = sign(world, code, id_)["signed"]
    assert json.loads(content(world, one["evidence"]))["identified"]["code_by"] == "TOTP"
    with pytest.raises(Refused, match="signature_over"):
        sign(world, totp.at(at + timedelta(seconds=30)), id_)


def test_only_whom_it_is_asked_of_signs(world: World) -> None:
    id_ = ask(world, sent(world, "D-1"))["signature_id"]
    with refused(world.conn, "signatory_other", name="Alice"):
        code_for(world, id_, login="remi")
    with refused(world.conn, "contract_unknown", contract_id=world.ids["D-1"]):
        code_for(world, id_, login="cora")
    with refused(world.conn, "not_your_right"):
        code_for(world, id_, login="anna")
    code = code_for(world, id_)
    with pytest.raises(Refused, match="code_wrong"):
        sign(world, code, id_, login="remi")
    with refused(world.conn, "signature_unknown", signature_id=7):
        code_for(world, 7)


def test_a_power_is_wanted_on_the_day_and_reaches_the_amount(world: World) -> None:
    remittance = sent(world, "D-1")
    with refused(world.conn, "power_missing", name=None, on=world.on):
        ask(world, remittance, login="remi")
    with refused(world.conn, "signatory_unknown", login="cora"):
        ask(world, remittance, login="cora")
    empower(world, "remi", ceiling_cents=2_123_455)
    with refused(world.conn, "power_too_small", ceiling_cents=2_123_455, amount_cents=2_123_456):
        ask(world, remittance, login="remi")
    empower(world, "remi", ceiling_cents=2_123_456, currency="USD")
    with refused(world.conn, "power_too_small", currency="USD"):
        ask(world, remittance, login="remi")
    empower(world, "remi", ceiling_cents=2_123_456, from_on=world.on + timedelta(days=1))
    with refused(world.conn, "power_missing", on=world.on):
        ask(world, remittance, login="remi")
    empower(world, "remi", ceiling_cents=2_123_456, until_on=world.on)
    id_ = ask(world, remittance, login="remi")["signature_id"]
    assert len(sign(world, code_for(world, id_, login="remi"), id_, login="remi")["signed"]) == 1


def test_a_power_ended_after_the_paper_was_asked_signs_nothing(world: World) -> None:
    id_ = ask(world, sent(world, "D-1"))["signature_id"]
    code = code_for(world, id_)
    power = world.one("SELECT max(id) FROM power")
    powers.end_power(world.conn, world.asked("carl"), power_id=power, source="minutes of the board")
    with refused(world.conn, "power_missing", name="Alice", on=world.on):
        sign(world, code, id_)
    with refused(world.conn, "power_unknown"):
        powers.end_power(world.conn, world.asked("carl"), power_id=power, source="again")


def test_a_power_takes_two_people_and_not_the_signatory(world: World) -> None:
    said = {"company_id": world.ids["ALPHA SAS"], "login": "remi", "email": "r@alpha.example",
            "phone": "", "from_on": world.on, "until_on": None, "ceiling_cents": None,
            "currency": "EUR", "source": "Kbis"}  # fmt: skip

    def propose(**told: Any) -> Any:
        return powers.propose_power(world.conn, world.asked("anna"), **{**said, **told})

    for wrong, code in (
        ({"source": " "}, "source_missing"), ({"login": "cora"}, "signatory_unknown"),
        ({"email": "r@alpha"}, "email_wrong"), ({"phone": "0612"}, "phone_wrong"),
        ({"until_on": date(2026, 1, 15)}, "power_dates_wrong"),
        ({"ceiling_cents": 0}, "ceiling_wrong"), ({"currency": "EURO"}, "currency_unknown"),
    ):  # fmt: skip
        with refused(world.conn, code):
            propose(**wrong)
    waits = propose()
    with refused(world.conn, "same_person"):
        world.approve(waits, "anna")
    assert world.one("SELECT count(*) FROM power WHERE user_id = %s", world.users["remi"].id) == 0
    world.approve(waits, "ada")
    with violated(world.conn, "powers_by_two"):
        world.conn.execute(
            "INSERT INTO power (company_id, user_id, email, from_on, source, act_id)"
            " VALUES (%s, %s, 'a@b.example', '2026-01-16', 'x', 1)",
            (world.ids["ALPHA SAS"], world.users["remi"].id),
        )


def test_a_paper_whose_facts_have_changed_is_void(world: World) -> None:
    remittance = sent(world, "D-1")
    id_ = ask(world, remittance)["signature_id"]
    code = code_for(world, id_)
    world.approve(party_words.rename_party(
        world.conn, world.asked("anna"), party_id=world.ids["ALPHA SAS"],
        name="ALPHA HOLDING SAS", source="Kbis"), "ada")  # fmt: skip
    answer = sign(world, code, id_)
    assert (answer["signed"], answer["void"]) == ([], [id_])
    assert world.rows("SELECT outcome, reason, evidence FROM signature_end") == [
        ("VOID", "CHANGED", None)
    ]
    with refused(world.conn, "mentions_missing", mentions=["SIGNATURE"]):
        issue(world, remittance)
    again = ask(world, remittance)["signature_id"]
    (one,) = sign(world, code_for(world, again), again)["signed"]
    assert "ALPHA HOLDING SAS" in text_of(content(world, one["digest"]))


def test_a_deed_is_signed_on_its_day_or_asked_again_with_another_date(world: World) -> None:
    remittance = sent(world, "D-1")
    id_ = ask(world, remittance)["signature_id"]
    with refused(world.conn, "signature_open", signature_id=id_):
        ask(world, remittance)
    world.on += timedelta(days=1)
    with refused(world.conn, "signature_over", signature_id=id_, signature_state="OVER"):
        code_for(world, id_)
    again = ask(world, remittance)["signature_id"]
    (one,) = sign(world, code_for(world, again), again)["signed"]
    told = text_of(content(world, one["digest"]))
    assert "Date apposée par le bénéficiaire 17/01/2026" in told
    assert "Signé le 17/01/2026" in told


def test_a_quittance_keeps_the_day_of_its_payment(world: World) -> None:
    remittance = sent(world, "C-1")
    world.on += timedelta(days=1)
    id_ = ask(world, remittance, "C-1")["signature_id"]
    (one,) = sign(world, code_for(world, id_, number="C-1"), id_, number="C-1")["signed"]
    told = text_of(content(world, one["digest"]))
    assert "Date de la quittance et du paiement 16/01/2026" in told
    assert "Signé le 17/01/2026" in told
    with refused(world.conn, "title_issued", title_number=1):
        ask(world, remittance, "C-1")


def test_declined_or_withdrawn_it_is_over(world: World) -> None:
    remittance = sent(world, "D-1")
    for end, by in ((signatures.decline_signature, "alice"),
                    (signatures.withdraw_signature, "anna")):  # fmt: skip
        id_ = ask(world, remittance)["signature_id"]
        code = code_for(world, id_)
        told = {"contract_id": world.ids["D-1"], "signature_id": id_}
        with refused(world.conn, "reason_missing"):
            end(world.conn, world.asked(by), **told, reason=" ")
        answer = end(world.conn, world.asked(by), **told, reason="the total is wrong")
        with refused(world.conn, "signature_over", signature_state=answer["outcome"]):
            sign(world, code, id_)
    id_ = ask(world, remittance)["signature_id"]
    with refused(world.conn, "signatory_other", name="Alice"):
        signatures.decline_signature(world.conn, world.asked("remi"), signature_id=id_,
                                     contract_id=world.ids["D-1"], reason="not me")  # fmt: skip


def test_two_who_sign_at_once_sign_once(world: World, connect_to: Connect) -> None:
    id_ = ask(world, sent(world, "D-1"))["signature_id"]
    code = code_for(world, id_)
    told = {"contract_id": world.ids["D-1"], "signature_ids": [id_], "code": code,
            "language": "fr", "address": "", "agent": ""}  # fmt: skip
    asked = [world.asked("alice"), world.asked("alice")]
    given = at_once(
        connect_to, *(lambda conn, who=who: signed.sign_papers(conn, who, **told) for who in asked)
    )
    assert sorted(str(one) if isinstance(one, str) else "signed" for one in given) == [
        "signature_over", "signed",
    ]  # fmt: skip
    with violated(world.conn, "signature_end_pkey"):
        world.conn.execute(
            "INSERT INTO signature_end (contract_id, signature_id, outcome, ended_on, act_id)"
            " VALUES (%s, %s, 'SIGNED', '2026-01-16', 1)", (world.ids["D-1"], id_),
        )  # fmt: skip


def test_a_code_leaves_once_and_is_forgotten(world: World) -> None:
    id_ = ask(world, sent(world, "D-1"))["signature_id"]
    world.conn.execute(
        "INSERT INTO term (contract_id, subject, subject_id, name, valid_from_on, value, source,"
        " act_id) SELECT contract_id, subject, subject_id, name, valid_from_on, 'false', source,"
        " act_id FROM term WHERE name = 'is_sandbox'"
    )
    signing_codes.send_signing_code(
        world.conn, world.asked("alice"), contract_id=world.ids["D-1"], signature_ids=[id_],
        language="fr",
    )  # fmt: skip
    with refused(world.conn, "only_in_sandbox"):
        signing_codes.trial_code(world.conn, code_id=1, user_id=world.users["alice"].id)
    left: list[tuple[str, str, str]] = []
    at = world.asked("alice").at

    def fails(*told: str) -> bool:
        return False

    def leaves(*told: str) -> bool:
        left.append((told[0], told[1], told[2]))
        return True

    assert signing_codes.send_due(world.conn, at, fails) == 0
    assert signing_codes.send_due(world.conn, at, leaves) == 0
    assert signing_codes.send_due(world.conn, at + timedelta(seconds=5), leaves) == 1
    assert signing_codes.send_due(world.conn, at + timedelta(seconds=90), leaves) == 0
    ((email, code, language),) = left
    assert (email, language) == ("alice@alpha.example", "fr")
    assert world.one("SELECT code FROM signing_code") is None
    assert sign(world, code, id_)["void"] == []


def test_an_unsigned_deed_holds_its_invoices_back_until_the_instant_it_is_signed(
    world: World,
) -> None:
    contract = world.ids["D-1"]
    for buyer in ("BETA SA", "DELTA SARL"):
        world.limit(contract, buyer, 5_000_000)
    first = sent(world, "D-1")
    second = int(send(world, "alice", contract,
                      {"number": "FA-3", "cents": 500_000})["remittance_id"])  # fmt: skip
    assert drawable(world, contract) == 0
    anna = world.users["anna"]
    at = world.asked("anna").at
    _, told = availability.explain(world.conn, anna, contract, world.on, at)
    held = told.filter(told["reason"] == "title_unsigned")
    assert held["amount_cents"].sum() == 2_623_456
    assert held.select("part", "freed_by").unique().rows() == [("ineligible", "sign_title")]
    with refused(world.conn, "beyond_availability"):
        draw(world, "alice", contract, 100_000)
    one = ask(world, first)["signature_id"]
    code = code_for(world, one)
    assert drawable(world, contract) == 0
    sign(world, code, one)
    assert world.rows("SELECT hold, count(*) FROM invoice WHERE contract_id = %s GROUP BY 1"
                      " ORDER BY 1", contract) == [
        ("title_unsigned", 1), (None, 2)]  # fmt: skip
    freed = drawable(world, contract)
    assert freed > 1_000_000
    paper = signatures.propose_paper_signature(
        world.conn, world.asked("anna"), contract_id=contract, kind="TITLE", subject_id=second,
        signed_by="Alice", signed_on=world.on, proof="binder 4",
    )  # fmt: skip
    assert drawable(world, contract) == freed
    world.approve(paper, "ada")
    assert drawable(world, contract) > freed


def drawable(world: World, contract_id: int) -> int:
    """What may be drawn now."""
    seen = availability.look(world.conn, world.users["anna"], contract_id, world.on,
                             world.asked("anna").at)  # fmt: skip
    return int(seen.contracts["drawable_cents"][0])
