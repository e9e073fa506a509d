"""People of partners: a firm of accountants, a broker, an adviser, an insurer, a guarantor of C-1;
a buyer's and a supplier's."""

from comptant.operations.registry import parties, partners
from tests.facts import World, add_user

# Who holds each role, and where; a company that is not there yet is made.
PARTNERS = {
    "external_accountant": ("eve", "CABINET MARTIN"), "broker": ("brice", "COURTAGE SAS"),
    "adviser": ("ines", "CONSEIL SAS"), "insurer": ("ivan", "ASSUR SA"),
    "guarantor": ("gael", "HOLDING SAS"), "buyer": ("bea", "BETA SA"),
    "supplier": ("sam", "ALPHA SAS"),
}  # fmt: skip


def add_partners(world: World, contract_id: int) -> None:
    """Each role of a partner, held by one person, for one contract."""
    for role, (login, company) in PARTNERS.items():
        if company not in world.ids:
            world.ids[company] = parties.add_party(
                world.conn, world.asked("anna"), name=company, country="FR", numbers={},
                kind="INSURER" if role == "insurer" else "COMPANY",
            )["party_id"]  # fmt: skip
        add_user(world, login, world.ids[company], [role], False)
        if role not in ("buyer", "supplier"):
            part(world, contract_id, role)


def part(world: World, contract_id: int, role: str, *, is_granted: bool = True) -> None:
    """A partner is given its part in a contract, or has it taken back."""
    partners.set_partner(
        world.conn, world.asked("anna"), contract_id=contract_id, source="letter", role=role,
        party_id=world.ids[PARTNERS[role][1]], is_granted=is_granted,
        amount_cents=5_000_000 if role == "guarantor" and is_granted else None,
    )  # fmt: skip
