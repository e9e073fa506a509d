"""One real week of the operations staff, through the command line alone: what goes wrong in it is
put right, and on Friday bank = ledger = sub-ledgers."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests import facts
from tests.doors import camt
from tests.doors.conftest import Cli

OURS, THEIRS, PAYER = facts.FACTOR_IBAN, facts.CLIENT_IBAN, "FR7630004000031234567890143"
BETA, BILL = "443061841", 100_000
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 1, day) for day in range(19, 24))
# On Thursday: 25 000.00 drawn, fees of 57.60 + 144.00 + 43.20 + 7.20, interest of 1.91 since that
# left and of 2.53 for the day that the returned draw was out, less 6 000.00 of FA-4 and 1 000.00 of
# FA-5, is 18 256.44 in use; FA-1 has again the 19 000.00 that were approved of it before the money
# came, whatever the limit is since (I-19): 17 100.00.
OWED = 115_644
NIGHT = 193  # the charge of the last night, billed when he repays
HEAD = "Invoice number;Type;Invoice date;Due date;Total incl VAT;Buyer;SIREN;Credited invoice"


@dataclass
class Week:
    """The staff at work: who types what on which day, and the bank's statement of the evening."""

    cli: Cli
    folder: Path
    on: date = MONDAY
    sequence: int = 0
    bank_cents: int = 0
    documents: list[str] = field(default_factory=list)
    read: str = ""

    def do(self, login: str, *typed: object, code: int = 0) -> Any:
        """A command of one of them today."""
        return self.cli.json(*typed, "--user", login, "--on", self.on, code=code)

    def approve(self, answer: dict[str, Any], login: str = "ada") -> Any:
        return self.do(login, "approve", answer["approval_id"])

    def remit(self, *lines: str) -> Any:
        path = self.folder / f"{self.on}.csv"
        path.write_text("\n".join([HEAD, *lines]) + "\n")
        return self.do("alice", "remit", "C-1", path)["remittances"][0]

    def bank(self, *lines: tuple[int, str, str]) -> Any:
        """The evening's statement: cents, end-to-end reference, text."""
        self.sequence += 1
        path = self.folder / f"bank-{self.sequence}.xml"
        path.write_text(camt.statement(OURS, self.sequence, self.on, self.bank_cents, *lines))
        self.bank_cents += sum(cents for cents, _, _ in lines)
        answer = self.do("tania", "bank", path)
        # Asked again under its key, the first answer, as a person reads it.
        self.read = self.cli.run("bank", path, "--key", answer["key"], "--user", "tania", "--on",
                                 self.on).stdout  # fmt: skip
        return answer["files"][0]

    def close(self) -> Any:
        return self.do("aron", "close-day", self.on)

    def waiting(self) -> list[dict[str, Any]]:
        return list(self.do("anna", "cash", "list"))

    def available(self) -> int:
        return int(self.do("alice", "availability", "C-1")["available_cents"])


@pytest.fixture
def week(cli: Cli, world: facts.World, tmp_path: Path) -> Week:
    """Contract C-1 of ALPHA SAS: 90 %, no fund, BETA SA with a limit of 50 000.00."""
    return Week(cli, tmp_path)


def line(
    number: str, amount: str, *, kind: str = "380", credited: str = "", due: str = "2026-02-28"
) -> str:
    due = "" if kind == "381" else due
    return f"{number};{kind};2026-01-16;{due};{amount};BETA SA;443061841;{credited}"


def monday(week: Week) -> None:
    """Four invoices come, one of them by mistake, one late already; a draw leaves."""
    asked = week.do("anna", "contract", "amend", "C-1", "--term", "is_interest_reserved=no",
                    "--source", "amendment 1")  # fmt: skip
    week.do("ada", "approve", asked["approval_id"])
    sent = week.remit(line("FA-1", "20000.00"), line("FA-2", "5000.00"), line("FA-3", "8000.00"),
                      line("FA-5", "1000.00", due="2026-01-17"))  # fmt: skip
    assert (sent["accepted"], sent["accepted_cents"], sent["not_fundable"]) == (4, 3_400_000, 1)
    out = week.do("anna", "withdraw", "C-1", "FA-2", "--reason", "of another seller")
    assert (out["withdrawn_cents"], week.available()) == (500_000, 2_520_000)
    order = week.do("alice", "draw", "C-1", "25200.00")
    week.do("tania", "release", order["order_id"])
    paid = week.do("tania", "payout", "--out", week.folder / "monday.xml")
    assert paid["total_cents"] == 2_520_000
    week.documents.append(order["reference"])
    assert week.bank((-2_520_000, order["reference"], "FILE"))["executed"] == 1
    week.close()


