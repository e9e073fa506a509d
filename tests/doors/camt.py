"""A bank of the tests: one day's camt.053 of an account, following the last one."""

from datetime import date

ENTRY = """<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd>
<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{on}</Dt></BookgDt><ValDt><Dt>{on}</Dt></ValDt>
<AcctSvcrRef>{reference}</AcctSvcrRef>
<NtryDtls><TxDtls><Refs><EndToEndId>{end_to_end}</EndToEndId></Refs>
<RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"""


def euros(cents: int) -> str:
    """Cents as a decimal number."""
    return f"{abs(cents) // 100}.{abs(cents) % 100:02d}"


def statement(
    iban: str, sequence: int, on: date, opening_cents: int, *lines: tuple[int, str, str]
) -> str:
    """camt.053 of one day; a line is (cents with debits negative, end-to-end id, text)."""
    closing_cents = opening_cents + sum(cents for cents, _, _ in lines)
    balances = "".join(
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{euros(cents)}</Amt>'
        f"<CdtDbtInd>{'DBIT' if cents < 0 else 'CRDT'}</CdtDbtInd><Dt><Dt>{on}</Dt></Dt></Bal>"
        for code, cents in (("OPBD", opening_cents), ("CLBD", closing_cents))
    )
    entries = "".join(
        ENTRY.format(
            amount=euros(cents), side="DBIT" if cents < 0 else "CRDT", on=on, text=text,
            reference=f"R{sequence}-{number}", end_to_end=end_to_end,
        )
        for number, (cents, end_to_end, text) in enumerate(lines, 1)
    )  # fmt: skip
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>M{sequence}</MsgId><CreDtTm>{on}T20:00:00Z</CreDtTm></GrpHdr><Stmt>"
        f"<Id>S{sequence}</Id><LglSeqNb>{sequence}</LglSeqNb><CreDtTm>{on}T20:00:00Z</CreDtTm>"
        f"<FrToDt><FrDtTm>{on}T00:00:00Z</FrDtTm><ToDtTm>{on}T23:59:59Z</ToDtTm></FrToDt>"
        f"<Acct><Id><IBAN>{iban}</IBAN></Id></Acct>{balances}{entries}</Stmt></BkToCstmrStmt></Document>"
    )
