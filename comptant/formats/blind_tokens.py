"""Blind tokens of invoices: two factors find what both hold and show each other nothing else.

An oblivious pseudo-random function (RFC 9497, verifiable mode, ristretto255) over normalised facts:
whoever asks never shows the facts, whoever answers never shows its key, and the proof shows that
it is the key that it has published. Source: docs/double-financing.md.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from voprf import ristretto

KINDS = ("EXACT", "NUMBER")
KEY_INFO = b"comptant double financing 1"
FILLING_INFO = b"comptant double financing 1 filling|"
SEED_BYTES = 32
TOKEN_BYTES = 16  # of a published token
BATCH = 128  # inputs of one question, always as many: the rest are random
PUBLISHED_STEP = 1_024  # a published set is filled up to a multiple of it


class BadAnswer(Exception):
    """The other node answered what is not an answer, or not under the key that it has published."""


@dataclass(frozen=True)
class Known:
    """What is told of an invoice: SIREN of seller and buyer, number, date, cents, currency."""

    seller: str
    buyer: str
    number: str
    issued_on: date
    amount_cents: int
    currency: str


def normalised(kind: str, of: Known) -> bytes:
    """The facts as every node writes them: EXACT, all of them; NUMBER, what stays when an amount or
    a day was changed: seller, buyer, number and year."""
    number = re.sub(r"[^A-Z0-9]", "", of.number.upper()).translate(str.maketrans("OI", "01"))
    parts = [kind, of.seller, of.buyer, number]
    if kind == "EXACT":
        parts += [of.issued_on.isoformat(), str(of.amount_cents), of.currency]
    else:
        parts.append(str(of.issued_on.year))
    return "|".join(parts).encode()


class Keeper:
    """The side that has a key: it answers questions that it cannot read, and makes its tokens."""

    def __init__(self, seed: bytes) -> None:
        self._key = ristretto.Evaluator.from_seed(seed, KEY_INFO)
        self._filling = hashlib.sha256(FILLING_INFO + seed).digest()

    @property
    def public_key(self) -> bytes:
        """What it publishes of its key: 32 bytes."""
        return self._key.public_key.serialize()

    def answer(self, blinded: Sequence[bytes]) -> list[bytes]:
        """What is asked, evaluated, each with its proof. BadAnswer where one is no element."""
        try:
            inputs = [ristretto.BlindedInput.deserialize(one) for one in blinded]
        except ValueError as error:
            raise BadAnswer(str(error)) from error
        return [self._key.evaluate(one).serialize() for one in inputs]

    def output(self, kind: str, of: Known) -> bytes:
        """The function of an invoice of one's own: 64 bytes, never sent."""
        return self._key.evaluate_known_input(normalised(kind, of))

    def filling(self, count: int) -> list[bytes]:
        """Tokens that are of no invoice, by which `count` of them are filled up: the same each time
        under one key, so that two sets show no more than one. Nobody else can tell them from
        tokens of invoices, nor ask for them: they are no output of the function."""
        lacks = -count % PUBLISHED_STEP or (0 if count else PUBLISHED_STEP)
        return [self.named(b"filling|%d" % number)[:TOKEN_BYTES] for number in range(lacks)]

    def named(self, word: bytes) -> bytes:
        """32 bytes that nobody without the key can make of a word."""
        return hmac.digest(self._filling, word, "sha256")


@dataclass(frozen=True)
class Question:
    """Invoices blinded, to be sent; what opens the answer stays here."""

    asked: tuple[tuple[str, Known] | None, ...]
    clients: tuple[ristretto.Client, ...]
    blinded: tuple[bytes, ...]

    def opened(self, answer: Sequence[bytes], public_key: bytes) -> list[tuple[str, Known, bytes]]:
        """Kind, invoice and output of each that was asked. BadAnswer: another key, no proof."""
        if len(answer) != len(self.clients):
            raise BadAnswer("as many answers as inputs")
        try:
            key = ristretto.PublicKey.deserialize(public_key)
            outputs = [
                client.finalize(ristretto.VerifiableOutput.deserialize(one), key)
                for client, one in zip(self.clients, answer, strict=True)
            ]
        except ValueError as error:
            raise BadAnswer(str(error)) from error
        return [(*one, output) for one, output in zip(self.asked, outputs, strict=True) if one]


def questions(inputs: Iterable[tuple[str, Known]]) -> Iterable[Question]:
    """Questions of BATCH inputs each: kinds and invoices in a random order, filled up with random
    inputs."""
    wanted: list[tuple[str, Known] | None] = list(inputs)
    secrets.SystemRandom().shuffle(wanted)
    for start in range(0, len(wanted), BATCH):
        part = wanted[start : start + BATCH]
        part += [None] * (BATCH - len(part))
        secrets.SystemRandom().shuffle(part)
        texts = [normalised(*one) if one else secrets.token_bytes(64) for one in part]
        made = [ristretto.Client.blind(one) for one in texts]
        yield Question(tuple(part), tuple(client for client, _ in made),
                       tuple(blind.serialize() for _, blind in made))  # fmt: skip


def published(output: bytes) -> bytes:
    """What is published of an output: its hash, cut."""
    return hashlib.sha256(b"published|" + output).digest()[:TOKEN_BYTES]


def hit_proof(output: bytes, teller: str) -> str:
    """What shows that a teller has had the whole output of a token: nobody makes it from what is
    published."""
    return hashlib.sha256(b"hit|" + teller.encode() + b"|" + output).hexdigest()
