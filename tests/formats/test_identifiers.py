"""Numbers of companies, accounts and banks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptant.formats.identifiers import normal


@pytest.mark.parametrize(
    ("scheme", "written", "compact"),
    [
        ("siren", "100 000 009", "100000009"),
        ("siren", "200.000.008", "200000008"),
        ("siren", "200000008\N{NO-BREAK SPACE}", "200000008"),
        ("siren", "200000009", None),
        ("siren", "20000000", None),
        ("siren", "２００００００08", None),
        ("siret", "732 829 320 00074", "73282932000074"),
        ("siret", "73282932000075", None),
        ("siret", "35600000000048", "35600000000048"),
        ("siret", "35600000009075", "35600000009075"),
        ("siret", "35600000009076", None),
        ("vat", "fr 40 303 265 045", "FR40303265045"),
        ("vat", "FR41303265045", None),
        ("vat", "BE 0428.759.497", "BE0428759497"),
        ("vat", "BE0428759498", None),
        ("vat", "DE136695976", "DE136695976"),
        ("vat", "US123456789", None),
        ("lei", "213800KUD8LAJWSQ9D15", "213800KUD8LAJWSQ9D15"),
        ("lei", "213800KUD8LXJWSQ9D15", None),
        ("iban", "FR14 2004 1010 0505 0001 3M02 606", "FR1420041010050500013M02606"),
        ("iban", "fr1420041010050500013m02606", "FR1420041010050500013M02606"),
        ("iban", "FR1420041010050500013M02607", None),
        ("iban", "ZZ1420041010050500013M02606", None),
        ("iban", "", None),
        ("iban", "FR14" * 1000, None),
        ("bic", "AGRI FR PP", "AGRIFRPP"),
        ("bic", "agrifrppxxx", "AGRIFRPPXXX"),
        ("bic", "AGRIZZPP", None),
        ("bic", "AGRIFRP", None),
        ("foreign", " HRB 12-345/ü ", "HRB 12-345/ü"),
        ("foreign", "x" * 50, "x" * 50),
        ("foreign", "x" * 51, None),
        ("foreign", "a\x00b", None),
        ("foreign", "  ", None),
    ],
)
def test_a_number_has_one_compact_form_or_none(scheme: str, written: str, compact: str | None):
    assert normal(scheme, written) == compact


def test_a_scheme_that_does_not_exist_is_the_callers_error():
    with pytest.raises(ValueError, match="scheme duns is not one of"):
        normal("duns", "123")


@pytest.mark.parametrize("scheme", ["siren", "siret", "vat", "lei", "iban", "bic"])
@pytest.mark.parametrize("hostile", ["", "\x00", "é" * 20, "<&>", "-1", "FR", "𝟙" * 14, "1" * 99])
def test_what_is_no_number_has_no_compact_form(scheme: str, hostile: str):
    assert normal(scheme, hostile) is None


@given(
    scheme=st.sampled_from(["siren", "siret", "vat", "lei", "iban", "bic"]),
    start=st.sampled_from(["", "FR", "BE", "ES", "IE", "NL", "CY", "DE", "GB", "XI", "EL"]),
    rest=st.text(max_size=40) | st.from_regex("[0-9A-Z]{7,22}", fullmatch=True),
)
def test_any_text_has_a_stable_compact_form_or_none(scheme: str, start: str, rest: str):
    compact = normal(scheme, start + rest)
    assert compact is None or normal(scheme, compact) == compact
