"""Notices read from files of BODACC's portal: both shapes, and what is refused whole."""

import contextlib
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptant.formats import bodacc
from comptant.formats.bodacc import NoticesUnread
from tests.notices import OPENING, record, undoing

REAL = "bodacc/bodacc_real_records.json"


def read(*records: object) -> bodacc.Read:
    return bodacc.read(json.dumps(list(records)).encode())


def test_a_judgment_is_read_as_an_object_and_as_a_text() -> None:
    as_text = record(1)
    as_object = {**as_text, "jugement": json.loads(as_text["jugement"])}
    assert read(as_text).notices == read(as_object).notices
    (one,) = read(as_text).notices
    assert (one.notice_number, one.siren, one.notice_kind, one.of_number) == (
        "A202600651", "443061841", "NOTICE", None)  # fmt: skip
    assert (one.published_on, one.judged_on, one.effect, one.proceeding, one.nature) == (
        date(2026, 4, 3), date(2026, 4, 1), "OPENS", "RECOVERY", OPENING)  # fmt: skip


@pytest.mark.parametrize("told", [
    ["443 061 841", "443061841"], "443 061 841,443061841", "443061841", ["443\u00a0061\u00a0841"],
])  # fmt: skip
def test_a_number_is_read_in_each_spelling_once(told: object) -> None:
    assert [one.siren for one in read(record(1, registre=told)).notices] == ["443061841"]


def test_a_notice_of_several_companies_is_one_of_each_and_a_wrong_number_none() -> None:
    several = ["443061841", "732829320", "443061842"]
    found = read(record(1, registre=several), record(2, registre=[]))
    assert [one.siren for one in found.notices] == ["443061841", "732829320"]
    assert found.unnumbered_count == 1


@pytest.mark.parametrize(("said", "day"), [
    ("2026-04-01", date(2026, 4, 1)), ("1er avril 2026", date(2026, 4, 1)),
    ("10 décembre 2009", date(2009, 12, 10)), ("16/04/2025", date(2025, 4, 16)), ("", None),
])  # fmt: skip
def test_a_day_is_read_as_people_write_it(said: str, day: date | None) -> None:
    assert read(record(1, judged=said)).notices[0].judged_on == day


@pytest.mark.parametrize(("nature", "effect", "proceeding"), [
    ("Jugement d'ouverture de liquidation judiciaire", "OPENS", "LIQUIDATION"),
    ("Jugement d'ouverture d'une procédure de sauvegarde", "OPENS", "SAFEGUARD"),
    ("Jugement prononçant la liquidation judiciaire", "CONVERTS", "LIQUIDATION"),
    ("Jugement de conversion en redressement judiciaire de la procédure de sauvegarde", "CONVERTS",
     "RECOVERY"),
    ("Jugement de clôture pour insuffisance d'actif", "ENDS", "OTHER"),
    ("Jugement d'extension de liquidation judiciaire", "OPENS", "LIQUIDATION"),
    ("Rétractation sur tierce opposition du jugement d'ouverture", "RETRACTS", "OTHER"),
    ("Jugement mettant fin à la procédure de redressement judiciaire", "ENDS", "RECOVERY"),
    ("Jugement de clôture de la procédure de sauvegarde et ouverture d'une procédure de "
     "redressement judiciaire", "CONVERTS", "RECOVERY"),
    ("Jugement d'ouverture d'une procédure de redressement judiciaire et mettant fin à la "
     "procédure de sauvegarde", "CONVERTS", "RECOVERY"),
    ("Arrêt de la Cour d'Appel infirmant une décision", "RETRACTS", "OTHER"),
    ("Jugement prononçant l'annulation de la procédure de liquidation judiciaire", "RETRACTS",
     "LIQUIDATION"),
])  # fmt: skip
def test_what_a_judgment_does_is_read_from_its_kind(
    nature: str, effect: str, proceeding: str
) -> None:
    (one,) = read(record(1, nature=nature)).notices
    assert (one.effect, one.proceeding) == (effect, proceeding)


def test_a_plan_is_no_opening() -> None:
    judgment = {"famille": "Jugement arrêtant le plan", "date": "2026-04-01",
                "nature": "Jugement arrêtant le plan de redressement"}  # fmt: skip
    assert read(record(1, jugement=judgment)).notices[0].effect == "NOTHING"


def test_a_cancellation_names_what_it_cancels() -> None:
    (one,) = read(undoing(9, of=1)).notices
    assert (one.notice_kind, one.of_number, one.effect) == (
        "CANCELLATION", "A202600651", "NOTHING")  # fmt: skip


