"""One day of the bank told by camt.052, 053, 054, CFONB 120 and MT940: one set of payments,
whatever the order of the files and whichever statement books."""

from datetime import date
from itertools import permutations
from typing import Any

import psycopg
import pytest

from comptant.formats import bankfile
from comptant.operations.acts.act import Refused
from comptant.operations.banking import announcements, bank
from comptant.operations.banking.bank_proof import proof
from comptant.store.access import reading
from tests.facts import World, open_world
from tests.houses import house

IBAN = "FR7630006000010000000000152"
DAY = date(2026, 1, 5)
ENTRY = """<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd>
<Sts><Cd>{status}</Cd></Sts><BookgDt><Dt>2026-01-05</Dt></BookgDt><ValDt><Dt>2026-01-05</Dt></ValDt>
<AcctSvcrRef>{reference}</AcctSvcrRef><BkTxCd><Prtry><Cd>{code}</Cd></Prtry></BkTxCd>
{details}</Ntry>"""
DETAIL = """<TxDtls><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><RltdPties><Dbtr><Pty>
<Nm>{name}</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls>"""
BALANCE = """<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{amount}</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-05</Dt></Dt></Bal>"""


def details(*told: tuple[str, str, str]) -> str:
    made = (DETAIL.format(amount=amount, name=name, text=text) for amount, name, text in told)
    return f"<NtryDtls>{''.join(made)}</NtryDtls>"


BATCH = (
    ("5000.00", "BETA SA", "FA-2026-0101"), ("7000.00", "BETA SA", "FA-2026-0102"),
    ("300.00", "OMEGA", "from nobody known"),
)  # fmt: skip
ALONE = ("3000.00", "BETA SA", "FA-2026-0103")


def entries(status: str, batch: str) -> str:
    """The day's lines: a batch, a payment alone, the bank's charge."""
    one = {"status": status, "side": "CRDT", "code": "05"}
    return (
        ENTRY.format(amount="12300.00", reference="BATCH-1", details=batch, **one)
        + ENTRY.format(amount="3000.00", reference="ALONE-1", details=details(ALONE), **one)
        + ENTRY.format(amount="10.00", reference="FEE-1", details="",
                       **{**one, "side": "DBIT", "code": "62"})
    )  # fmt: skip


def camt(number: str, message: str, statement: str, body: str, balances: str = "") -> bytes:
    space = f"urn:iso:std:iso:20022:tech:xsd:camt.{number}.001.08"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="{space}"><{message}><GrpHdr>'
        f"<MsgId>M{number}</MsgId><CreDtTm>2026-01-05T20:00:00Z</CreDtTm></GrpHdr><{statement}>"
        f"<Id>S{number}</Id><CreDtTm>2026-01-05T20:00:00Z</CreDtTm>"
        f"<Acct><Id><IBAN>{IBAN}</IBAN></Id><Ccy>EUR</Ccy></Acct>{balances}{body}"
        f"</{statement}></{message}></Document>"
    ).encode()


def cfonb(code: str, day: str, amount: str, **more: str) -> str:
    """A record of 120 characters."""
    columns = {
        1: code, 3: "30006", 12: "00001", 17: "EUR2", 22: "00000000001", 35: day,
        91: amount.rjust(14, "0"), **{int(at[1:]): text for at, text in more.items()},
    }  # fmt: skip
    record = [" "] * 120
    for at, text in columns.items():
        record[at - 1 : at - 1 + len(text)] = text
    return "".join(record)


MOVED = {"c43": "050126", "c88": " "}
CFONB = "\n".join([
    cfonb("01", "020126", "10000{"),
    cfonb("04", "050126", "123000{", c33="05", c49="REMISE", c105="BATCH-1", **MOVED),
    cfonb("04", "050126", "30000{", c33="05", c49="FA-2026-0103", c105="ALONE-1", **MOVED),
    "05" + cfonb("04", "050126", "")[2:45] + "NPY" + "BETA SA".ljust(72),
    cfonb("04", "050126", "100}", c33="62", c49="COMMISSIONS", c105="FEE-1", **MOVED),
    cfonb("07", "050126", "162900{"),
]).encode()  # fmt: skip
MT940 = b""":20:S1
:25:FR7630006000010000000000152
:28C:5/1
:60F:C260102EUR1000,00
:61:2601050105C12300,00NTRFNONREF//BATCH-1
:86:REMISE
:61:2601050105C3000,00NTRFNONREF//ALONE-1
:86:166?00X?20FA-2026-0103?32BETA SA?34000
:61:2601050105D10,00NCHGNONREF//FEE-1
:86:COMMISSIONS
:62F:C260105EUR16290,00
"""
BALANCES = BALANCE.format(code="OPBD", amount="1000.00") + BALANCE.format(
    code="CLBD", amount="16290.00"
)
STATEMENTS = {
    "camt.053": camt("053", "BkToCstmrStmt", "Stmt", entries("BOOK", ""), BALANCES),
    "cfonb120": CFONB,
    "mt940": MT940,
}
NOTICES = {
    "camt.052": camt("052", "BkToCstmrAcctRpt", "Rpt", entries("PDNG", details(*BATCH))),
    "camt.054": camt("054", "BkToCstmrDbtCdtNtfctn", "Ntfctn", ENTRY.format(
        amount="12300.00", side="CRDT", status="BOOK", reference="BATCH-1", code="05",
        details=details(*BATCH))),
}  # fmt: skip
ORDERS = list(permutations(["camt.052", "camt.054", "statement"]))


