"""A house at work today: two clients, four buyers, what was sold, drawn and paid in the last weeks,
and what waits for somebody this morning. Its days are counted from today."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from comptant.doors.demo.bank import Bank
from comptant.doors.demo.play import Step, evening, pay_out
from comptant.doors.demo.tales import in_force
from comptant.doors.sandbox import FACTOR_BIC, FACTOR_IBAN, Sandbox, open_sandbox
from comptant.operations.acts.act import User
from comptant.operations.closing import close
from comptant.operations.drawing import payments
from comptant.operations.quoting import tariffs
from comptant.operations.risk import disputes, facts, limits
from comptant.rules.calendar import next_business_day_of
from comptant.store.connection import Connection

DAYS_BEFORE = 75  # the house opened so many days ago; two days less where that is a Sunday
TERM_DAYS = 60
ECB_PPM = 21_500  # of the main refinancing operations
HEAD = "numero;date facture;echeance;montant ttc;acheteur;siren\n"
# Client: SIREN, owner, account to be paid.
CLIENTS = {
    "ALPHA SAS": ("732829320", "alice", "FR7610107001011234567890129"),
    "DELTA SARL": ("398765438", "denis", "FR7610107001015550001112259"),
}
BUYERS = {"BETA SA": "443061841", "GAMMA SA": "404833048", "OMEGA TRANSPORTS": "812345676",
          "SIGMA BATIMENT": "505050500"}  # fmt: skip
LIMITS = {
    "C-1": {"BETA SA": 6_000_000, "GAMMA SA": 3_500_000, "OMEGA TRANSPORTS": 1_500_000},
    "C-2": {"BETA SA": 2_000_000, "SIGMA BATIMENT": 4_000_000},
}
# What was sold: contract, days since the house opened -> buyer, cents.
SOLD: dict[tuple[str, int], list[tuple[str, int]]] = {
    ("C-1", 0): [("BETA SA", 1_240_000), ("GAMMA SA", 860_000), ("BETA SA", 715_050),
                 ("GAMMA SA", 428_000), ("OMEGA TRANSPORTS", 394_200)],
    ("C-2", 1): [("SIGMA BATIMENT", 1_530_000), ("BETA SA", 642_480)],
    ("C-1", 28): [("BETA SA", 1_815_000), ("GAMMA SA", 962_400), ("OMEGA TRANSPORTS", 710_000)],
    ("C-2", 42): [("SIGMA BATIMENT", 1_128_000), ("BETA SA", 377_520)],
    ("C-1", 56): [("BETA SA", 1_106_300), ("GAMMA SA", 548_750), ("OMEGA TRANSPORTS", 655_000)],
}  # fmt: skip
FIRST_NUMBER = {"C-1": 101, "C-2": 501}


@dataclass
class House:
    """What was played, for whoever shows it."""

    today: date
    staff: User
    client: User
    tokens: dict[str, str]
    contract_ids: dict[str, int]


@dataclass
class Playing:
    """The house as it is being played."""

    box: Sandbox
    bank: Bank
    folder: Path
    opened_on: date
    contract_ids: dict[str, int]
    buyer_ids: dict[str, int]
    owners: dict[str, str]  # of each contract
    numbers: dict[str, int]

    def travel(self, days: int) -> None:
        """It is the first business day so many days after the opening, if not after yesterday."""
        self.box.on = next_business_day_of(self.opened_on + timedelta(days=days))

    def sell(self, contract: str, invoices: list[tuple[str, int]], *more: str) -> None:
        """The client's list of the day, with `more` lines as they are typed."""
        lines = list(more)
        due_on = self.box.on + timedelta(days=TERM_DAYS)
        for buyer, cents in invoices:
            number = f"FA-{self.numbers[contract]}"
            self.numbers[contract] += 1
            lines.append(f"{number};{self.box.on:%d/%m/%Y};{due_on:%d/%m/%Y};"
                         f"{cents // 100},{cents % 100:02d};{buyer};{BUYERS[buyer]}\n")  # fmt: skip
        path = self.folder / f"factures-{contract}-{self.box.on}.csv"
        path.write_text(HEAD + "".join(lines), "utf-8")
        self.box.sell(self.owners[contract], self.contract_ids[contract], path)

    def invoice(self, contract: str, number: str) -> int:
        """The id of an invoice."""
        found = self.box.conn.execute(
            "SELECT id FROM invoice WHERE contract_id = %s AND invoice_number = %s",
            (self.contract_ids[contract], number),
        ).fetchone()
        assert found is not None
        return int(found[0])


