"""A portfolio on worker processes gives what one process gives, to the cent, under each stress."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from multiprocessing import active_children

import click
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from comptant.doors import words
from comptant.doors.bench import distributed, portfolio
from comptant.doors.bench.distributed import Part, Run
from comptant.doors.cli import scaling

CONTRACTS, EACH = 30, 60


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    return portfolio.invoices(1, CONTRACTS, EACH)


@pytest.fixture(scope="module")
def facts(rows: pl.DataFrame) -> pl.DataFrame:
    return portfolio.contracts(rows)


def totals(rows: pl.DataFrame, facts: pl.DataFrame, stress: str) -> tuple[int, ...]:
    """The portfolio's sums under a stress, and how many contracts have drawn too much."""
    found = portfolio.stress(rows, facts, stress)
    names = ("outstanding_cents", "ineligible_cents", "approved_cents", "drawable_cents")
    sums = (int(found[name].sum()) for name in names)
    return (*sums, int((found["available_cents"] < 0).sum()))


# The proof ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ["processes", "ray"])
def test_two_workers_and_one_process_say_the_same_of_every_contract(engine: str) -> None:
    if engine == "ray" and find_spec("ray") is None:
        pytest.skip('Ray is not installed: pip install "comptant[distributed]" to run this')
    found = distributed.measure(engine, CONTRACTS, EACH, 2)
    assert [row["stress"] for row in found] == ["as_it_is", "limits_cut", "paid_late"]
    assert {(row["engine"], row["workers"], row["parts"], row["invoices"]) for row in found} == {
        (engine, 2, 8, CONTRACTS * EACH)
    }


def test_the_workers_are_other_processes() -> None:
    with distributed.engines()["processes"](2):
        assert len(active_children()) == 2
    assert active_children() == []


def test_one_cent_of_difference_stops_the_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def off_by_one(workers: int) -> Iterator[Run]:
        def run(parts: list[Part], name: str) -> list[bytes]:
            answers = [pl.read_ipc(distributed.work(part, name)) for part in parts]
            answers[0] = answers[0].with_columns(pl.col("available_cents") + 1)
            return [answer.write_ipc(None).getvalue() for answer in answers]

        yield run

    monkeypatch.setattr(distributed, "engines", lambda: {"processes": off_by_one})
    with pytest.raises(AssertionError, match="processes and one process disagree on as_it_is"):
        distributed.measure("processes", 10, 10, 2)


# The parts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 7, 30, 100])
def test_a_part_is_whole_contracts_and_none_is_lost(
    rows: pl.DataFrame, facts: pl.DataFrame, count: int
) -> None:
    parts = [[pl.read_ipc(each) for each in part] for part in distributed.cut(rows, facts, count)]
    assert len(parts) <= count
    assert_frame_equal(pl.concat([part[0] for part in parts]), rows)
    assert_frame_equal(pl.concat([part[1] for part in parts]), facts)
    owners = [set(part[0]["contract_id"]) for part in parts]
    assert owners == [set(part[1]["contract_id"]) for part in parts]
    assert sum(map(len, owners)) == CONTRACTS


@pytest.mark.parametrize("stress", list(portfolio.STRESSES))
def test_the_order_and_size_of_the_parts_change_nothing(
    rows: pl.DataFrame, facts: pl.DataFrame, stress: str
) -> None:
    whole = portfolio.stress(rows, facts, stress)
    for count in (2, 11):
        parts = distributed.cut(rows, facts, count)[::-1]
        assert_frame_equal(
            distributed.joined([distributed.work(part, stress) for part in parts]), whole
        )


def test_a_contract_is_the_same_wherever_it_is_made(
    rows: pl.DataFrame, facts: pl.DataFrame
) -> None:
    apart = portfolio.invoices(10, 5, EACH)
    here = pl.col("contract_id").is_between(10, 14)
    assert_frame_equal(apart, rows.filter(here))
    assert_frame_equal(portfolio.contracts(apart), facts.filter(here))


# The stress ---------------------------------------------------------------------------------------


def test_a_bad_day_takes_away_what_the_rules_say(rows: pl.DataFrame, facts: pl.DataFrame) -> None:
    assert {name: totals(rows, facts, name) for name in portfolio.STRESSES} == {
        # outstanding, ineligible, approved, what clients may draw; contracts with too much drawn
        "as_it_is": (717_543_913, 148_640_630, 449_946_188, 174_646_611, 2),
        "limits_cut": (717_543_913, 148_640_630, 401_381_400, 140_119_466, 2),
        "paid_late": (717_543_913, 391_017_199, 294_000_860, 79_341_049, 10),
    }


# The command --------------------------------------------------------------------------------------


def bench(*words: str, language: str = "en_GB.UTF-8") -> subprocess.CompletedProcess[str]:
    """What `comptant bench distributed` answers."""
    return subprocess.run(
        [sys.executable, "-m", "comptant.doors.cli", "bench", "distributed", *words],
        capture_output=True, text=True, check=False,
        env={**os.environ, "LANG": language, "LC_ALL": language},
    )  # fmt: skip


def test_the_command_shows_each_stress_and_needs_no_database() -> None:
    run = bench("--contracts", "5", "--each", "20", "--json")
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert [(row["stress"], row["invoices"], row["equal"]) for row in told] == [
        ("as_it_is", 100, True), ("limits_cut", 100, True), ("paid_late", 100, True),
    ]  # fmt: skip


@pytest.mark.parametrize(("language", "sentence"), [
    ("en", 'Ray is not installed here: pip install "comptant[distributed]"'),
    ("fr", "Ray n'est pas installé ici : pip install \"comptant[distributed]\""),
])  # fmt: skip
def test_without_ray_the_command_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, language: str, sentence: str
) -> None:
    monkeypatch.setattr(distributed, "find_spec", lambda name: None)
    words.speak(language)
    with pytest.raises(click.UsageError) as caught:
        scaling.distributed.callback(contracts=5, each=5, workers=2, engine="ray", is_json=False)
    words.speak("en")
    assert sentence in caught.value.message