@house
def world(writer: psycopg.Connection) -> World:
    world = open_world(writer, date(2026, 1, 2))
    world.ids["contract"] = contract = world.contract()
    world.limit(contract, "BETA SA", 5_000_000)
    numbers = {"FA-2026-0101": 500_000, "FA-2026-0102": 700_000, "FA-2026-0103": 300_000}
    world.remit(contract, *(
        {"number": number, "cents": cents, "due_on": date(2026, 2, 1)}
        for number, cents in numbers.items()
    ))  # fmt: skip
    world.on = date(2026, 1, 6)
    return world


def take(world: World, content: bytes) -> None:
    """What the door does with a file of the bank."""
    read = bankfile.read("day", content)
    assert [fault.code for fault in read.faults if not fault.warns] == []
    given: dict[str, Any] = {
        "statements": read.statements, "source": read.source, "file_name": "day",
        "content": content,
    }  # fmt: skip
    if read.source in NOTICES:
        announcements.announce(world.conn, world.asked("tania"), announced=read.announced, **given)
    else:
        bank.bank(world.conn, world.asked("tania"), movements=read.movements, **given)


def refuse(world: World, content: bytes) -> None:
    with pytest.raises(Refused, match="source_does_not_book"):
        take(world, content)


def told(world: World) -> list[Any]:
    """The payments, what they paid, what waits, what is expected, the bank against the ledger."""
    with reading(world.users["tania"].id) as see:
        expected = see("read_expected", on=world.on)
    return [
        world.rows("SELECT invoice_number, open_cents FROM invoice ORDER BY id"),
        # A sum that was replaced by its payments is out of the books again.
        world.rows("SELECT y.amount_cents, y.open_cents, k.is_house, p.name, y.value_on"
                   " FROM payment y JOIN contract k ON k.id = y.contract_id"
                   " LEFT JOIN party p ON p.id = y.buyer_id WHERE NOT EXISTS ("
                   " SELECT FROM movement m JOIN entry e ON e.contract_id = m.contract_id"
                   " AND e.id = m.entry_id WHERE m.contract_id = y.contract_id"
                   " AND m.item_id = y.id AND e.key LIKE 'bank/%%/detailed')"
                   " ORDER BY y.amount_cents"),
        world.rows("SELECT count(*), sum(amount_cents)::bigint FROM bank_movement"),
        [world.balance(world.house, account) for account in ("BNK", "UNAL", "BFEE")],
        [world.balance(world.ids["contract"], account) for account in ("UNAL", "DEB", "BNK")],
        [row["off_cents"] for row in proof(world.conn)], expected,
    ]  # fmt: skip


DAY_TOLD = [
    [("FA-2026-0101", 0), ("FA-2026-0102", 0), ("FA-2026-0103", 0)],
    [(30_000, 30_000, True, None, DAY), (300_000, 0, False, "BETA SA", DAY),
     (500_000, 0, False, "BETA SA", DAY), (700_000, 0, False, "BETA SA", DAY)],
    [(3, 1_529_000)],
    [100_000 + 30_000 - 1_000, -30_000, 1_000],
    [0, 0, 1_500_000],
    [0, 0], [],
]  # fmt: skip


@pytest.mark.parametrize("order", ORDERS, ids="-".join)
@pytest.mark.parametrize("books", STATEMENTS)
def test_one_day_told_five_times_gives_one_set_of_payments(
    world: World, books: str, order: tuple[str, ...]
) -> None:
    world.own_account(IBAN, books_from=books)
    others = [name for name in STATEMENTS if name != books]
    refuse(world, STATEMENTS[others[0]])
    for name in order:
        take(world, STATEMENTS[books] if name == "statement" else NOTICES[name])
    refuse(world, STATEMENTS[others[1]])
    assert told(world) == DAY_TOLD
    for name in order:
        take(world, STATEMENTS[books] if name == "statement" else NOTICES[name])
    assert told(world) == DAY_TOLD


@pytest.mark.parametrize("order", ORDERS, ids="-".join)
def test_a_statement_that_tells_the_payments_itself_is_not_told_them_again(
    world: World, order: tuple[str, ...]
) -> None:
    world.own_account(IBAN, books_from="camt.053")
    whole = camt("053", "BkToCstmrStmt", "Stmt", entries("BOOK", details(*BATCH)), BALANCES)
    for name in order:
        take(world, whole if name == "statement" else NOTICES[name])
    lines = [(5, 1_529_000)]
    assert told(world) == [*DAY_TOLD[:2], lines, *DAY_TOLD[3:]]
