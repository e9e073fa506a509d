"""Values that others publish: loaded from files by two people, and never supposed."""

from datetime import date

import pytest

from comptant.formats import rate_lists
from comptant.operations.acts.act import Answer, Refused
from comptant.operations.risk import facts
from comptant.operations.terms import references
from comptant.rules.reference_values import exchanges, indexes, last_day, series
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import contents

HEAD = "indice;jour;taux;source\n"
OURS = HEAD + (
    "ECB_REFI;11/06/2025;2,15;BCE\nLEGAL_RATE;01/01/2026;2,62;Arrêté du 15/12/2025\n"
    "USURY_OVERDRAFT;2026-01-01;17,33 %;Avis au JO\nESTR;16/01/2026;1,93;BCE\n"
)
ECB = (
    "KEY,FREQ,REF_AREA,TIME_PERIOD,OBS_VALUE\n"
    "FM.M.U2.EUR.RT.MM.EURIBOR3MD_.HSTA,M,U2,2025-12,2.0450000\n"
    "FM.B.U2.EUR.4F.KR.MRR_FR.LEV,B,U2,2025-06-11,2.15\n"
)


@house
def world(writer) -> World:  # type: ignore[no-untyped-def]
    return open_world(writer)


def load(world: World, text: str, by: str = "tania") -> Answer:
    read = rate_lists.read("rates.csv", text.encode(), series(), exchanges())
    assert read.faults == ()
    return references.propose_rates(world.conn, world.asked(by), values=read.rows,
                                    file_name="rates.csv", content=text.encode())  # fmt: skip


def refused(world: World, text: str, code: str) -> Refused:
    before = contents(world.conn)
    with pytest.raises(Refused) as found:
        load(world, text)
    assert found.value.code == code
    assert contents(world.conn) == before
    return found.value


def at(world: World, name: str, day: date) -> tuple[int, date | None, str]:
    row = references.value_on(world.conn, name, day)
    return row["rate_ppm"], row["last_on"], row["source"]


def test_values_of_a_file_count_once_another_person_has_approved_them_all(world: World) -> None:
    answer = load(world, OURS)
    assert (answer["count"], answer["known"], answer["changed"]) == (4, 0, [])
    with pytest.raises(Refused, match="value_missing_on"):
        at(world, "ECB_REFI", world.on)
    with pytest.raises(Refused, match="same_person"):
        world.approve(answer, "tania")
    world.approve(answer, "aron")
    assert at(world, "ECB_REFI", date(2026, 12, 31)) == (21_500, None, "BCE")
    assert at(world, "LEGAL_RATE", date(2026, 6, 30)) == (
        26_200, date(2026, 6, 30), "Arrêté du 15/12/2025")  # fmt: skip
    assert at(world, "USURY_OVERDRAFT", date(2026, 3, 31))[0] == 173_300
    assert at(world, "ESTR", date(2026, 1, 19))[0] == 19_300  # over the week end
    content = world.one("SELECT content FROM document WHERE name = 'rates.csv'")
    assert bytes(content) == OURS.encode()
    refused(world, OURS, "nothing_new")
    again = load(world, OURS.replace("2,15;", "2,00;"))
    assert (again["count"], again["known"]) == (1, 3)
    assert again["changed"] == [
        {"index_name": "ECB_REFI", "fixing_on": "2025-06-11", "was_ppm": 21_500}]  # fmt: skip


@pytest.mark.parametrize(("name", "day"), [
    ("LEGAL_RATE", date(2026, 7, 1)), ("USURY_OVERDRAFT", date(2026, 4, 1)),
    ("ECB_REFI", date(2025, 6, 10)), ("LEGAL_RATE_PERSONS", date(2026, 1, 16)),
])  # fmt: skip
def test_a_value_past_its_period_is_missing_and_never_supposed(
    world: World, name: str, day: date
) -> None:
    world.approve(load(world, OURS), "aron")
    with pytest.raises(Refused) as found:
        at(world, name, day)
    assert found.value.code == "value_missing_on"
    assert (found.value.facts["index_name"], found.value.facts["day"]) == (name, day)


