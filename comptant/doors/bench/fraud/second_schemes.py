"""What dishonest people do in the second year: each scheme once, at a client of its own.

Written with the year and before the rules: a scheme does what a fraudster would, as large as it
pays, and says of whom (`truth`: rule, contract_id, subject_id, none where it is the whole client).
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from comptant.doors.bench.fraud.second import (
    FIRST_ON,
    Row,
    World,
    amount_of,
    credit,
    iban_of,
    pay,
    sale,
    year,
)

Scheme = Callable[[World, Row], int | None]


def planted(seed: int) -> World:
    """A year in which each scheme is played by one client."""
    w = year(seed)
    w.tables["truth"] = []
    for number, (rule, scheme) in enumerate(SCHEMES.items()):
        client = w.clients[number % len(w.clients)]
        w.add("truth", rule=rule, contract_id=client["contract_id"], subject_id=scheme(w, client))
    return w


def _day(w: World, low: int = 60, high: int = 300) -> date:
    return FIRST_ON + timedelta(days=w.chance.randint(low, high))


def _known(w: World, client: Row) -> Row:
    """An invoice of the client that is honest."""
    mine = [r for r in w.tables["invoices"] if r["contract_id"] == client["contract_id"]
            and r["gross_cents"] > 0 and r["issued_on"].month in (4, 5, 6, 7)]  # fmt: skip
    return w.chance.choice(mine)


def sent_again(w: World, client: Row) -> int:
    of = _known(w, client)
    row = {**of, "invoice_id": w.new_id(), "sent_on": of["sent_on"] + timedelta(days=20)}
    w.add("invoices", **row)
    return int(row["invoice_id"])


def sold_twice(w: World, client: Row) -> int:
    """The same sale once more: a letter for a digit, a slightly other amount, a day later."""
    of = _known(w, client)
    number = str(of["number_key"])
    number = number[:-1] + ("O" if number[-1] != "O" else "0")
    row = {**of, "invoice_id": w.new_id(), "number_key": number,
           "issued_on": of["issued_on"] + timedelta(days=w.chance.randint(0, 3)),
           "sent_on": of["sent_on"] + timedelta(days=6),
           "gross_cents": of["gross_cents"] * w.chance.choice((1000, 1002,
           998)) // 1000}  # fmt: skip
    w.add("invoices", **row)
    return int(row["invoice_id"])


def invented_numbers(w: World, client: Row) -> None:
    """Invoices that its books do not have, numbered out of reach of them."""
    for ahead in range(6):
        client["counter"] += 200 + 61 * ahead
        buyer = w.chance.choice(client["buyers"])
        sale(w, client, buyer, _day(w), amount_of(w, client, buyer))


def round_amounts(w: World, client: Row) -> None:
    on = _day(w)
    for number in range(45):
        sale(w, client, w.chance.choice(client["buyers"]), on + timedelta(days=number % 25),
             100_000 * w.chance.randint(4, 60))  # fmt: skip


def invented_amounts(w: World, client: Row) -> None:
    """A book made up by hand: figures as one thinks them, all alike."""
    on = _day(w, 60, 200)
    for number in range(700):
        sale(w, client, w.chance.choice(client["buyers"]), on + timedelta(days=number % 90),
             w.chance.randint(300_000, 999_999))  # fmt: skip


def credited_out(w: World, client: Row) -> None:
    on = _day(w, 60, 250)
    for number in range(25):
        buyer = w.chance.choice(client["buyers"])
        row = sale(w, client, buyer, on + timedelta(days=number),
                   4 * amount_of(w, client, buyer))  # fmt: skip
        credit(w, client, row, w.chance.randint(8, 26), w.chance.choice((60, 100)))


def kept_for_itself(w: World, client: Row) -> None:
    """Buyers are asked to pay the client, for two months."""
    first = _day(w, 60, 250)
    for row in w.tables["payments"]:
        near = first <= row["paid_on"] < first + timedelta(days=60)
        if row["contract_id"] == client["contract_id"] and near and w.chance.random() < 0.3:
            row["is_direct"] = True


def paid_by_another(w: World, client: Row) -> int:
    of = _known(w, client)
    row = pay(w, of, client["buyers"][0], payer_name="HORIZON CONSEIL LTD", payer_iban=iban_of(w),
              is_direct=False)  # fmt: skip
    return int(row["payment_id"])


def paid_by_the_client(w: World, client: Row) -> int:
    of = _known(w, client)
    iban = next(r["iban"] for r in w.tables["accounts"] if r["party_id"] == client["id"])
    row = pay(w, of, client["buyers"][0], payer_name=None, payer_iban=iban, is_direct=False)
    return int(row["payment_id"])


def before_delivery(w: World, client: Row) -> int:
    on, buyer = _day(w), w.chance.choice(client["buyers"])
    row = sale(w, client, buyer, on, amount_of(w, client, buyer),
               delivered_on=on + timedelta(days=w.chance.randint(8, 40)))  # fmt: skip
    return int(row["invoice_id"])


def shell_buyer(w: World, client: Row) -> int:
    """A company made for it, and one large sale to it."""
    on = _day(w)
    party_id = w.new_id()
    w.add("parties", party_id=party_id, name="NOVA DISTRIBUTION",
          registered_on=on - timedelta(days=w.chance.randint(15, 200)))  # fmt: skip
    buyer = {**client["buyers"][0], "id": party_id, "iban": iban_of(w), "payer": "NOVA"}
    client["monthly"][party_id] = 1
    mine = [r for r in w.tables["invoices"] if r["contract_id"] == client["contract_id"]]
    cents = sum(r["gross_cents"] for r in mine) // 20
    return int(sale(w, client, buyer, on, cents)["invoice_id"])


def surge(w: World, client: Row) -> None:
    """It sells more and more of nothing until it is found out."""
    first = _day(w, 200, 280).replace(day=1)
    month = [r["gross_cents"] for r in w.tables["invoices"]
             if r["contract_id"] == client["contract_id"]
             and (first - timedelta(days=30)) <= r["issued_on"] < first]  # fmt: skip
    for number in range(30):
        sale(w, client, w.chance.choice(client["buyers"]), first + timedelta(days=number % 27),
             max(1_000, sum(month) * 13 // 300))  # fmt: skip


def hides_from_the_tax(w: World, client: Row) -> None:
    for row in w.tables["declared"]:
        if row["client_id"] == client["id"] and row["month_on"].month >= 4:
            row["declared_cents"] = row["declared_cents"] * 45 // 100


def account_swapped(w: World, client: Row) -> int:
    """A letter that looks like the client's, and the money leaves the same evening."""
    at = datetime.combine(_day(w), datetime.min.time()) + timedelta(hours=9)
    row = w.add("account_changes", contract_id=client["contract_id"], party_id=client["id"],
                change_id=w.new_id(), changed_at=at, used_at=at + timedelta(hours=7),
                is_called_back=False, is_agreed_by_two=True,
                payee_check="NOT_POSSIBLE")  # fmt: skip
    return int(row["change_id"])


