"""Blind tokens: the vectors of RFC 9497, a proof under another key, what is published."""

from dataclasses import replace
from datetime import date

import pytest
from voprf import ristretto

from comptant.formats.blind_tokens import (
    BATCH,
    PUBLISHED_STEP,
    BadAnswer,
    Keeper,
    Known,
    hit_proof,
    normalised,
    published,
    questions,
)

ONE = Known("732829320", "443061841", "fa-2027/0I4", date(2027, 3, 1), 120_000, "EUR")
BOTH = [("EXACT", ONE), ("NUMBER", ONE)]


@pytest.mark.parametrize(
    ("given", "output"),
    [
        ("00", "b58cfbe118e0cb94d79b5fd6a6dafb98764dff49c14e1770b566e42402da1a7d"
               "a4d8527693914139caee5bd03903af43a491351d23b430948dd50cde10d32b3c"),
        ("5a" * 17, "8a9a2f3c7f085b65933594309041fc1898d42d0858e59f90814ae90571a6df60"
                    "356f4610bf816f27afdd84f47719e480906d27ecd994985890e5f539e7ea74b6"),
    ],
)  # fmt: skip
def test_the_library_gives_the_outputs_of_rfc_9497(given: str, output: str) -> None:
    """Appendix A.1.2: ristretto255-SHA512, VOPRF mode."""
    key = ristretto.Evaluator.from_seed(bytes.fromhex("a3" * 32), b"test key")
    assert key.public_key.serialize().hex() == (
        "c803e2cc6b05fc15064549b5920659ca4a77b2cca6f04f6b357009335476ad4e"
    )
    client, blinded = ristretto.Client.blind(bytes.fromhex(given))
    assert client.finalize(key.evaluate(blinded), key.public_key).hex() == output


def test_a_question_opens_to_what_the_keeper_computes_itself() -> None:
    keeper = Keeper(b"k" * 32)
    (question,) = questions(BOTH)
    assert len(question.blinded) == BATCH
    opened = question.opened(keeper.answer(question.blinded), keeper.public_key)
    assert sorted(opened) == [(kind, ONE, keeper.output(kind, ONE)) for kind in ("EXACT", "NUMBER")]


def test_an_answer_under_another_key_is_refused() -> None:
    (question,) = questions(BOTH)
    answer = Keeper(b"a" * 32).answer(question.blinded)
    with pytest.raises(BadAnswer):
        question.opened(answer, Keeper(b"b" * 32).public_key)


def test_the_same_invoice_is_asked_otherwise_each_time() -> None:
    first, second = next(iter(questions(BOTH))), next(iter(questions(BOTH)))
    assert set(first.blinded).isdisjoint(second.blinded)


def test_a_changed_amount_keeps_its_number() -> None:
    other = replace(ONE, amount_cents=119_000, number="FA 2027-014")
    assert normalised("EXACT", ONE) != normalised("EXACT", other)
    assert normalised("NUMBER", ONE) == normalised("NUMBER", other)


def test_filling_is_the_same_each_time_and_of_no_input() -> None:
    keeper = Keeper(b"k" * 32)
    assert [len(keeper.filling(count)) for count in (0, 1, PUBLISHED_STEP, PUBLISHED_STEP + 2)] == [
        PUBLISHED_STEP, PUBLISHED_STEP - 1, 0, PUBLISHED_STEP - 2]  # fmt: skip
    assert keeper.filling(600) == keeper.filling(600) == keeper.filling(0)[:424]
    assert not set(keeper.filling(0)) & set(Keeper(b"l" * 32).filling(0))
    output = keeper.output("EXACT", ONE)
    assert len(published(output)) == 16
    assert hit_proof(output, "B") != hit_proof(output, "C")
