"""What papers tell of a broker: its statement, and who brought a contract."""

from datetime import date

import psycopg
import pytest

from comptant.doors import words
from comptant.doors.papers.asked import paper
from comptant.doors.papers.parts import Paper
from comptant.operations.acts.act import Answer, Refused
from comptant.operations.brokerage import commission_statements
from comptant.store.access import reading
from tests.brokers import agreed, brought
from tests.facts import World, add_user, open_world
from tests.houses import house
from tests.reading_papers import archive_marks, text_of


@house
def world(writer: psycopg.Connection) -> World:
    """C-1 brought by COURTAGE SAS, where brice works: a tenth of its fees, 50.00 once."""
    opened = open_world(writer)
    opened.ids["C-1"] = opened.contract(fee_billing="AT_ASSIGNMENT")
    brought(opened, opened.ids["C-1"])
    agreed(opened, opened.ids["C-1"], one_off_cents=5_000, clawback_days=365,
           vat_class="TAXABLE_STD")  # fmt: skip
    add_user(opened, "brice", opened.ids["COURTAGE SAS"], ["broker"], False)
    sell(opened, "F-1", 2_000_000)
    opened.close()
    opened.ids["first"] = state(opened)["statement_id"]
    opened.on = date(2026, 1, 17)
    sell(opened, "F-2", 1_000_000)
    opened.close()
    opened.ids["second"] = state(opened)["statement_id"]
    return opened


def sell(world: World, number: str, cents: int) -> None:
    world.remit(world.ids["C-1"], {"number": number, "cents": cents, "due_on": date(2026, 3, 16)})


def state(world: World) -> Answer:
    return commission_statements.state_commissions(
        world.conn, world.asked("aron"), party_id=world.ids["COURTAGE SAS"], currency="EUR"
    )


def made(world: World, kind: str, login: str, language: str, number: int = 0) -> Paper:
    user = world.users[login]
    with words.speaking(language), reading(user.id, user.company_id, user.roles, world.on) as see:
        return paper(see, kind, "C-1", number, None, None, world.on)


def test_a_statement_tells_the_base_what_was_told_and_the_difference(world: World) -> None:
    second = made(world, "commissions", "brice", "fr", world.ids["second"])
    told = text_of(second.content)
    for figure in ("Relevé de commissions n° 2", "COURTAGE SAS", "07000123",
                   "C-1 · ALPHA SAS récurrente 180,00 € 18,00 € 12,00 € 6,00 €",
                   "Total HT 6,00 €", "TVA à 20,00 % sur 6,00 € 1,20 €", "À régler 7,20 €",
                   "10,00 % de : commissions d'affacturage, à la facturation",
                   "ne vaut pas facture"):  # fmt: skip
        assert figure.replace("'", "’") in told.replace("'", "’"), (figure, told)
    first = text_of(made(world, "commissions", "anna", "en", world.ids["first"]).content)
    for figure in ("Statement of commissions no. 1", "once", "€50.00", "To be paid €74.40",
                   "given back in proportion if the contract ends within 365 days"):  # fmt: skip
        assert figure in first, (figure, first)
    assert archive_marks(second.content) == ("2", "A", True)
    again = made(world, "commissions", "anna", "fr", world.ids["second"])
    assert again.content == second.content
    with pytest.raises(Refused, match="statement_unknown"):
        made(world, "commissions", "alice", "fr", world.ids["second"])


def test_conditions_tell_who_brought_the_contract_the_same_to_all(world: World) -> None:
    told = made(world, "conditions", "alice", "fr")
    for figure in ("Intermédiaire", "COURTAGE SAS", "07000123", "donné par l'adhérent",
                   "10,00 % de", "50,00 € à l'apport", "non ajoutée"):  # fmt: skip
        assert figure.replace("'", "’") in text_of(told.content).replace("'", "’"), figure
    assert made(world, "conditions", "anna", "fr").content == told.content
    assert "Paid by the house" in text_of(made(world, "conditions", "anna", "en").content)
