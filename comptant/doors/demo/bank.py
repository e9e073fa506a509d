"""The demonstration's bank: it executes the payment files that it is given, lets buyers pay, and
writes the camt.053 of each evening, as a bank would."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from lxml import etree

CAMT = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
PAIN = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}


@dataclass(frozen=True)
class Movement:
    """One line of the account: cents, credit positive."""

    cents: int
    name: str
    text: str
    reference: str = ""


@dataclass
class Bank:
    """One account: what has moved since the last statement, and its balance before."""

    iban: str
    bic: str
    balance_cents: int = 0
    sequence: int = 0
    waiting: list[Movement] = field(default_factory=list)
    currency: str = "EUR"

    def execute(self, payment_file: bytes) -> int:
        """Debit every payment of a pain.001 file; how many."""
        root = etree.fromstring(payment_file)
        payments = root.findall(".//p:CdtTrfTxInf", PAIN)
        for payment in payments:
            amount = payment.findtext("p:Amt/p:InstdAmt", namespaces=PAIN)
            whole, _, decimals = amount.partition(".")
            self.waiting.append(
                Movement(
                    -int(whole + decimals.ljust(2, "0")),
                    payment.findtext("p:Cdtr/p:Nm", namespaces=PAIN),
                    payment.findtext("p:RmtInf/p:Ustrd", "", namespaces=PAIN),
                    payment.findtext("p:PmtId/p:EndToEndId", namespaces=PAIN),
                )
            )
        return len(payments)

    def receive(self, cents: int, name: str, text: str) -> None:
        """A buyer's transfer arrives."""
        self.waiting.append(Movement(cents, name, text))

    def statement(self, day: date) -> bytes:
        """The end-of-day statement of a day, camt.053.001.08; the next one follows it."""
        self.sequence += 1
        root = etree.Element("Document", nsmap={None: CAMT})
        told = _add(root, "BkToCstmrStmt")
        at = datetime.combine(day, time(18)).isoformat()
        _add(told, "GrpHdr", MsgId=f"S{self.sequence}", CreDtTm=at)
        statement = _add(told, "Stmt", Id=f"S{self.sequence}", ElctrncSeqNb=str(self.sequence),
                         CreDtTm=at)  # fmt: skip
        account = _add(statement, "Acct")
        _add(account, "Id", IBAN=self.iban)
        _add(account, "Ccy", text=self.currency)
        closing = self.balance_cents + sum(line.cents for line in self.waiting)
        _balance(statement, "OPBD", self.balance_cents, day, self.currency)
        _balance(statement, "CLBD", closing, day, self.currency)
        for number, line in enumerate(self.waiting, 1):
            reference = f"{day:%y%m%d}{self.sequence:04d}{number:04d}"
            _entry(statement, line, day, reference, self.currency)
        self.balance_cents, self.waiting = closing, []
        told = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
        return bytes(told)


def _add(
    parent: etree._Element, name: str, text: str | None = None, **leaves: str
) -> etree._Element:
    child = etree.SubElement(parent, name)
    child.text = text
    for leaf, value in leaves.items():
        etree.SubElement(child, leaf).text = value
    return child


def _amount(parent: etree._Element, cents: int, currency: str) -> None:
    amount = _add(parent, "Amt", f"{abs(cents) // 100}.{abs(cents) % 100:02d}")
    amount.set("Ccy", currency)
    _add(parent, "CdtDbtInd", "CRDT" if cents >= 0 else "DBIT")


def _balance(statement: etree._Element, code: str, cents: int, day: date, currency: str) -> None:
    balance = _add(statement, "Bal")
    _add(_add(balance, "Tp"), "CdOrPrtry", Cd=code)
    _amount(balance, cents, currency)
    _add(balance, "Dt", Dt=day.isoformat())


def _entry(
    statement: etree._Element, line: Movement, day: date, reference: str, currency: str
) -> None:
    entry = _add(statement, "Ntry")
    _amount(entry, line.cents, currency)
    _add(entry, "Sts", Cd="BOOK")
    _add(entry, "BookgDt", Dt=day.isoformat())
    _add(entry, "ValDt", Dt=day.isoformat())
    _add(entry, "AcctSvcrRef", reference)
    _add(_add(_add(entry, "BkTxCd"), "Domn", Cd="PMNT"), "Fmly",
         Cd="RCDT" if line.cents > 0 else "ICDT", SubFmlyCd="ESCT")  # fmt: skip
    details = _add(_add(entry, "NtryDtls"), "TxDtls")
    if line.reference:
        _add(details, "Refs", EndToEndId=line.reference)
    _amount(details, line.cents, currency)
    side = "Dbtr" if line.cents > 0 else "Cdtr"
    _add(_add(_add(details, "RltdPties"), side), "Pty", Nm=line.name)
    _add(details, "RmtInf", Ustrd=line.text)
