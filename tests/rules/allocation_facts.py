"""Payments and invoices for tests of the allocation: one at a time, and random small worlds."""

from collections.abc import Iterable
from datetime import date, timedelta

import polars as pl
from hypothesis import strategies as st

from comptant.rules.allocation import ALLOCATION_TERMS, OPEN_INVOICES, match
from comptant.rules.columns import Shape
from comptant.rules.references import CANDIDATES, PAYMENTS

Row = dict[str, object]
World = tuple[list[Row], list[Row], list[Row], list[Row]]  # as the arguments of `match`

DAY = date(2026, 11, 20)
TERMS: Row = {
    "tolerance_cents": 5_00,
    "tolerance_ppm": 1_000,
    "has_auto_fifo": False,
    "automatic_from_ppm": 0,
}


def payment(number: int, cents: int, **facts: object) -> Row:
    return {
        "payment_number": number,
        "amount_cents": cents,
        "currency": "EUR",
        "value_on": DAY,
        "remittance_text": "",
    } | facts


def invoice(invoice_id: int, cents: int, **facts: object) -> Row:
    """Due the later the larger its id."""
    return {
        "contract_id": 1,
        "client_id": 1,
        "buyer_id": 1,
        "invoice_id": invoice_id,
        "number_key": f"FA{invoice_id}",
        "open_cents": cents,
        "due_on": DAY + timedelta(days=invoice_id),
        "issued_on": DAY,
        "currency": "EUR",
    } | facts


def quote(number: int, invoices: Iterable[Row], **facts: object) -> list[Row]:
    """Candidates: the payment quotes these invoices, each in a word of its own."""
    return [
        {"payment_number": number, "token_number": n, "token_count": 1, "payer_is_buyer": False}
        | each
        | facts
        for n, each in enumerate(invoices)
    ]


def owed(number: int, invoices: Iterable[Row]) -> list[Row]:
    """Open invoices of the payment's buyer."""
    facts = OPEN_INVOICES.names
    return [
        {"payment_number": number} | {name: each[name] for name in facts if name in each}
        for each in invoices
    ]


def terms_of(*contracts: int, **terms: object) -> list[Row]:
    return [TERMS | terms | {"contract_id": each} for each in contracts]


def frames(world: World) -> tuple[pl.DataFrame, ...]:
    shapes: tuple[Shape, ...] = (PAYMENTS, CANDIDATES, OPEN_INVOICES, ALLOCATION_TERMS)
    return tuple(each.frame(rows) for each, rows in zip(shapes, world, strict=True))


def settle(
    payments: list[Row],
    candidates: Iterable[Row] = (),
    open_invoices: Iterable[Row] = (),
    terms: Iterable[Row] = (),
) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Rows of (ALLOCATIONS, OUTCOMES); contracts 1 to 3 have the usual terms."""
    world = (payments, list(candidates), list(open_invoices), list(terms) or terms_of(1, 2, 3))
    allocations, outcomes, _ = match(*frames(world))
    return allocations.rows(), outcomes.rows()


def proposed(
    payments: list[Row], candidates: Iterable[Row], open_invoices: Iterable[Row], terms: list[Row]
) -> list[tuple[object, ...]]:
    """Rows of PROPOSALS: guess, invoice, cents, confidence, evidence."""
    found = match(*frames((payments, list(candidates), list(open_invoices), terms))).proposals
    names = ("guess_number", "invoice_id", "proposed_cents", "confidence_ppm", "guess_evidence")
    return found.select(names).rows()


# Few amounts and few numbers, so that they meet often. Three of the numbers may be there by chance.
AMOUNTS = st.sampled_from([100, 200, 300, 500, 700, 1_100, 12_000, 19_500])
KEYS = st.sampled_from(["FA1", "FA2", "FA3", "FA4", "FA5", "A77", "1001", "2026", "F1"])
CLIENTS = {1: 1, 2: 2, 3: 1}


@st.composite
def invoices(draw: st.DrawFn) -> list[Row]:
    found = []
    for invoice_id in range(1, draw(st.integers(3, 8)) + 1):
        contract_id = draw(st.sampled_from([3, 3, 1, 2]))
        cents = draw(AMOUNTS)
        facts = {
            "contract_id": contract_id,
            "client_id": CLIENTS[contract_id],
            "buyer_id": draw(st.sampled_from([1, 1, 2])),
            "number_key": draw(KEYS),
            "due_on": DAY + timedelta(days=draw(st.integers(0, 2))),
            "currency": draw(st.sampled_from(["EUR"] * 7 + ["USD"])),
        }
        is_credit_note = draw(st.integers(0, 7)) == 7
        found.append(invoice(invoice_id, -cents if is_credit_note else cents, **facts))
    return found


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """At most 5 payments and 8 invoices of 3 contracts, 2 clients and 2 buyers."""
    items = draw(invoices())
    payments, candidates, open_invoices = [], [], []
    for number in range(1, draw(st.integers(1, 5)) + 1):
        payer = draw(st.sampled_from([1, 1, 2, None]))
        own = [each for each in items if payer in (each["buyer_id"], None)]
        few = draw(st.lists(st.sampled_from(own or items), min_size=1, max_size=3, unique_by=id))
        cents = sum(each["open_cents"] for each in few)
        paid = payment(
            number,
            max(1, cents + draw(st.sampled_from([0, 0, 0, -4, -200, 50]))),
            contract_id=draw(st.sampled_from([None, None, 0, few[0]["contract_id"], 1])),
            buyer_id=draw(st.sampled_from([payer, payer, None, 0, 2])),
            remittance_text=draw(st.sampled_from(["", "f-1", "F-1 MERCI"])),
        )
        told = draw(st.sampled_from([None, payer, 2]))
        if draw(st.booleans()):
            keys = sorted(
                {each["number_key"] for each in few} | set(draw(st.sets(KEYS, max_size=1)))
            )
            candidates += draw(quotes(number, items, keys, told))
        open_invoices += owed(number, [i for i in items if i["buyer_id"] == paid["buyer_id"]])
        payments.append(paid)
    fifo = draw(st.booleans())
    terms = terms_of(1, 2, tolerance_ppm=20_000) + terms_of(3, has_auto_fifo=fifo)
    return payments, candidates, open_invoices, terms


@st.composite
def quotes(
    draw: st.DrawFn, number: int, items: list[Row], keys: list[object], payer: int | None
) -> list[Row]:
    """Every invoice that has one of these numbers, each number at a place of its own in the text
    or within another."""
    found = []
    for n, key in enumerate(keys):
        place = {
            "token_number": draw(st.sampled_from([n, n, 0])),
            "token_count": draw(st.sampled_from([1, 1, 1, 2])),
        }
        for each in items:
            if each["number_key"] == key:
                found += quote(number, [each], payer_is_buyer=each["buyer_id"] == payer, **place)
    return found