def tuesday(week: Week) -> None:
    """The bank sends the draw back: the client is re-credited once; he draws less. The late
    invoice is financed by exception, today only."""
    week.on = TUESDAY
    assert week.available() == 0
    assert week.bank((2_520_000, week.documents[0], "RETURN AC04"))["came_back"] == 1
    assert week.available() == 2_520_000
    order = week.do("alice", "draw", "C-1", "25000.00")
    week.do("tania", "release", order["order_id"])
    week.do("tania", "payout", "--out", week.folder / "tuesday.xml")
    week.documents.append(order["reference"])
    assert week.available() == 20_000
    late = week.do("anna", "exception", "propose", "C-1", "overdue_when_sent", "--invoice", "FA-5",
                   "--until", TUESDAY, "--reason", "paid next week, says BETA")  # fmt: skip
    assert late["remaining"] == []
    week.approve(late)
    (granted,) = week.do("anna", "exception", "list")
    assert (granted["is_in_force"], granted["remaining_reasons"]) == (True, None)
    assert week.available() == 20_000 + 90_000
    (told,) = week.do("alice", "availability", "C-1")["by_exception"]
    assert (told["invoice_number"], told["excused_cents"]) == ("FA-5", 100_000)
    bill(week)
    assert week.available() == 20_000 + 90_000
    week.close()


def bill(week: Week) -> None:
    """BETA SA has accepted a bill for the late invoice, due tomorrow; it goes to the bank."""
    week.do("tania", "account", "collecting", "--issuer-number", "123456", "--source", "agreement")
    entered = week.do("anna", "bill", "receive", "C-1", BETA, "1000.00", "FA-5=1000.00",
                      "--number", "E-2077", "--due", WEDNESDAY, "--account", PAYER,
                      "--accepted")  # fmt: skip
    sent = week.do("tania", "collect", "remit", "bill", "--out", week.folder / "bills.txt")
    assert (sent["total_cents"], sent["moved"]) == (BILL, [])
    lines = (week.folder / "bills.txt").read_text("ascii").split("\n")
    assert [line[:2] for line in lines] == ["03", "06", "08", ""]
    week.documents.append(sent["reference"])
    week.documents.append(str(entered["instrument_id"]))


def bill_state(week: Week) -> tuple[Any, ...]:
    """Of the bill: where it stands, its value date; and whether FA-5 is open."""
    (row,) = week.do("anna", "collect", "list", "C-1")
    opens = [each["open_cents"] for each in week.do("anna", "invoices", "C-1")
             if each["invoice_number"] == "FA-5"]  # fmt: skip
    return row["instrument_step"], row["value_on"], opens


def wednesday(week: Week) -> None:
    """The exception has expired. A credit note larger than its invoice; a limit cut; money of
    nobody, and money of BETA."""
    week.on = WEDNESDAY
    assert week.available() == 20_000
    assert week.do("anna", "exception", "list") == []
    told = week.bank(
        (-2_500_000, week.documents[1], "FILE"), (123_456, "NONE", "WHO IS THIS"),
        (600_000, "NONE", "OUR PAYMENT"), (BILL, "NONE", f"LCR {week.documents[2]}"),
    )  # fmt: skip
    assert (told["collected"], told["received"]) == (1, 2)
    assert "cheques, bills and debits credited: 1" in week.read
    assert bill_state(week) == ("SETTLED", THURSDAY.isoformat(), [BILL])
    week.remit(line("AV-1", "9000.00", kind="381", credited="FA-3"))
    opens = {row["invoice_number"]: row["open_cents"] for row in week.do("anna", "invoices", "C-1")}
    assert opens == {"FA-1": 2_000_000, "FA-5": 100_000, "AV-1": -100_000}
    cut = week.do("anna", "limit", "propose", "443061841", "15000.00", "--contract", "C-1",
                  "--source", "committee")  # fmt: skip
    week.approve(cut)
    # What was approved stays approved (I-19), and the rest of the credit note lowers it.
    row = week.do("anna", "invoices", "C-1")[0]
    assert (row["invoice_number"], row["approved_cents"]) == ("FA-1", 1_900_000)
    # 90 % of 19 000.00 against 25 000.00 drawn, and 57.60 of fee on FA-3, closed by its note.
    assert week.available() == 1_710_000 - 2_500_000 - 5_760
    week.close()


