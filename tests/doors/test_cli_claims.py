"""A claim as people type and read it, in both languages: opened, decided by the insurer, paid,
shared, written off by two."""

from typing import Any

from comptant.doors import words
from comptant.operations.claiming import claims_undone
from tests import facts
from tests.claims import (
    DECIDED_ON,
    FAILED_ON,
    accepted,
    failed,
    indemnified,
    insurer_paid,
    opened,
    recovered,
    sold,
)
from tests.doors.conftest import Cli
from tests.doors.test_cli_charges import spoken
from tests.policies import insured, step

THEN, LATER = ("--on", str(FAILED_ON)), ("--on", str(DECIDED_ON))


def by(login: str, *when: str) -> tuple[str, ...]:
    return ("--user", login, *when)


def test_a_claim_is_opened_decided_paid_shared_and_written_off(
    cli: Cli, world: facts.World
) -> None:
    contract = sold(world, number="I-1", has_recourse=False)
    policy = insured(world, contract)
    failed(world)
    step(world, contract, policy, world.ids["FA-1"])
    claim = ("I-1", "SIN-1")
    told = spoken(cli, "claim", "open", "I-1", "FA-1", "--policy", "P-1", "--reference", "SIN-1",
                  *by("anna", *THEN), french=True)  # fmt: skip
    assert "l'assureur doit payer 45 000,00 €" in told
    early = cli.run("claim", "accept", *claim, "--reference", "ACC", *by("anna", *THEN), code=1,
                    LC_ALL="fr_FR.UTF-8").stderr  # fmt: skip
    assert "l'indemnité est due le 29/08/2026, pas le 01/04/2026" in early
    shown = spoken(cli, "claim", "show", *claim, *by("anna", *THEN))
    for figure in ("Loss within the limit", "50,000.00", "90.00%", "45,000.00", "5,000.00"):
        assert figure in shown
    world.on = DECIDED_ON
    cli.run("claim", "accept", *claim, "--reference", "ACC", *by("anna", *LATER))
    world.bank({"cents": 4_500_000, "text": "INDEMNITE", "payer_name": "ASSUR"})
    payment = world.one("SELECT max(id) FROM payment WHERE contract_id = %s", world.house)
    cli.run("claim", "receive", *claim, "--payment", payment, "--reference", "VIR",
            *by("tania", *LATER))  # fmt: skip
    (row,) = cli.json("claim", "list", *by("anna", *LATER))
    assert (row["claim_state"], row["received_cents"]) == ("INDEMNIFIED", 4_500_000)
    cli.run("claim", "write-off", *claim, "--reason", "certificate", *by("anna", *LATER))
    waiting = spoken(cli, "approvals", *by("aron", *LATER), french=True)
    assert "passé en perte : SIN-1, BETA SA, I-1 : 5 000,00 € (certificate)" in waiting
    (asked,) = cli.json("approvals", *by("aron", *LATER))
    cli.run("approve", asked["id"], *by("aron", *LATER))
    world.bank({"cents": 200_000, "text": "DIVIDENDE", "payer_name": "BETA SA"})
    payment = world.one("SELECT max(id) FROM payment WHERE contract_id = %s AND open_cents > 0",
                        contract)  # fmt: skip
    shared: dict[str, Any] = cli.json("claim", "recover", *claim, payment, "--costs", "10.00",
                                      "--reference", "DIV", *by("tania", *LATER))  # fmt: skip
    assert (shared["insurer_due_cents"], shared["regained_cents"]) == (179_100, 20_000)
    missing = cli.run("claim", "pay", *claim, *by("tania", *LATER), code=1).stderr
    assert "account" in missing  # nobody has given the insurer's yet
    told = spoken(cli, "claim", "show", *claim, *by("anna", *LATER), french=True)
    assert "récupération partagée" in told