def waits_for_money(w: World, client: Row) -> int:
    """One of its buyers, in league, pays it ever later; others it pays as before."""
    sold: dict[int, int] = {}
    for row in w.tables["invoices"]:
        if row["contract_id"] == client["contract_id"]:
            sold[row["buyer_id"]] = sold.get(row["buyer_id"], 0) + 1
    buyer = max(sold, key=lambda one: sold[one])
    for row in w.tables["payments"]:
        mine = row["contract_id"] == client["contract_id"] and row["buyer_id"] == buyer
        if mine and row["paid_on"] > FIRST_ON + timedelta(days=180):
            row["paid_on"] += timedelta(days=w.chance.randint(20, 50))
    return buyer


def never_seen_by_buyer(w: World, client: Row) -> int:
    buyer = w.chance.choice(client["buyers"])
    return int(sale(w, client, buyer, _day(w), amount_of(w, client, buyer),
                    einvoice_status=w.chance.choice((None, "200")))["invoice_id"])  # fmt: skip


def same_people(w: World, client: Row) -> int:
    """A buyer that is the client's manager in another coat."""
    buyer = w.chance.choice(client["buyers"])["id"]
    officer = next(r["value"] for r in w.tables["attributes"]
                   if r["party_id"] == client["id"] and r["attribute"] == "OFFICER")  # fmt: skip
    w.add("attributes", party_id=buyer, attribute="OFFICER", value=officer.lower())
    return int(buyer)


def not_recognised(w: World, client: Row) -> int:
    buyer = w.chance.choice(client["buyers"])
    return int(sale(w, client, buyer, _day(w), amount_of(w, client, buyer),
                    verification_answer="NOT_RECOGNISED")["invoice_id"])  # fmt: skip