def test_other_families_are_counted_and_left() -> None:
    found = read(record(1, familleavis="vente"), record(2))
    assert (found.other_count, len(found.notices)) == (1, 1)


def test_an_answer_of_the_portal_and_a_record_a_line_are_read_alike() -> None:
    one, other = record(1), record(2, "ALPHA SAS")
    wanted = read(one, other)
    answer = json.dumps({"total_count": 2, "results": [one, other]}).encode()
    older = json.dumps({"nhits": 2, "records": [{"fields": one}, {"fields": other}]}).encode()
    lines = f"{json.dumps(one)}\n{json.dumps(other)}\n".encode()
    assert bodacc.read(answer) == bodacc.read(older) == bodacc.read(lines) == wanted


@pytest.mark.parametrize(("content", "place", "cause"), [
    (b"\xff\xfe", "byte 1", "not_text"),
    (b'[{"id": "A1"', "line 1:13", "not_json"),
    (b"[" * 100_000, "file", "not_json"),
    (b'{"total_count": NaN}', "file", "not_json"),
    (b'"BODACC"', "file", "not_a_list"),
    (b"[3]", "record 1", "not_a_record"),
    (json.dumps({"total_count": 3, "results": [record(1)]}).encode(), "record 1/3",
     "cut_short"),
    (json.dumps([record(1), record(2, id="1")]).encode(), "record 2", "number"),
    (json.dumps([record(1, typeavis="erratum")]).encode(), "record 1", "kind"),
    (json.dumps([record(1, dateparution="soon")]).encode(), "record 1", "day"),
    (json.dumps([record(1, judged="32 avril 2026")]).encode(), "record 1", "day"),
    (json.dumps([record(1, jugement="{")]).encode(), "record 1", "not_json"),
    (json.dumps([record(1, jugement=[1])]).encode(), "record 1", "not_a_record"),
    (json.dumps([undoing(1, of=2, parutionavisprecedent={"numeroAnnonce": "x"})]).encode(),
     "record 1", "before"),
])  # fmt: skip
def test_what_cannot_be_believed_is_refused_whole_with_its_place(
    content: bytes, place: str, cause: str
) -> None:
    with pytest.raises(NoticesUnread) as caught:
        bodacc.read(content)
    assert (caught.value.place, caught.value.cause) == (place, cause)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(NoticesUnread):
        assert bodacc.read(content).notices == ()


@given(st.integers(min_value=1, max_value=399))
def test_a_file_cut_anywhere_is_refused(place: int) -> None:
    whole = json.dumps([record(1), record(2, "ALPHA SAS")]).encode()
    with pytest.raises(NoticesUnread):
        bodacc.read(whole[:place])


def test_signs_that_no_reader_sees_are_not_kept() -> None:
    (one,) = read(record(1, tribunal="Tribunal\u202e de\0 Paris" + "x" * 500)).notices
    assert (one.court[:17], len(one.court)) == ("Tribunal de Paris", bodacc.TEXT_MAX)


def test_real_records_are_read(sample_folder: Path) -> None:
    found = bodacc.read((sample_folder / REAL).read_bytes()).notices
    assert [(one.notice_number, one.siren, one.judged_on, one.effect, one.proceeding)
            for one in found] == [
        ("A200902491993", "482309382", date(2009, 12, 10), "CONVERTS", "LIQUIDATION"),
        ("A202500995044", "383755949", date(2025, 4, 16), "CONVERTS", "RECOVERY"),
    ]  # fmt: skip


@pytest.mark.parametrize(("nature", "is_unclear"), [
    ("Arrêt de la Cour d'Appel infirmant une décision", True),
    ("Jugement prononçant l'annulation de la procédure", True),
    ("Rétractation sur tierce opposition", False),
    ("Jugement d'ouverture de liquidation judiciaire", False),
])  # fmt: skip
def test_what_may_reverse_proceedings_is_for_people_to_read(
    nature: str, *, is_unclear: bool
) -> None:
    assert read(record(1, nature=nature)).notices[0].is_unclear is is_unclear


@pytest.mark.parametrize("total", ["5000", 900.0, "many", "900.0"])
def test_a_total_is_believed_however_it_is_written(total: object) -> None:
    for told in ({"total_count": total}, {"total_count": None, "nhits": total}):
        with pytest.raises(NoticesUnread) as caught:
            bodacc.read(json.dumps({**told, "results": [record(1)]}).encode())
        assert caught.value.cause == "cut_short"
    assert bodacc.read(json.dumps({"total_count": "1", "results": [record(1)]}).encode()).notices
