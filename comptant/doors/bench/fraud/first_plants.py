"""What is planted in the first year, client by client: the least that each rule must find."""

from datetime import UTC, date, datetime, timedelta

from comptant.doors.bench.fraud.first import BUYERS, Honest, Plant, Row, buyer_of

MAY = date(2027, 5, 3)


def planted(seed: int) -> Honest:
    """The year with each plant at a client of its own; `truth` says where (rule, contract_id,
    subject_id)."""
    year = Honest(seed)
    for client, (rule, plant) in enumerate(PLANTS.items()):
        subject_id = plant(year, client)
        year.add("truth", rule=rule, contract_id=client, subject_id=subject_id)
    return year


def _again(year: Honest, client: int, **told: object) -> int:
    of = year.of(client)[40]
    row = {**of, "invoice_id": year.next(), "sent_on": of["sent_on"] + timedelta(days=4), **told}
    year.add("invoices", **row)
    return int(row["invoice_id"])


def near(year: Honest, client: int) -> int:
    of = year.of(client)[40]
    return _again(year, client, number_key=of["number_key"] + "A",
                  gross_cents=of["gross_cents"] * 1_004 // 1_000,
                  issued_on=of["issued_on"] + timedelta(days=5))  # fmt: skip


def gap(year: Honest, client: int) -> None:
    year.sold[client] += 21
    year.sell(client, 0, date(2027, 12, 31))


def many(year: Honest, client: int, count: int, cents: int, on: date = MAY) -> list[Row]:
    return [year.sell(client, n % BUYERS, on + timedelta(days=n % 20), gross_cents=cents)
            for n in range(count)]  # fmt: skip


def round_ones(year: Honest, client: int) -> None:
    many(year, client, 150, 700_000)


def invented(year: Honest, client: int) -> None:
    many(year, client, 200, 555_501)


def credited(year: Honest, client: int) -> None:
    for row in many(year, client, 12, 9_000_001):
        year.credit(row, 28, 60)


def direct(year: Honest, client: int) -> None:
    (row,) = many(year, client, 1, 30_000_001)
    year.pay(row, is_direct=True)


def stranger(year: Honest, client: int) -> int:
    row = year.pay(year.of(client)[50], payer_name="OTHER SA", payer_iban="FR7600000000000000001")
    return int(row["payment_id"])


def itself(year: Honest, client: int) -> int:
    row = year.pay(year.of(client)[50], payer_iban=f"FR76{client:023d}")
    return int(row["payment_id"])


def told(year: Honest, client: int, **what: object) -> int:
    return int(year.sell(client, 1, MAY, **what)["invoice_id"])


def late_delivery(year: Honest, client: int) -> int:
    return told(year, client, delivered_on=MAY + timedelta(days=1))


def young(year: Honest, client: int) -> int:
    buyer = 9_000
    year.add("parties", party_id=buyer, party_name="YOUNG", registered_on=date(2027, 1, 4))
    cents = sum(r["gross_cents"] for r in year.of(client)) // 4
    return told(year, client, buyer_id=buyer, gross_cents=cents)


def jump(year: Honest, client: int) -> None:
    before = sum(r["gross_cents"] for r in year.of(client)
                 if 3 <= r["issued_on"].month <= 8)  # fmt: skip
    many(year, client, 10, before // 6 * 16 // 100, date(2027, 9, 2))


def undeclared(year: Honest, client: int) -> None:
    for row in year.tables["declared"]:
        if row["client_id"] == client:
            row["declared_cents"] = row["declared_cents"] * 94 // 100


def swapped(year: Honest, client: int) -> int:
    at = datetime(2027, 5, 3, 9, tzinfo=UTC)
    row = year.add("account_changes", contract_id=client, party_id=client,
                   account_change_id=year.next(), changed_at=at, used_at=at + timedelta(hours=23),
                   is_called_back=True, is_agreed_by_two=True, payee_check="MATCH")  # fmt: skip
    return int(row["account_change_id"])


def drift(year: Honest, client: int) -> int:
    buyer = buyer_of(client, 2)
    for row in year.tables["payments"]:
        if row["buyer_id"] == buyer and row["paid_on"] > date(2027, 6, 1):
            row["paid_on"] += timedelta(days=17)
    return buyer


def unseen(year: Honest, client: int) -> int:
    return told(year, client, einvoice_status=None)


def shared(year: Honest, client: int) -> int:
    buyer = buyer_of(client, 3)
    year.add("accounts", party_id=buyer, iban=f"FR76{client:023d}")
    return buyer


def denied(year: Honest, client: int) -> int:
    return told(year, client, verification_answer="NOT_RECOGNISED")


def altered(year: Honest, client: int) -> int:
    of = year.of(client)[60]
    for row in year.tables["documents"]:
        if row["invoice_id"] == of["invoice_id"]:
            row["pdf_cents"] += 1
    return int(of["invoice_id"])


def circle(year: Honest, client: int) -> None:
    for seller, buyer in ((client, 20), (20, 21), (21, 22), (22, client)):
        year.sell(seller, 0, MAY, buyer_id=buyer)


def last_days(year: Honest, client: int) -> None:
    month = sum(r["gross_cents"] for r in year.of(client) if r["issued_on"].month == 6)
    for number in range(4):
        row = year.sell(client, number, date(2027, 6, 29), gross_cents=month * 7 // 10)
        if number == 0:
            year.credit(row, 15, 40)


def nowhere(year: Honest, client: int) -> int:
    return told(year, client, delivery_place="elsewhere", carrier_name="WHO")


def session(year: Honest, client: int) -> int:
    year.visit(client, datetime(2027, 5, 4, 3, tzinfo=UTC), "unknown", 5, 59)
    return 500 + client


def hand(year: Honest, client: int) -> None:
    for number in range(240):
        year.add("overrides", contract_id=client, approval_id=year.next(), decider_id=2,
                 decided_on=MAY + timedelta(days=number % 200))  # fmt: skip


PLANTS: dict[str, Plant] = {
    "FR-01": _again, "FR-02": near, "FR-03": gap, "FR-04": round_ones, "FR-05": invented,
    "FR-06": credited, "FR-07": direct, "FR-08": stranger, "FR-09": itself,
    "FR-10": late_delivery, "FR-11": young, "FR-12": jump, "FR-13": undeclared,
    "FR-14": swapped, "FR-15": drift, "FR-16": unseen, "FR-17": shared, "FR-18": denied,
    "FR-19": altered, "FR-20": circle, "FR-21": last_days, "FR-22": nowhere, "FR-23": session,
    "FR-24": hand,
}  # fmt: skip
