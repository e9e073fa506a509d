"""The file of a claim: one PDF of the debt, its indemnity, what shows it and the ledger, with the
papers behind it."""

import hashlib
import io
from pathlib import Path

import pikepdf

from comptant.doors.papers.claims import claim_file
from comptant.formats.papers.joining import can_follow, joined
from comptant.store.access import reading
from tests import facts
from tests.claims import DECIDED_ON, FAILED_ON, accepted, failed, opened, sold
from tests.doors.conftest import Cli
from tests.policies import insured
from tests.reading_papers import text_of


def keep(world: facts.World, name: str, content: bytes) -> None:
    """A file that the client sent with FA-1."""
    digest = hashlib.sha256(content).digest()
    world.conn.execute(
        """INSERT INTO document (digest, name, media_type, content, act_id)
           VALUES (%s, %s, 'application/octet-stream', %s, 1)""",
        (digest, name, content),
    )
    world.conn.execute(
        """INSERT INTO remittance_file (contract_id, remittance_id, file_number, name, digest)
           SELECT contract_id, id, 1 + (SELECT count(*) FROM remittance_file), %s, %s
           FROM remittance WHERE contract_id = %s""",
        (name, digest, world.ids["C-1"]),
    )


def claimed(world: facts.World) -> None:
    contract = sold(world, number="I-1", has_recourse=False)
    policy = insured(world, contract)
    failed(world)
    opened(world, policy)


def test_the_file_of_a_claim_tells_each_euro_and_what_shows_it(world: facts.World) -> None:
    claimed(world)
    accepted(world)
    with reading(world.users["anna"].id) as see:
        made = claim_file(see, "I-1", "SIN-1", DECIDED_ON)
        again = claim_file(see, "I-1", "SIN-1", DECIDED_ON)
    assert made.content == again.content
    told = text_of(made.content)
    for part in ("Claim SIN-1: BETA SA", "Indemnity of the insurer", "€45,000.00", "FA-1",
                 "declared unpaid", "DIC-1", "Extract of the ledger", "assignment of invoices",
                 "guarantee taken effect", "accepted, to be paid",
                 "Nothing is kept of: delivery, notice to the buyer, reminder."):  # fmt: skip
        assert part in told, (part, told)


def test_papers_that_open_follow_and_others_are_named(world: facts.World) -> None:
    """A PDF of two pages that the client sent stands behind the file, page by page."""
    claimed(world)
    sent = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.add_blank_page()
        made.save(sent)
    keep(world, "facture.pdf", sent.getvalue())
    keep(world, "ventes.csv", b"numero;montant")
    keep(world, "broken.pdf", b"%PDF-1.7 cut short")
    with reading(world.users["anna"].id) as see:
        paper = claim_file(see, "I-1", "SIN-1", FAILED_ON)
    told = text_of(paper.content)
    for part in ("facture.pdf follows", "ventes.csv kept apart", "broken.pdf kept apart"):
        assert part in told, part
    with pikepdf.open(io.BytesIO(paper.content)) as whole:
        blank = [page for page in whole.pages if "/Contents" not in page or not bytes(
            page.Contents.read_bytes())]  # fmt: skip
        assert len(blank) == 2
    assert not can_follow(b"%PDF-1.7 cut short")
    assert joined(sent.getvalue(), []) == joined(sent.getvalue(), [])


def test_it_is_written_from_a_command(cli: Cli, world: facts.World, tmp_path: Path) -> None:
    claimed(world)
    path = tmp_path / "sinistre.pdf"
    cli.run("claim", "file", "I-1", "SIN-1", "--out", path, "--user", "anna", "--on",
            str(FAILED_ON), "--language", "fr")  # fmt: skip
    assert "Sinistre SIN-1 : BETA SA" in text_of(path.read_bytes())
