"""Files as clients have them, of every format at once, read and ceded in one go."""

import hashlib
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pikepdf
import psycopg
import pytest
from facturx import generate_from_binary
from openpyxl import Workbook

from comptant.formats import intake
from comptant.formats.reading import Fault, InvoicesRead
from comptant.operations.acts.act import Answer
from comptant.operations.assigning import remit, sent_files
from comptant.operations.assigning.sent_files import SentFile, bundles
from tests.facts import World, open_world
from tests.houses import house

INVOICES = Path(__file__).parents[1] / "formats" / "fixtures" / "invoices"
CSV = (
    "facture;date;échéance;montant TTC;client;siren\n"
    "FA-1;16/03/2026;30/04/2026;1 200,00;BETA SA;443061841\n"
    "FA-2;16/03/2026;30/04/2026;850,00;BETA SA;443061841\n"
    "FA-3;16/03/2026;;10,00;BETA SA;443061841\n"
    "AV-1;16/03/2026;;-50,00;BETA SA;443061841\n"
).encode()


@house
def world(writer: psycopg.Connection) -> World:
    world = open_world(writer, date(2026, 3, 17))
    world.ids["C-1"] = contract = world.contract(max_invoice_age_days=365)
    world.limit(contract, "BETA SA", 5_000_000)
    return world


def workbook() -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.append(["Facture", "Date", "Échéance", "Montant TTC", "Client", "SIREN"])
    sheet.append(["FX-1", date(2026, 3, 16), date(2026, 4, 30), 300.25, "BETA SA", "443061841"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xml(name: str, number: str) -> bytes:
    """A fixture sent by ALPHA SAS to BETA SA, under a number of its own."""
    content = (INVOICES / name).read_bytes().replace(b"FA-2026-0042", number.encode())
    for buyer, beta in (
        (b"73282932000074", b"44306184100005"), (b"FR44732829320", b"FR64443061841"),
        (b"732829320", b"443061841"), (b"732 829 320", b"443061841"),
        (b"FR96552100554", b"FR44732829320"), (b"552100554", b"732829320"),  # ALPHA sells
    ):  # fmt: skip
        content = content.replace(buyer, beta)
    return content


def factur_x() -> bytes:
    """An invoice in a PDF."""
    page = pikepdf.Pdf.new()
    page.add_blank_page()
    out = io.BytesIO()
    page.save(out)
    return bytes(
        generate_from_binary(
            out.getvalue(), xml("facture.cii.xml", "FA-43"), flavor="factur-x", level="en16931"
        )
    )


def files() -> dict[str, bytes]:
    return {
        "liste.csv": CSV, "liste.xlsx": workbook(), "facture.pdf": factur_x(),
        "cii.xml": xml("facture.cii.xml", "FA-42"), "ubl.xml": xml("facture.ubl.xml", "FA-44"),
    }  # fmt: skip


def slices(sent: dict[str, bytes], rows: int) -> Iterator[tuple[SentFile, InvoicesRead]]:
    for name, content in sent.items():
        digest = hashlib.sha256(content).digest()
        for number, read in enumerate(intake.slices(name, io.BytesIO(content), rows)):
            yield SentFile(name, digest, None if number else content), read


def send(world: World, sent: dict[str, bytes], rows: int = 100_000) -> list[Answer]:
    """What the door does: read every file, cede each bundle."""
    faults: list[Fault] = []
    answers = []
    for bundle in bundles(slices(sent, rows), rows, faults):
        asked = world.asked("alice")
        answers.append(remit.remit(
            world.conn, asked, contract_id=world.ids["C-1"], sent=bundle.rows,
            file_name=", ".join(file.name for file in bundle.files), digest=bundle.digest,
            received_at=asked.at, files=bundle.files,
        ))  # fmt: skip
    assert [fault for fault in faults if not fault.warns] == []
    return answers


def test_files_of_every_format_are_ceded_in_one_remittance(world: World) -> None:
    sent = files()
    (answer,) = send(world, sent)
    assert (answer["lines"], answer["accepted"], answer["credit_notes"], answer["refused"]) == (
        8, 6, 1, 1)  # fmt: skip
    kept = "SELECT invoice_number, amount_cents, file_number FROM invoice ORDER BY 1"
    assert world.rows(kept) == [
        ("AV-1", -5_000, 1), ("FA-1", 120_000, 1), ("FA-2", 85_000, 1), ("FA-42", 110_000, 4),
        ("FA-43", 110_000, 3), ("FA-44", 110_000, 5), ("FX-1", 30_025, 2)]  # fmt: skip
    assert world.rows("SELECT file, row_number, invoice_number, reason FROM refused_line") == [
        ("liste.csv", 4, "FA-3", "due_missing")]  # fmt: skip
    assert answer["accepted_cents"] == 565_025
    assert answer["title_number"] == 1


def test_a_remittance_has_so_many_files_and_bytes_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    one = xml("facture.cii.xml", "FA-42")
    sent = {f"{number}.xml": one for number in range(7)}
    monkeypatch.setattr(sent_files, "FILES_MAX", 3)
    assert [len(bundle.files) for bundle in bundles(slices(sent, 10), 10, [])] == [3, 3, 1]
    monkeypatch.setattr(sent_files, "BYTES_MAX", 2 * len(one))
    assert [len(bundle.files) for bundle in bundles(slices(sent, 10), 10, [])] == [2, 2, 2, 1]
    monkeypatch.setattr(sent_files, "BYTES_MAX", 1)
    assert [len(bundle.files) for bundle in bundles(slices(sent, 10), 10, [])] == [1] * 7


def test_every_file_is_kept_byte_for_byte(world: World) -> None:
    sent = files()
    send(world, sent)
    kept = dict(world.rows("SELECT name, content FROM document"))
    assert {name: bytes(kept[name]) for name in sent} == sent


def test_the_same_files_again_are_the_same_answer(world: World) -> None:
    sent = files()
    (first,) = send(world, sent)
    (again,) = send(world, sent)
    assert again == {**first, "repeated": True}


def test_a_list_cut_in_slices_is_as_many_titles_and_a_second_send_adds_none(world: World) -> None:
    answers = send(world, {"liste.csv": CSV}, rows=1)
    assert [(each["accepted"], each["title_number"]) for each in answers] == [
        (1, 1), (1, 2), (0, None), (0, None)]  # fmt: skip
    assert [each["repeated"] for each in send(world, {"liste.csv": CSV}, rows=1)] == [True] * 4
    assert world.rows("SELECT invoice_number FROM invoice ORDER BY id") == [
        ("FA-1",), ("FA-2",), ("AV-1",)]  # fmt: skip


def test_an_invoice_in_two_files_of_one_send_is_taken_once(world: World) -> None:
    content = xml("facture.cii.xml", "FA-42")
    (answer,) = send(world, {"a.xml": content, "b.xml": content + b"\n"})
    assert (answer["accepted"], answer["refused"]) == (1, 1)
    assert world.rows("SELECT file, reason FROM refused_line") == [("b.xml", "already_assigned")]
