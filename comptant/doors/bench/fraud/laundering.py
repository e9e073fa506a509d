"""Laundering planted in the simulated years of both kinds, and what the scenarios find of it, miss,
and raise on honest years: month by month, as the house looks.

In the first year a plant is little beyond a threshold; in the second it is as large as it pays, and
moves among honest payments: runs, lateness, other sums. Written after the scenarios, by who knew
them.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

import polars as pl

from comptant.doors.bench.fraud import first, measured, second
from comptant.rules.aml import catalogue, found_suspect
from comptant.rules.fraud import in_force

Row = dict[str, object]
FirstPlant = Callable[[first.Honest, int], int | None]
SecondPlant = Callable[[second.World, first.Row], int | None]
JUNE = date(2027, 6, 7)
MONACO, VILNIUS = "MC5810096180790123456789085", "LT601010012345678901"
TRADER = {"payer_name": "OMEGA TRADING UAB", "payer_iban": VILNIUS}


# The first year --------------------------------------------------------------------------------


def one_pays_for_two(year: first.Honest, client: int) -> None:
    """A trading company pays an invoice of each of two buyers."""
    for place in (0, 1):
        year.pay(year.sell(client, place, JUNE), **TRADER)


def from_monaco(year: first.Honest, client: int) -> int:
    row = year.pay(year.sell(client, 0, JUNE, gross_cents=100_001), payer_iban=MONACO)
    return int(row["payment_id"])


def too_much(year: first.Honest, client: int) -> int:
    """5 000.01 more than the invoice, asked back within the week."""
    of = year.sell(client, 0, JUNE)
    row = year.pay(of, amount_cents=of["gross_cents"] + 500_001)
    year.add("returned", contract_id=client, buyer_id=of["buyer_id"], payment_id=row["payment_id"],
             paid_on=row["paid_on"] + timedelta(days=5), amount_cents=500_001)  # fmt: skip
    return int(row["payment_id"])


def sells_and_buys(year: first.Honest, client: int) -> None:
    year.add("sales", client_id=first.buyer_of(client, 0), buyer_id=client)


def busier(year: first.Honest, client: int) -> None:
    """In September buyers pay twice as many invoices more as in August."""
    paid = [row for row in year.tables["payments"] if row["contract_id"] == client
            and row["paid_on"].year == 2027]  # fmt: skip
    for row in [row for row in paid if row["paid_on"].month == 8] * 2:
        of = year.sell(client, 0, date(2027, 8, 9), gross_cents=row["amount_cents"])
        year.pay(of, paid_on=row["paid_on"] + timedelta(days=31), amount_cents=row["amount_cents"])


def in_notes(year: first.Honest, client: int) -> int:
    row = year.pay(year.sell(client, 0, JUNE, gross_cents=100_001))
    year.add("cash", contract_id=client, payment_id=row["payment_id"], paid_on=row["paid_on"],
             amount_cents=100_001, remittance_text="VERSEMENT ESPECES")  # fmt: skip
    return int(row["payment_id"])


def paid_at_once(year: first.Honest, client: int) -> None:
    """Invoices due in thirty days and paid in three: a third of what comes in three months."""
    since = [
        row["amount_cents"]
        for row in year.tables["payments"]
        if row["contract_id"] == client and date(2027, 4, 2) < row["paid_on"] <= date(2027, 7, 1)
    ]
    for place in range(5):
        of = year.sell(client, place, JUNE, gross_cents=sum(since) * 45 // 500)
        year.pay(of, paid_on=JUNE + timedelta(days=3))


# The second year -------------------------------------------------------------------------------


def _sold(w: second.World, client: first.Row, buyer: first.Row, cents: int, low: int = 60,
          high: int = 300) -> first.Row:  # fmt: skip
    on = second.FIRST_ON + timedelta(days=w.chance.randint(low, high))
    return second.sale(w, client, buyer, on, cents)


def _usual(w: second.World, client: first.Row) -> int:
    """What an invoice of a client comes to, in the middle."""
    mine = sorted(
        row["gross_cents"]
        for row in w.tables["invoices"]
        if row["contract_id"] == client["contract_id"] and row["gross_cents"] > 0
    )
    return max(150_000, mine[len(mine) // 2])


def purse_of_others(w: second.World, client: first.Row) -> None:
    """Within two months a company that nobody knows pays for three buyers."""
    start = w.chance.randint(60, 240)
    for buyer in client["buyers"][:3]:
        of = _sold(w, client, buyer, _usual(w, client), start, start + 30)
        second.pay(w, of, buyer, payer_name="BALTIC MERIDIAN", payer_iban=second.iban_of(w),
                   is_direct=False)  # fmt: skip


def from_afar(w: second.World, client: first.Row) -> int:
    buyer = client["buyers"][0]
    row = second.pay(w, _sold(w, client, buyer, 3 * _usual(w, client)), buyer, is_direct=False,
                     payer_iban=f"MM{w.new_id():018d}")  # fmt: skip
    return int(row["payment_id"])


def there_and_back(w: second.World, client: first.Row) -> int:
    """An invoice is paid twice over and the second half sent on, some weeks later."""
    buyer = client["buyers"][0]
    of = _sold(w, client, buyer, max(600_000, _usual(w, client)))
    row = second.pay(w, of, buyer, amount_cents=2 * of["gross_cents"], is_direct=False)
    w.add("returned", contract_id=client["contract_id"], buyer_id=buyer["id"],
          payment_id=row["payment_id"], amount_cents=of["gross_cents"],
          paid_on=row["paid_on"] + timedelta(days=w.chance.randint(3, 25)))  # fmt: skip
    return int(row["payment_id"])


def each_others_buyer(w: second.World, client: first.Row) -> None:
    """Two clients of the house sell to each other."""
    other = next(one for one in w.clients if one is not client)
    for seller, to in ((client, other), (other, client)):
        buyer = {**seller["buyers"][0], "id": to["id"], "payer": "CERCLE"}
        of = _sold(w, seller, buyer, _usual(w, seller))
        second.pay(w, of, buyer, payer_name=None, payer_iban=None, is_direct=False)


def money_mill(w: second.World, client: first.Row) -> None:
    """From one month to the next three times the money runs through, in sums like the others."""
    month_on = (second.FIRST_ON + timedelta(days=w.chance.randint(240, 300))).replace(day=1)
    sums = [
        row["amount_cents"]
        for row in w.tables["payments"]
        if row["contract_id"] == client["contract_id"]
        and month_on - timedelta(days=60) <= row["paid_on"] < month_on
    ]
    for number, cents in enumerate(sums):
        buyer = w.chance.choice(client["buyers"])
        of = second.sale(w, client, buyer, month_on - timedelta(days=30), cents)
        second.pay(w, of, buyer, paid_on=month_on + timedelta(days=number % 27), is_direct=False)


def over_the_counter(w: second.World, client: first.Row) -> int:
    buyer = client["buyers"][0]
    row = second.pay(w, _sold(w, client, buyer, _usual(w, client)), buyer, is_direct=False)
    w.add("cash", contract_id=client["contract_id"], payment_id=row["payment_id"],
          paid_on=row["paid_on"], amount_cents=row["amount_cents"],
          remittance_text="DEPOT ESPECES AGENCE")  # fmt: skip
    return int(row["payment_id"])


def needs_no_money(w: second.World, client: first.Row) -> None:
    """For six weeks one buyer pays large invoices the day after they are assigned."""
    buyer, start = client["buyers"][0], w.chance.randint(90, 240)
    paid = [row["amount_cents"] for row in w.tables["payments"]
            if row["contract_id"] == client["contract_id"]]  # fmt: skip
    for number in range(8):
        on = second.FIRST_ON + timedelta(days=start + 5 * number)
        of = second.sale(w, client, buyer, on, max(150_000, sum(paid) // 40), sent_on=on,
                         due_on=on + timedelta(days=60))  # fmt: skip
        second.pay(w, of, buyer, paid_on=on + timedelta(days=1), is_direct=False)


FIRST: dict[str, FirstPlant] = {
    "AML-01": one_pays_for_two, "AML-02": from_monaco, "AML-03": too_much,
    "AML-04": sells_and_buys, "AML-05": busier, "AML-06": in_notes, "AML-07": paid_at_once,
}  # fmt: skip
SECOND: dict[str, SecondPlant] = {
    "AML-01": purse_of_others, "AML-02": from_afar, "AML-03": there_and_back,
    "AML-04": each_others_buyer, "AML-05": money_mill, "AML-06": over_the_counter,
    "AML-07": needs_no_money,
}  # fmt: skip


def planted(kind: str, seed: int) -> measured.Tables:
    """A year with each plant at a client of its own; `truth` says where."""
    if kind == "first":
        year = first.Honest(seed)
        for client, (scenario, plant) in enumerate(FIRST.items()):
            year.add("truth", rule=scenario, contract_id=client, subject_id=plant(year, client))
        return year.tables
    w = second.year(seed)
    for number, (scenario, scheme) in enumerate(SECOND.items()):
        client = w.clients[number]
        w.add("truth", rule=scenario, contract_id=client["contract_id"],
              subject_id=scheme(w, client))  # fmt: skip
    return w.tables


def honest(kind: str, seed: int) -> measured.Tables:
    """The same year without them."""
    return first.Honest(seed).tables if kind == "first" else second.year(seed).tables


def suspicions(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """What the scenarios find in a year, each once."""
    found, before = [], date(2026, 1, 1)
    for on in measured.LOOKS:
        found.append(found_suspect(tables, before, on, in_force(on)))
        before = on
    return pl.concat(found).unique(measured.ALARM, keep="first", maintain_order=True)


def measure(seeds: int) -> list[Row]:
    """One row per scenario: what was planted in so many years of each kind and found, what honest
    years raised, and on how many of their clients."""
    counts: dict[str, dict[str, int]] = {scenario: {} for scenario in catalogue()}
    for seed in range(1, seeds + 1):
        for kind in ("first", "second"):
            dirty = planted(kind, seed)
            measured.count(counts, kind, suspicions(measured.frames(honest(kind, seed))),
                           suspicions(measured.frames(dirty)), dirty["truth"])  # fmt: skip
    return [{"rule": scenario, **{f"{kind}_{what}": counts[scenario].get(f"{kind}_{what}", 0)
                                  for kind in ("first", "second") for what in measured.COUNTED}}
            for scenario in catalogue()]  # fmt: skip


def table(rows: list[Row], seeds: int, told: Mapping[str, int]) -> str:
    """The rows as a table of docs/fraud.md."""
    lines = ["| scenario | what | first: found | false alarms | on clients | second: found "
             "| false alarms | on clients |",
             "| --- | --- | --- | ---: | --- | --- | ---: | --- |"]  # fmt: skip
    for row in rows:
        listed = catalogue()[str(row["rule"])]
        cells = [listed.scenario, listed.english.replace(",", ";")]
        cells += measured.cells(row, seeds, told)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"