def thursday(week: Week) -> None:
    """Money allocated by hand to the wrong invoice, then moved; a plan for the over-advance."""
    week.on = THURSDAY
    # The bill's value date has come: FA-5 is paid, its fee and the day of interest since the draw
    # left are billed; and the day that the other was out before the bank gave it back.
    assert week.available() == 1_710_000 - 2_500_000 - 5_760 + BILL - 720 - 252 - 253
    unknown, theirs = sorted(week.waiting(), key=lambda row: row["amount_cents"])
    known = week.do("anna", "identify", theirs["id"], "C-1", "443061841")["payment_id"]
    week.do("anna", "allocate", known, "FA-1=6000.00")
    week.remit(line("FA-4", "6000.00"))
    moved = week.do("anna", "move-allocation", "C-1", known, "--from", "FA-1", "FA-4=6000.00")
    assert (moved["taken_back_cents"], moved["open_cents"]) == (600_000, 0)
    opens = {row["invoice_number"]: row["open_cents"] for row in week.do("anna", "invoices", "C-1")}
    assert opens == {"FA-1": 2_000_000, "FA-5": BILL, "AV-1": -BILL}
    payee = week.do("anna", "payee", "add", PAYER, "--of", "443061841", "--holder", "BETA SA")
    week.approve(payee, "tania")
    back = week.do("tania", "cash", "return", unknown["id"], PAYER)
    week.approve(back, "ada")
    week.do("tania", "payout", "--out", week.folder / "thursday.xml")
    week.documents.append(back["reference"])
    owed = -week.available()
    assert owed == OWED
    plan = week.do("anna", "plan", "propose", "C-1", f"{FRIDAY}={owed / 100:.2f}")
    week.approve(plan)
    week.close()


def friday(week: Week) -> None:
    """The unknown money has left, the client repays what he owed."""
    week.on = FRIDAY
    assert bill_state(week) == ("CREDITED", THURSDAY.isoformat(), [])
    told = week.bank(
        (-123_456, week.documents[4], "FILE"), (OWED + NIGHT, "NONE", "APUREMENT"),
        (-BILL, "NONE", "EFFET IMPAYE E 2077"), (BILL, "NONE", "APUREMENT IMPAYE"),
    )  # fmt: skip
    assert (told["unpaid"], told["debits_to_explain"]) == (1, 0)
    assert "credited 0, come back unpaid 1 (their invoices are owed again)" in week.read
    assert bill_state(week) == ("DEBITED", THURSDAY.isoformat(), [BILL])
    (beta,) = week.do("anna", "buyer", "list", "--contract", "C-1")
    assert beta["payment_incident_on"] == FRIDAY.isoformat()
    for waits in week.waiting():
        known = week.do("anna", "identify", waits["id"], "C-1")["payment_id"]
        refusal = week.cli.error("cash", "repay", known, "--user", "anna", "--on", week.on, code=1)
        assert refusal["error"] == "payer_not_the_client"
        week.approve(week.do("anna", "cash", "repay", known, "--reason", "his letter"), "aron")
    assert week.waiting() == []
    assert week.available() == 0
    (instalment,) = week.do("anna", "plan", "list", "C-1")
    assert (instalment["instalment_paid_cents"], instalment["instalment_late_cents"]) == (
        OWED,
        0,
    )
    week.close()


def test_a_week_of_the_operations_staff(week: Week) -> None:
    monday(week)
    tuesday(week)
    wednesday(week)
    thursday(week)
    friday(week)
    told = week.do("ugo", "control", FRIDAY)
    assert (told["contradictions"], told["gaps"], told["over_advances"]) == ([], [], [])
    assert told["suspense"] == []
    ledger = {row["account"]: row["ledger_cents"] for row in told["ledger"]}
    assert ledger["BNK"] == week.bank_cents
    assert ledger["COLL"] == ledger["INCO"] == 0
    assert sum(ledger.values()) == 0
    off = {row["account"]: row["off_cents"] for row in told["ledger"]}
    assert {account for account, cents in off.items() if cents == 0} == {
        "COLL", "DEB", "INCO", "UNAL"}  # fmt: skip
    assert set(off.values()) == {0, None}
    for day in (MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY):
        (bank,) = week.do("ugo", "control", day)["bank"]
        closed_on = WEDNESDAY if day == THURSDAY else day  # Thursday's statement never came
        assert (bank["closed_on"], bank["off_cents"]) == (closed_on.isoformat(), 0)
    assert bank["closing_cents"] == week.bank_cents
    (granted,) = week.do("ugo", "control", TUESDAY)["exceptions"]
    assert (granted["reason_code"], granted["decided_by"]) == ("overdue_when_sent", "ada")
    wednesdays = week.do("ugo", "control", WEDNESDAY)
    assert wednesdays["exceptions"] == []
    assert [row["kind"] for row in wednesdays["two_people"]] == ["limit"]
    assert [row["age_days"] for row in wednesdays["suspense"]] == [0, 0]
