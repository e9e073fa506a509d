"""Whose money the bank takes back of a debt guaranteed: as it was shared, within what each had."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptant.rules.batch import decide
from comptant.rules.guarantee import TAKEN_BACK, client_back_cents


def client_back(*row: int) -> int:
    facts = TAKEN_BACK.frame([dict(zip(TAKEN_BACK.names, row, strict=True))])
    return int(decide(facts, (client_back_cents,))["client_back_cents"][0])


@pytest.mark.parametrize(
    ("back", "guaranteed", "uncovered", "factor", "client", "expected"),
    [
        (100, 1_000, 0, 900, 0, 0),  # all of it was the factor's
        (100, 1_000, 100, 810, 90, 10),  # 90 % guaranteed: a tenth was the client's
        (105, 1_000, 100, 805, 90, 10),  # 10.5 is 11, of which he can be owed 10 more
        (103, 1_000, 100, 797, 88, 10),  # 10.3
        (101, 1_000, 100, 800, 99, 1),  # the factor is owed 100 more at the most
        (1_000, 1_000, 1_000, 0, 0, 1_000),  # nothing was the factor's
    ],
)  # fmt: skip
def test_the_clients_share(
    back: int, guaranteed: int, uncovered: int, factor: int, client: int, expected: int
) -> None:
    assert client_back(back, guaranteed, uncovered, factor, client) == expected


@given(st.data())
def test_neither_is_ever_owed_more_than_he_had_been(data: st.DataObject) -> None:
    guaranteed = data.draw(st.integers(1, 10**12))
    uncovered = data.draw(st.integers(0, guaranteed))
    factor = data.draw(st.integers(0, guaranteed - uncovered))
    client = data.draw(st.integers(0, uncovered))
    paid = guaranteed - factor - client
    if not paid:
        return
    back = data.draw(st.integers(1, paid))
    his = client_back(back, guaranteed, uncovered, factor, client)
    assert 0 <= his <= uncovered - client
    assert 0 <= back - his <= guaranteed - uncovered - factor


def test_what_was_shared_by_parts_is_whole_again_once_all_are_back() -> None:
    factor, client = 0, 0
    for back in (333, 333, 334):
        his = client_back(back, 1_000, 333, factor, client)
        factor, client = factor + back - his, client + his
    assert (factor, client) == (667, 333)
