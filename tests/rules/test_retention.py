"""Terms of retention: from which day, until which."""

from datetime import date, timedelta

import pytest

from comptant.rules.retention import TERMS, kept_since, kept_until


@pytest.mark.parametrize(("kind", "since", "until"), [
    ("ACT", date(2026, 1, 16), date(2031, 1, 16)),
    ("ACT", date(2024, 2, 29), date(2029, 2, 28)),  # no such day five years later
    ("BOOKS", date(2026, 1, 16), date(2036, 12, 31)),  # from the end of the year
    ("PROSPECT", date(2026, 3, 31), date(2029, 3, 31)),
])  # fmt: skip
def test_a_term_ends_on_a_day(kind: str, since: date, until: date) -> None:
    assert kept_until(kind, since) == until


def test_each_term_says_its_source_and_its_beginning() -> None:
    for kind, term in TERMS.items():
        assert (kind, term.months > 0, bool(term.source)) == (kind, True, True)


@pytest.mark.parametrize(
    "on", [date(2026, 2, 28), date(2024, 2, 29), date(2026, 3, 31), date(2026, 3, 1)]
)
@pytest.mark.parametrize("kind", ["SIGN_IN", "PROSPECT"])
def test_what_is_older_than_kept_since_is_over_and_nothing_else(kind: str, on: date) -> None:
    since = kept_since(kind, on)
    assert kept_until(kind, since) >= on
    assert kept_until(kind, since - timedelta(days=1)) < on
