"""What tests of signatures share: a power, a remittance to sign, a code read where it waits."""

from datetime import date
from typing import Any

from comptant.operations.acts.act import Answer
from comptant.operations.assigning import signatures, signed, signing_codes
from comptant.operations.registry import powers
from tests.cast import send
from tests.facts import World

LINES = (
    {"number": "FA-1", "cents": 2_000_000, "due_on": date(2026, 3, 17)},
    {"number": "FA-2", "cents": 123_456, "due_on": date(2026, 2, 28)},
)


def empower(world: World, login: str = "alice", company: str = "ALPHA SAS", **told: Any) -> int:
    """A person's power to sign for a company, proposed by the desk and approved."""
    proposed = powers.propose_power(
        world.conn, world.asked("anna"), company_id=world.ids[company], login=login, **{
            "email": f"{login}@alpha.example", "phone": "+33612345678", "from_on": world.on,
            "until_on": None, "ceiling_cents": None, "currency": "EUR", "source": "Kbis", **told,
        },
    )  # fmt: skip
    return int(world.approve(proposed, "ada")["power_id"])


def sent(world: World, number: str, login: str = "alice") -> int:
    """A remittance of two invoices, 21 234.56."""
    return int(send(world, login, world.ids[number], *LINES)["remittance_id"])


def ask(
    world: World, remittance_id: int, number: str = "D-1", by: str = "anna", **told: Any
) -> Answer:
    """The signature of a title asked for."""
    return signatures.ask_title_signature(
        world.conn, world.asked(by), contract_id=world.ids[number], remittance_id=remittance_id,
        **{"login": "alice", "way": "SIMPLE", **told},
    )  # fmt: skip


def code_for(world: World, *ids: int, number: str = "D-1", login: str = "alice") -> str:
    """The code made for somebody, read where a trial leaves it."""
    made = signing_codes.send_signing_code(
        world.conn, world.asked(login), contract_id=world.ids[number], signature_ids=list(ids),
        language="fr",
    )  # fmt: skip
    return signing_codes.trial_code(world.conn, code_id=made["code_id"],
                                    user_id=world.users[login].id)  # fmt: skip


def sign(
    world: World, code: str, *ids: int, number: str = "D-1", login: str = "alice",
    key: str | None = None,
) -> Answer:  # fmt: skip
    """Papers signed with a code."""
    return signed.sign(
        world.conn, world.asked(login, key), contract_id=world.ids[number],
        signature_ids=list(ids), code=code, language="fr", address="198.51.100.7",
        agent="Firefox",
    )  # fmt: skip


def content(world: World, digest: str) -> bytes:
    """A document byte for byte."""
    return bytes(world.one("SELECT content FROM document WHERE digest = decode(%s, 'hex')", digest))
