"""What a client's ledger or FEC says is invoiced and was not ceded, ceded in one act."""

from datetime import date

import pytest

from comptant.formats.ledgers.sales import read_sales
from comptant.formats.reading import InvoicesRead
from comptant.operations.acts.act import Answer, Refused
from comptant.operations.assigning import ledger_gaps
from tests.facts import World, three_of_two_clients
from tests.houses import house
from tests.traces import contents

HEAD = "numero;date facture;echeance;date reglement;montant ttc;acheteur;siren\n"
FEC = ("JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\t"
       "CompAuxLib\tPieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\t"
       "ValidDate\tMontantdevise\tIdevise\n")  # fmt: skip


@house
def world(writer) -> World:  # type: ignore[no-untyped-def]
    opened = three_of_two_clients(writer)
    opened.remit(opened.ids["C-1"], {"number": "F-1", "cents": 1_000_000,
                                     "due_on": date(2026, 2, 28)})  # fmt: skip
    return opened


def listed(*lines: str) -> InvoicesRead:
    return read_sales("ventes.csv", (HEAD + "".join(lines)).encode(), None)


def line(number: str, cents: int = 1_000_000, paid: str = "") -> str:
    return f"{number};15/01/2026;17/03/2026;{paid};{cents // 100},00;BETA SA;443061841\n"


def cede(world: World, read: InvoicesRead, contract: str = "C-1", by: str = "alice") -> Answer:
    asked = world.asked(by)
    return ledger_gaps.cede_ledger(
        world.conn, asked, contract_id=world.ids[contract], sent=read.rows,
        file_name="ventes.csv", received_at=asked.at,
    )  # fmt: skip


def test_a_ledger_shows_what_is_open_and_not_ceded_and_cedes_it_in_one_act(world: World) -> None:
    """Paid ones and those ceded before are left; the number is read as our own is."""
    read = listed(line("F 1"), line("F-2"), line("F-3", paid="10/01/2026"), line("F-4", 300_000))
    missing = ledger_gaps.look(world.conn, world.users["alice"], world.ids["C-1"], world.on,
                               read.rows)  # fmt: skip
    assert missing["invoice_number"].to_list() == ["F-2", "F-4"]
    answer = cede(world, read)
    assert (answer["known"], answer["lines"], answer["accepted"], answer["refused"]) == (1, 2, 2, 0)
    assert answer["accepted_cents"] == 1_300_000
    before = contents(world.conn)
    again = cede(world, read)
    assert (again["remittance_id"], again["lines"], again["known"]) == (None, 0, 3)
    after = contents(world.conn)
    assert {name for name in after if after[name] != before[name]} == {"act", "event"}
    with pytest.raises(Refused, match="contract_unknown"):
        ledger_gaps.look(world.conn, world.users["cora"], world.ids["C-1"], world.on,
                               read.rows)  # fmt: skip


def entry(journal: str, number: str, account: str, piece: str, debit: str, credit: str,
          letter: str = "", buyer: str = "BETA SA") -> str:  # fmt: skip
    aux = f"B1\t{buyer}" if account.startswith("411") else "\t"
    return (f"{journal}\t{journal}\t{number}\t20260115\t{account}\tx\t{aux}\t{piece}\t20260115\tx\t"
            f"{debit}\t{credit}\t{letter}\t\t20260115\t\t\n")  # fmt: skip


def sale(number: str, piece: str, cents: str, letter: str = "", is_credit: bool = False) -> str:
    sums = ("0,00", cents) if is_credit else (cents, "0,00")
    return (entry("VE", number, "411000", piece, *sums, letter)
            + entry("VE", number, "706000", piece, *reversed(sums)))  # fmt: skip


def test_a_fec_tells_its_open_sales_and_never_a_due_date_that_nobody_said(world: World) -> None:
    text = FEC + (
        sale("1", "F-1", "10000,00") + sale("2", "F-2", "2400,00") + sale("3", "F-3", "99,00", "A")
        + sale("4", "AV-1", "100,00", is_credit=True)
        + entry("AN", "5", "411000", "F-0", "5,00", "0,00")
        + entry("BQ", "6", "411000", "P-1", "0,00", "99,00", "A")
    )  # fmt: skip
    refused = read_sales("fec.txt", text.encode(), None)
    assert [fault.code for fault in refused.faults] == ["ledger_term_unsaid"]
    assert refused.rows.is_empty()
    read = read_sales("fec.txt", text.encode(), 45)
    assert read.rows.select("invoice_number", "type_code", "payable_cents", "due_on").rows() == [
        ("F-1", "380", 1_000_000, date(2026, 3, 1)), ("F-2", "380", 240_000, date(2026, 3, 1)),
        ("AV-1", "381", 10_000, date(2026, 3, 1)),
    ]  # fmt: skip
    answer = cede(world, read)
    assert (answer["known"], answer["accepted"], answer["credit_notes"]) == (1, 1, 1)
    assert world.one("SELECT count(DISTINCT buyer_id) FROM invoice") == 1  # known by its name
    assert read_sales("fec.txt", text.replace("PieceRef", "Piece").encode(), 45).faults[0].code == (
        "ledger_column_missing"
    )