def play(conn: Connection, folder: Path, today: date, step: Step) -> House:
    """Play the weeks before today, then this morning; `step(code)` is called at each part."""
    step("demo_house")
    opened_on = next_business_day_of(today - timedelta(days=DAYS_BEFORE))
    at = _opened(conn, folder, opened_on)
    step("house_weeks")
    for (contract, days), invoices in SOLD.items():
        at.travel(days)
        at.sell(contract, invoices)
        at.box.draw(at.owners[contract], at.contract_ids[contract])
        pay_out(at.box, at.bank, folder)
    step("house_paid")
    _paid(at, today)
    step("house_morning")
    at.box.on = today
    _morning(at)
    box = at.box
    return House(today, box.users["anna"], box.users["alice"], dict(box.tokens), at.contract_ids)


def _opened(conn: Connection, folder: Path, on: date) -> Playing:
    """People, buyers, a contract with recourse and one without, limits by two people."""
    box = open_sandbox(conn, on)
    # What buyers owe for paying late is of the rate in force on the first day of a half-year.
    box.approve(facts.propose_rate(
        conn, box.asked("tania"), index_name="ECB_REFI", fixing_on=date(on.year - 1, 1, 1),
        rate_ppm=ECB_PPM, source="sandbox",
    ))  # fmt: skip
    priced = in_force(box)
    box.approve(tariffs.set_public_tariff(box.conn, box.asked("anna"), tariff_id=priced,
                                          is_public=True, source="demo"))  # fmt: skip
    box.user("carl", box.users["ada"].company_id, "credit_analyst")
    buyer_ids = {name: box.party(name, siren) for name, siren in BUYERS.items()}
    contract_ids, owners = {}, {}
    for contract, (name, (siren, owner, iban)) in zip(LIMITS, CLIENTS.items(), strict=True):
        client_id = box.client(name, siren, owner, iban)
        contract_ids[contract] = box.contract(
            client_id, contract, concentration_ppm=600_000, has_recourse=contract == "C-1",
        )  # fmt: skip
        owners[contract] = owner
        for buyer, cents in LIMITS[contract].items():
            box.limit(contract_ids[contract], buyer_ids[buyer], cents)
    return Playing(box, Bank(FACTOR_IBAN, FACTOR_BIC), folder, on, contract_ids, buyer_ids, owners,
                   dict(FIRST_NUMBER))  # fmt: skip


def _paid(at: Playing, today: date) -> None:
    """The first invoices fall due: two in one transfer, one short, one not at all; the evening of
    the last business day has money that names nothing, and that day is closed."""
    at.travel(TERM_DAYS)
    at.bank.receive(1_955_050, "BETA SA", "FACTURES FA-101 FA-103")
    at.bank.receive(860_000, "GAMMA SA", "REGLEMENT FA-102")
    evening(at.box, at.bank, at.folder)
    at.travel(TERM_DAYS + 2)
    at.bank.receive(1_530_000, "SIGMA BATIMENT", "FA-501")
    at.bank.receive(412_000, "GAMMA SA", "FA-104 MOINS AVOIR 160,00")
    evening(at.box, at.bank, at.folder)
    for login in ("alice", "denis"):
        (contract,) = [name for name, owner in at.owners.items() if owner == login]
        at.box.draw(login, at.contract_ids[contract])
    pay_out(at.box, at.bank, at.folder)
    at.box.on = business_day_before(today)
    at.bank.receive(318_000, "OMEGA TRANSPORTS", "VIREMENT")
    evening(at.box, at.bank, at.folder)
    close.close(at.box.conn, at.box.asked("aron"), at.box.on, lambda done, of: None)


def _morning(at: Playing) -> None:
    """This morning: a list with lines that stop, a dispute, a limit asked for, a draw to release,
    an account to be approved."""
    box, contract_id = at.box, at.contract_ids["C-1"]
    box.rate(box.on)  # a quote wants a recent one
    at.sell(
        "C-1", [("BETA SA", 1_420_000), ("GAMMA SA", 1_265_000), ("OMEGA TRANSPORTS", 820_000)],
        f"FA-190;{box.on:%d/%m/%Y};;1 250,00;BETA SA;{BUYERS['BETA SA']}\n",
        f"FA-191;{box.on:%d/%m/%Y};{box.on + timedelta(days=30):%d/%m/%Y};2 400,00;KAPPA SNC;\n",
    )  # fmt: skip
    disputes.open_dispute(
        box.conn, box.asked("anna"), contract_id=contract_id,
        invoice_id=at.invoice("C-1", "FA-107"), code="LIT-PRX", amount_cents=None,
        is_rest_confirmed=False, source="BUYER", evidence="",
    )  # fmt: skip
    limits.request_limit(
        box.conn, box.asked("alice"), contract_id=contract_id,
        buyer_id=at.buyer_ids["OMEGA TRANSPORTS"], amount_cents=3_000_000, currency="EUR",
    )  # fmt: skip
    payments.draw(
        box.conn, box.asked("alice"), contract_id=contract_id, amount_cents=500_000,
        payee_account_id=None,
    )  # fmt: skip


def business_day_before(day: date) -> date:
    """The last business day before a day."""
    before = day - timedelta(days=1)
    while next_business_day_of(before) != before:
        before -= timedelta(days=1)
    return before