def painted_over(w: World, client: Row) -> int:
    """A real invoice, opened in an editor, its total painted over."""
    of = _known(w, client)
    w.add("documents", contract_id=of["contract_id"], invoice_id=of["invoice_id"],
          producer=w.chance.choice(("iLovePDF", "Skia/PDF m120", "PDFescape")), is_rewritten=True,
          revision_count=w.chance.choice((1, 2)), font_count=5,
          pdf_cents=of["gross_cents"] + 90_000, xml_cents=of["gross_cents"])  # fmt: skip
    return int(of["invoice_id"])


def ring(w: World, client: Row) -> None:
    """Three clients sell to each other in a circle and pay with each other's money."""
    others = [one for one in w.clients if one["trade"] == client["trade"] and one is not client][:2]
    friends = [client, *others]
    for place, seller in enumerate(friends):
        to = friends[(place + 1) % 3]
        for number in range(4):
            buyer = {**seller["buyers"][0], "id": to["id"], "payer": "CERCLE"}
            seller["monthly"][to["id"]] = 900_000
            row = sale(w, seller, buyer, _day(w) + timedelta(days=number), 2_400_000 + number)
            pay(w, row, buyer, payer_name=None, payer_iban=None, is_direct=False)


def dressed_for_month_end(w: World, client: Row) -> None:
    """Two months in a row the last days bring most of it, and credit notes take it off again."""
    for month in (5, 6):
        last = date(FIRST_ON.year, month + 1, 1) - timedelta(days=1)
        while last.weekday() > 4:
            last -= timedelta(days=1)
        whole = sum(r["gross_cents"] for r in w.tables["invoices"] if r["issued_on"].month == month
                    and r["contract_id"] == client["contract_id"])  # fmt: skip
        for _ in range(12):
            buyer = w.chance.choice(client["buyers"])
            row = sale(w, client, buyer, last, whole // 4, sent_on=last)
            credit(w, client, row, w.chance.randint(6, 20), 100)


def nowhere(w: World, client: Row) -> int:
    """A delivery to a place where the buyer has none, by a carrier that nobody knows."""
    buyer = w.chance.choice(client["buyers"])
    on = _day(w)
    return int(sale(w, client, buyer, on, amount_of(w, client, buyer), delivered_on=on,
                    delivery_place="98799",
                    carrier_name="EXPRESS NOMADE")["invoice_id"])  # fmt: skip


def stolen_password(w: World, client: Row) -> int:
    user = next(r["user_id"] for r in w.tables["sessions"]
                if r["contract_id"] == client["contract_id"])  # fmt: skip
    at = datetime.combine(_day(w), datetime.min.time()) + timedelta(hours=2)
    for table, told in (
        ("sessions", {"opened_at": at, "device": f"device {w.new_id()}"}),
        ("moves", {"move": "REMIT", "moved_at": at + timedelta(minutes=11)}),
        ("moves", {"move": "DRAW", "moved_at": at + timedelta(minutes=32)}),
    ):
        w.add(table, contract_id=client["contract_id"], user_id=user, **told)
    return int(user)


def one_hand(w: World, client: Row) -> None:
    """One analyst agrees to whatever this client asks."""
    for number in range(30):
        w.add("overrides", contract_id=client["contract_id"], approval_id=w.new_id(),
              decided_by=12, decided_on=FIRST_ON + timedelta(days=11 * number))  # fmt: skip


SCHEMES: dict[str, Scheme] = {
    "FR-01": sent_again, "FR-02": sold_twice, "FR-03": invented_numbers, "FR-04": round_amounts,
    "FR-05": invented_amounts, "FR-06": credited_out, "FR-07": kept_for_itself,
    "FR-08": paid_by_another, "FR-09": paid_by_the_client, "FR-10": before_delivery,
    "FR-11": shell_buyer, "FR-12": surge, "FR-13": hides_from_the_tax, "FR-14": account_swapped,
    "FR-15": waits_for_money, "FR-16": never_seen_by_buyer, "FR-17": same_people,
    "FR-18": not_recognised, "FR-19": painted_over, "FR-20": ring, "FR-21": dressed_for_month_end,
    "FR-22": nowhere, "FR-23": stolen_password, "FR-24": one_hand,
}  # fmt: skip