def test_what_the_ecb_gives_is_read_as_it_is(world: World) -> None:
    """A monthly mean counts from the first day of the next month, when it is known."""
    world.approve(load(world, ECB), "aron")
    assert at(world, "EURIBOR3M_MEAN", date(2026, 1, 31)) == (
        20_450, date(2026, 1, 31), "ECB FM.M.U2.EUR.RT.MM.EURIBOR3MD_.HSTA")  # fmt: skip
    assert last_day(indexes()["EURIBOR3M_MEAN"], date(2026, 12, 1)) == date(2026, 12, 31)
    contract = world.contract("C-9", reference_index="EURIBOR3M_MEAN")
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, {"number": "F-1", "cents": 1_000_000, "due_on": date(2026, 2, 28)})
    assert world.draw(contract, 500_000)["amount_cents"] == 500_000


def test_what_cannot_be_a_value_is_refused_with_its_place(world: World) -> None:
    refused(world, HEAD + "EURIBR;16/01/2026;2;x\n", "index_unknown")
    late = refused(world, HEAD + "LEGAL_RATE;02/01/2026;2;x\n", "period_day_wrong")
    assert late.facts["first_on"] == date(2026, 1, 1)
    refused(world, HEAD + "ESTR;16/01/2026;2;x\nESTR;16/01/2026;3;x\n", "values_twice")
    with pytest.raises(Refused, match="source_missing"):
        facts.propose_rate(world.conn, world.asked("tania"), index_name="ESTR",
                           fixing_on=world.on, rate_ppm=1, source=" ")  # fmt: skip
    for text, code, place in (
        (HEAD + "ESTR;30/02/2026;2;x\n", "date_unreadable", "line 2, column jour"),
        (HEAD + "ESTR;16/01/2026;two;x\n", "amount_unreadable", "line 2, column taux"),
        (HEAD + "ESTR;16/01/2026;NaN;x\n", "amount_unreadable", "line 2, column taux"),
        (HEAD + "ESTR;16/01/2026;2;\n", "value_missing", "line 2, column source"),
        (ECB.replace("MRR_FR", "DFR"), "series_unknown", "line 3, column KEY"),
        ("a;b\n1;2\n", "ledger_column_missing", "line 1"), (HEAD, "file_empty", "file"),
    ):  # fmt: skip
        read = rate_lists.read("rates.csv", text.encode(), series(), exchanges())
        assert [(one.code, one.place) for one in read.faults] == [(code, place)], text
        assert read.rows.is_empty()


def test_what_one_euro_is_comes_from_a_file_with_six_decimals(world: World) -> None:
    ecb = "KEY,TIME_PERIOD,OBS_VALUE\nEXR.D.USD.EUR.SP00.A,2026-01-16,1.085432\n"
    world.approve(load(world, HEAD + "EUR_JPY;16/01/2026;160,25;BCE\n"), "aron")
    world.approve(load(world, ecb), "aron")
    assert at(world, "EUR_USD", date(2026, 1, 16))[0] == 1_085_432
    assert at(world, "EUR_JPY", date(2026, 1, 16))[0] == 160_250_000
    with pytest.raises(Refused, match="value_missing_on"):
        at(world, "EUR_USD", date(2026, 1, 22))


def test_what_one_euro_is_is_no_percentage(world: World) -> None:
    with pytest.raises(Refused, match="rate_by_file"):
        facts.propose_rate(world.conn, world.asked("tania"), index_name="EUR_USD",
                           fixing_on=world.on, rate_ppm=1_085_000, source="BCE")  # fmt: skip
    for told in ("0", "-1,08", "1000001", "x"):
        read = rate_lists.read("rates.csv", (HEAD + f"EUR_USD;16/01/2026;{told};BCE\n").encode(),
                               series(), exchanges())  # fmt: skip
        assert [fault.code for fault in read.faults] == ["amount_unreadable"]