def test_a_refusal_of_the_insurer_waits_for_a_second_person(cli: Cli, world: facts.World) -> None:
    contract = sold(world, number="I-1", has_recourse=False)
    policy = insured(world, contract)
    failed(world)
    step(world, contract, policy, world.ids["FA-1"])
    cli.run("claim", "open", "I-1", "FA-1", "--policy", "P-1", "--reference", "SIN-1",
            *by("anna", *THEN))  # fmt: skip
    cli.run("claim", "refuse", "I-1", "SIN-1", "--reference", "L-1", "--reason", "late",
            *by("anna", *THEN))  # fmt: skip
    waiting = spoken(cli, "approvals", *by("aron", *THEN))
    assert "refused by the insurer: SIN-1, BETA SA, I-1: €45,000.00 not paid (late)" in waiting
    (asked,) = cli.json("approvals", *by("aron", *THEN))
    cli.run("approve", asked["id"], *by("aron", *THEN))
    (row,) = cli.json("claim", "list", "I-1", *by("anna", *THEN))
    assert row["claim_state"] == "REFUSED"
    unknown = cli.run("claim", "show", "I-1", "SIN-9", *by("anna", *THEN), code=1).stderr
    assert "There is no claim SIN-9" in unknown


def test_a_claim_opened_by_mistake_is_dropped_as_its_refusal_says(
    cli: Cli, world: facts.World
) -> None:
    sold(world, number="I-1", has_recourse=False)
    failed(world)
    cli.run("claim", "open", "I-1", "FA-1", "--reference", "SIN-1", *by("anna", *THEN))
    back = ("guarantee", "back", "I-1", "FA-1", "--reason", "another company")
    shut = cli.run(*back, *by("anna", *THEN), code=1, LC_ALL="fr_FR.UTF-8").stderr
    assert "comptant claim drop CONTRAT SIN-1" in shut
    told = spoken(cli, "claim", "drop", "I-1", "SIN-1", "--reason", "another company",
                  *by("anna", *THEN), french=True)  # fmt: skip
    assert "Abandonné." in told
    shown = spoken(cli, "claim", "show", "I-1", "SIN-1", *by("anna", *THEN), french=True)
    assert "ouvert par erreur" in shown
    cli.run(*back, *by("anna", *THEN))


def test_an_insurer_gives_its_share_of_a_recovery_undone_back(cli: Cli, world: facts.World) -> None:
    contract = sold(world, number="I-1", has_recourse=False)
    policy = insured(world, contract)
    failed(world)
    opened(world, policy)
    accepted(world)
    indemnified(world)
    recovered(world, 200_000)
    insurer_paid(world)
    claim, when = ("I-1", "SIN-1"), ("--on", str(world.on))
    shown = spoken(cli, "claim", "show", *claim, *by("anna", *when), french=True)
    # What came before the indemnity is one of its figures; what came since is told as such.
    assert "Récupéré avant indemnisation 0,00 €" in shown
    with words.speaking(words.FRENCH):
        assert words.column("recovered_since_cents") == "récupéré depuis"
    step_id = world.one("SELECT id FROM claim_step WHERE step = 'RECOVERED'")
    world.approve(claims_undone.undo_claim_step(
        world.conn, world.asked("anna"), contract_id=contract, claim_id=world.ids["SIN-1"],
        step_id=step_id, reason="recalled"), "aron")  # fmt: skip
    world.bank({"cents": 180_000, "text": "RETOUR", "payer_name": "ASSUR"})
    payment = world.one("SELECT max(id) FROM payment WHERE contract_id = %s", world.house)
    told = spoken(cli, "claim", "share-back", *claim, payment, "--amount", "800.00", "--reference",
                  "VIR-9", *by("tania", *when))  # fmt: skip
    assert "Given back: €800.00; left: €1,000.00." in told
    (row,) = cli.json("claim", "list", *by("anna", *when))
    assert (row["share_back_cents"], row["recovered_since_cents"]) == (100_000, 0)
