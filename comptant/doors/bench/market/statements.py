"""The statements of the day as the banks write them: camt.053, and CFONB 120."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from comptant.doors.bench.market.transfers import by_account
from comptant.doors.bench.market.world import World

SOURCES = ("camt.053", "cfonb120")  # of the accounts with an even number, of the others
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>{id}</MsgId><CreDtTm>{on}T20:00:00Z</CreDtTm></GrpHdr><Stmt><Id>{id}</Id>
<LglSeqNb>2</LglSeqNb><CreDtTm>{on}T20:00:00Z</CreDtTm>
<FrToDt><FrDtTm>{on}T00:00:00Z</FrDtTm><ToDtTm>{on}T23:59:59Z</ToDtTm></FrToDt>
<Acct><Id><IBAN>{iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>
"""
_BALANCE = """<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{amount}</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{on}</Dt></Dt></Bal>
"""
_ENTRY = """<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>{on}</Dt></BookgDt><ValDt><Dt>{on}</Dt></ValDt><AcctSvcrRef>{reference}</AcctSvcrRef>
<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
<NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>{name}</Nm></Pty></Dbtr>
<DbtrAcct><Id><IBAN>{iban}</IBAN></Id></DbtrAcct></RltdPties>
<RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
"""
_FOOT = "</Stmt></BkToCstmrStmt></Document>\n"


@dataclass(frozen=True)
class StatementFile:
    """A statement of one account of ours, and what it tells."""

    account: int
    source: str
    path: Path
    payments: int
    cents: int


def write_statements(
    world: World, folder: Path, ibans: list[str], opening_cents: int
) -> Iterator[StatementFile]:
    """Write the statement of each account, opened with what stood there on the eve."""
    folder.mkdir(parents=True, exist_ok=True)
    for account, payments in by_account(world):
        source = SOURCES[account % 2]
        write, ending = (camt053, "xml") if account % 2 == 0 else (cfonb120, "txt")
        path = folder / f"statement-{account}.{ending}"
        path.write_bytes(write(ibans[account], world.on, opening_cents, payments))
        yield StatementFile(account, source, path, payments.height, int(payments["cents"].sum()))


def _amount(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _rows(payments: pl.DataFrame) -> Iterator[tuple[int, int, str, str, str]]:
    told = payments.select("cents", "text", "payer_name", "payer_iban")
    return ((number, *row) for number, row in enumerate(told.iter_rows(), 1))


def camt053(iban: str, on: date, opening_cents: int, payments: pl.DataFrame) -> bytes:
    """One statement of one day, camt.053.001.08."""
    closing_cents = opening_cents + int(payments["cents"].sum())
    parts = [_HEAD.format(id=f"{iban[-8:]}-{on:%y%m%d}", on=on, iban=iban)]
    parts += [_BALANCE.format(code=code, amount=_amount(cents), on=on)
              for code, cents in (("OPBD", opening_cents), ("CLBD", closing_cents))]  # fmt: skip
    parts += [
        _ENTRY.format(amount=_amount(cents), on=on, reference=f"{on:%y%m%d}{number:07d}",
                      name=name, iban=payer, text=text)
        for number, cents, text, name, payer in _rows(payments)
    ]  # fmt: skip
    return "".join([*parts, _FOOT]).encode()


def cfonb120(iban: str, on: date, opening_cents: int, payments: pl.DataFrame) -> bytes:
    """One statement of one day in records of 120 characters, payer and reference in records 05."""
    bank, branch, account = iban[4:9], iban[9:14], iban[14:25]
    of = f"{bank}    {branch}EUR2 {account}"
    day, eve = f"{on:%d%m%y}", f"{on - timedelta(days=1):%d%m%y}"
    closing_cents = opening_cents + int(payments["cents"].sum())
    records = [f"01{of}  {eve}".ljust(90) + _signed(opening_cents)]
    for number, cents, text, name, payer in _rows(payments):
        reference = f"{on:%y%m%d}{number:07d}"
        records.append(f"04{of}05{day}  {day}{'VIREMENT RECU':31}  {number:07d}  {_signed(cents)}"
                       f"{reference:16}")  # fmt: skip
        for qualifier, said in (("NPY", name), ("IPY", payer), ("LCC", text)):
            for start in range(0, len(said), 70):
                records.append(f"05{of}05{day}     {qualifier}{said[start : start + 70]:70}")
    records.append(f"07{of}  {day}".ljust(90) + _signed(closing_cents))
    return "".join(record.ljust(120) + "\r\n" for record in records).encode("ascii")


def _signed(cents: int) -> str:
    """Fourteen characters, the last digit with its sign: a credit of 0 ends in an opening brace."""
    return f"{cents // 10:013d}" + "{ABCDEFGHI"[cents % 10]
