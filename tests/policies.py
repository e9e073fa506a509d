"""A policy of ASSUR that covers BETA SA under a contract, as two people agreed."""

from datetime import date
from typing import Any

from comptant.operations.acts.act import Answer
from comptant.operations.insurance import cover_steps, policies, policy_limits
from comptant.operations.registry import parties
from tests.facts import World

FROM = date(2026, 1, 1)


def insurer(world: World, name: str = "ASSUR") -> int:
    """An insurer, once."""
    if name not in world.ids:
        world.ids[name] = parties.add_party(
            world.conn, world.asked("anna"), kind="INSURER", name=name, country="FR", numbers={}
        )["party_id"]  # fmt: skip
    return world.ids[name]


def opened(world: World, number: str = "P-1", **told: Any) -> int:
    """A policy of the factor's own, of this year."""
    given = {"insurer_id": insurer(world), "holder_id": world.ids["FACTOR SA"], "currency": "EUR",
             "from_on": FROM, "source": "policy", **told}  # fmt: skip
    return int(policies.open_policy(world.conn, world.asked("anna"), policy_number=number,
                                    **given)["policy_id"])  # fmt: skip


def terms_proposed(
    world: World, policy_id: int, from_on: date = FROM, source: str = "policy", **terms: Any
) -> Answer:
    return policies.propose_policy_terms(
        world.conn, world.asked("anna"), policy_id=policy_id, from_on=from_on, source=source,
        terms=terms or {"insured_ppm": 900_000},
    )  # fmt: skip


def cover_proposed(world: World, policy_id: int, contract_id: int, **told: Any) -> Answer:
    given = {"buyer_id": 0, "layer": 1, "share_ppm": 1_000_000, "from_on": FROM,
             "source": "policy", **told}  # fmt: skip
    return policies.propose_policy_cover(world.conn, world.asked("anna"), policy_id=policy_id,
                                         contract_id=contract_id, **given)  # fmt: skip


def decided(world: World, policy_id: int, cents: int, **told: Any) -> Answer:
    """The insurer's decision on BETA SA."""
    given = {"buyer_id": world.ids["BETA SA"], "decision": "GRANTED", "decision_number": "D-1",
             "valid_from_on": FROM, "until_on": None, "told_on": None, "source": "decision",
             **told}  # fmt: skip
    return policy_limits.record_policy_limit(world.conn, world.asked("anna"), policy_id=policy_id,
                                             amount_cents=cents, **given)  # fmt: skip


def insured(
    world: World, contract_id: int, cents: int = 5_000_000, *, holder: str = "FACTOR SA",
    number: str = "P-1", **terms: Any,
) -> int:  # fmt: skip
    """A policy in force over a contract, with a limit on BETA SA."""
    policy_id = opened(world, number, holder_id=world.ids[holder])
    world.approve(terms_proposed(world, policy_id, **terms), "carl")
    world.approve(cover_proposed(world, policy_id, contract_id), "carl")
    decided(world, policy_id, cents)
    return policy_id


def step(world: World, contract_id: int, policy_id: int, *ids: int, **told: Any) -> Answer:
    """What was exchanged with the insurer about invoices."""
    given = {"step": "DECLARED", "step_on": world.on, "reference": "DIC-1", **told}
    return cover_steps.record_cover_step(
        world.conn, world.asked("anna"), contract_id=contract_id, policy_id=policy_id,
        invoice_ids=list(ids), **given,
    )  # fmt: skip


def payee_of(world: World, party_id: int) -> None:
    """An account of the insurer's that it may be paid on."""
    world.approve(parties.propose_payee_account(
        world.conn, world.asked("anna"), party_id=party_id, iban="FR7630004000031234567890143",
        bic=None, holder="ASSUR"))  # fmt: skip
