"""Brokers: the register, their mandates, what they earn, its statements and their payment."""

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from comptant.doors import lookup
from comptant.doors.cli.ceilings import ordered, waits
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import AMOUNT, COUNT, DAY, ID, RATE, word
from comptant.doors.words import Both, money, say

if TYPE_CHECKING:
    from comptant.store.access import See

BROKER = Subject("broker", both=Both(
    "Brokers: their registration and mandates, what they earn and are paid.",
    "Les courtiers : immatriculation et mandats, ce qu'ils acquièrent et reçoivent."))  # fmt: skip
BASES = ("FEE", "CHARGE", "FEE_AND_CHARGE")
SOURCE = option("--source", required=True, help=("Where this is known from.", "D'où on le sait."))


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(BROKER)


def _party(see: "See", text: str | None) -> int | None:
    return int(lookup.party(see, text)["id"]) if text else None


@verb(
    BROKER, "register",
    ("Keep what the register of intermediaries (orias.fr) says of a company today.\n\n"
     "The first look gives it its number, of eight digits. Who is not registered, or no longer, "
     "gets no mandate, no new terms and no payment.",
     "Noter ce que le registre des intermédiaires (orias.fr) dit d'une société ce jour.\n\n"
     "La première consultation lui donne son numéro, de huit chiffres. Qui n'est pas immatriculé, "
     "ou ne l'est plus, n'a ni mandat, ni nouvelles conditions, ni règlement."),
    "comptant broker register 'COURTAGE SAS' 07000123 --until 2027-02-28 --source orias.fr",
)  # fmt: skip
@click.argument("company")
@click.argument("number")
@option("--until", "until_on", type=DAY, required=True,
        help=("Last day of the registration.", "Dernier jour d'immatriculation."))  # fmt: skip
@option("--checked", "checked_on", type=DAY, help=("Day of the look (default: today).",
                                                   "Jour de la consultation (sinon ce jour).")
)  # fmt: skip
@option("--not-registered", "is_absent", is_flag=True,
        help=("It is not registered.", "Elle n'est pas immatriculée."))  # fmt: skip
@SOURCE
def register(
    sh: Shell, company: str, number: str, until_on: date, checked_on: date | None, is_absent: bool,
    source: str,
) -> None:  # fmt: skip
    """Keep a look into the register."""
    from comptant.operations.brokerage.brokers import record_orias_check

    with sh.reading() as (see, _, on):
        party_id = lookup.party(see, company)["id"]
    answer = sh.run(
        record_orias_check, party_id=party_id, orias_number=number, is_registered=not is_absent,
        checked_on=checked_on or on, until_on=until_on, source=source,
    )  # fmt: skip
    sh.say(answer, say("Recorded.", "Enregistré."))


@verb(
    BROKER, "mandate",
    ("Keep the mandate under which a broker brings a contract; said again, it replaces it.\n\n"
     "What is charged from the day it was signed to its last day earns the broker its commission. "
     "A mandate of the client makes the commission known to the client.",
     "Noter le mandat au titre duquel un courtier apporte un contrat ; redit, il est remplacé.\n\n"
     "Ce qui est facturé du jour de sa signature à son dernier jour donne droit à commission. Un "
     "mandat du client fait connaître la commission au client."),
    "comptant broker mandate C-1 'COURTAGE SAS' --by client --signed 2026-01-05 --source mandate",
)  # fmt: skip
@click.argument("contract")
@click.argument("company")
@option("--by", "given_by", type=word(("CLIENT", "FACTOR")), required=True,
        help=("Who gave it: client, factor.", "Qui l'a donné : client, factor."))  # fmt: skip
@option("--signed", "signed_on", type=DAY, required=True,
        help=("Day of the signature.", "Jour de la signature."))  # fmt: skip
@option("--until", "until_on", type=DAY, help=("Its last day (default: no end yet).",
                                               "Son dernier jour (sinon sans terme)."))  # fmt: skip
@SOURCE
def mandate(
    sh: Shell, contract: str, company: str, given_by: str, signed_on: date, until_on: date | None,
    source: str,
) -> None:  # fmt: skip
    """Keep a mandate."""
    from comptant.operations.brokerage.brokers import record_broker_mandate

    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"]
        party_id = lookup.party(see, company)["id"]
    answer = sh.run(
        record_broker_mandate, contract_id=contract_id, party_id=party_id, given_by=given_by,
        signed_on=signed_on, until_on=until_on, source=source,
    )  # fmt: skip
    sh.say(answer, say("Recorded.", "Enregistré."))


@verb(
    BROKER, "agree",
    ("Propose what a broker earns from a day on; it counts once another person approves.\n\n"
     "A share of what the client is charged before VAT, night by night, and a sum once with the "
     "first charge. Both zero: nothing from that day on. --contract: of one contract, before the "
     "broker's general terms.",
     "Proposer ce qu'un courtier acquiert à partir d'un jour ; une autre personne l'approuve.\n\n"
     "Une part de ce qui est facturé au client hors taxe, nuit après nuit, et une somme une fois "
     "avec la première facturation. Les deux à zéro : plus rien dès ce jour. --contract : d'un "
     "contrat, avant les conditions générales du courtier."),
    "comptant broker agree 'COURTAGE SAS' --base fee --rate 10 --vat exempt --source agreement",
    "comptant broker agree 'COURTAGE SAS' --contract C-1 --base fee_and_charge --counted collected "
    "--rate 8 --one-off 500.00 --clawback-days 365 --vat exempt --source agreement",
)  # fmt: skip
@click.argument("company")
@option("--contract", help=("One contract (default: each that it brings).",
                            "Un contrat (sinon chacun de ses apports)."))  # fmt: skip
@option("--base", type=word(BASES), required=True,
        help=("What it is a share of: fee, charge, fee_and_charge.",
              "Assiette : fee (affacturage), charge (financement), fee_and_charge."))  # fmt: skip
@option("--counted", type=word(("BILLED", "COLLECTED")), default="BILLED",
        help=("As it is billed, or collected (billed).",
              "À la facturation (billed) ou à l'encaissement (collected)."))  # fmt: skip
@option("--rate", "rate_ppm", type=RATE, default="0",
        help=("Share in percent (0).", "Part en pour cent (0)."))  # fmt: skip
@option("--one-off", "one_off_cents", type=AMOUNT, help=("Sum once (none).",
                                                         "Somme une fois (aucune)."))  # fmt: skip
@option("--clawback-days", type=COUNT, default="0",
        help=("Closed within so many days, the share of the days left is given back (0).",
              "Clos dans ce délai, la part des jours restants est rendue (0)."))  # fmt: skip
@option("--vat", "vat_class", type=word(("EXEMPT", "TAXABLE_STD")), required=True,
        help=("VAT of the broker's services: exempt (art. 261 C CGI), taxable_std.",
              "TVA du courtier : exempt (art. 261 C CGI), taxable_std."))  # fmt: skip
@option("--hidden", "is_hidden", is_flag=True,
        help=("The client does not read it; only under a mandate of the factor.",
              "Non communiqué au client ; seulement sous mandat du factor."))  # fmt: skip
@option("--from", "from_on", type=DAY, help=("From which day on (default: today).",
                                             "À partir de quel jour (sinon ce jour)."))  # fmt: skip
@SOURCE
def agree(
    sh: Shell, company: str, contract: str | None, is_hidden: bool, from_on: date | None,
    one_off_cents: int | None, **terms: Any,
) -> None:  # fmt: skip
    """Propose terms of a commission."""
    from comptant.operations.brokerage.commission_terms import propose_commission_terms

    with sh.reading() as (see, _, on):
        party_id = lookup.party(see, company)["id"]
        contract_id = lookup.contract(see, contract, on)["id"] if contract else 0
    answer = sh.run(
        propose_commission_terms, brought_id=contract_id, party_id=party_id,
        valid_from_on=from_on or on, is_disclosed=not is_hidden, one_off_cents=one_off_cents or 0,
        **terms,
    )  # fmt: skip
    sh.say(answer, waits(answer["approval_id"]))


@verb(BROKER, "state",
      ("State to a broker what it has earned and no statement tells yet.",
       "Établir le relevé de ce qu'un courtier a acquis et qu'aucun relevé ne porte encore."),
      "comptant broker state 'COURTAGE SAS' --until 2026-01-31")  # fmt: skip
@click.argument("company")
@option("--until", "until_on", type=DAY, help=("Last day of its lines (default: today).",
                                               "Dernier jour des lignes (sinon ce jour).")
)  # fmt: skip
@option("--currency", default="EUR", help=("Currency (EUR).", "Devise (EUR)."))
def state(sh: Shell, company: str, until_on: date | None, currency: str) -> None:
    """Make a statement."""
    from comptant.operations.brokerage.commission_statements import state_commissions

    with sh.reading() as (see, _, on):
        party_id = lookup.party(see, company)["id"]
    answer = sh.run(state_commissions, party_id=party_id, currency=currency.upper(),
                    until_on=until_on or on)  # fmt: skip
    net, vat, total = (money(answer[name], answer["currency"])
                       for name in ("net_cents", "vat_cents", "total_cents"))  # fmt: skip
    id_ = answer["statement_id"]
    sh.say(answer, say(f"Statement {answer['number']}: {net}, VAT {vat}, {total} in all. Next: "
                       f"comptant broker pay {id_}",
                       f"Relevé {answer['number']} : {net}, TVA {vat}, {total} en tout. Ensuite : "
                       f"comptant broker pay {id_}"))  # fmt: skip


@verb(BROKER, "pay",
      ("Prepare the payment of a statement; another person releases it.",
       "Préparer le règlement d'un relevé ; une autre personne le libère."),
      "comptant broker pay 1204")  # fmt: skip
@click.argument("statement", type=ID)
@option("--payee", type=ID, help=("The account to pay, where there are several.",
                                  "Le compte à créditer, s'il y en a plusieurs."))  # fmt: skip
def pay(sh: Shell, statement: int, payee: int | None) -> None:
    """Pay a statement."""
    from comptant.operations.brokerage.commission_statements import pay_commissions

    answer = sh.run(pay_commissions, statement_id=statement, payee_account_id=payee)
    sh.say(answer, ordered(answer), waits(answer["approval_id"]))


@verb(BROKER, "list", ("List brokers, and whether the register knows them.",
                       "Lister les courtiers, et si le registre les connaît."),
      "comptant broker list")  # fmt: skip
def list_(sh: Shell) -> None:
    """List brokers."""
    with sh.reading() as (see, _, _on):
        rows = see("read_brokers")
    sh.show(rows, "id", "broker_name", "orias_number", "is_registered", "checked_on", "until_on",
            "contract_count", "source")  # fmt: skip


@verb(BROKER, "terms", ("List mandates' terms: what brokers earn, from which day on.",
                        "Lister les conditions : ce que les courtiers acquièrent, dès quel jour."),
      "comptant broker terms C-1")  # fmt: skip
@click.argument("contract", required=False)
def terms(sh: Shell, contract: str | None) -> None:
    """List terms of commissions."""
    with sh.reading() as (see, _, on):
        id_ = lookup.contract(see, contract, on)["id"] if contract else None
        rows = see("read_commission_terms", contract_id=id_)
    sh.show(rows, "broker_name", "contract_number", "valid_from_on", "commission_base",
            "commission_counted", "rate_ppm", "one_off_cents", "clawback_days", "vat_class",
            "is_disclosed", "source")  # fmt: skip


@verb(BROKER, "mandates", ("List the mandates under which contracts were brought.",
                           "Lister les mandats au titre desquels les contrats sont apportés."),
      "comptant broker mandates C-1")  # fmt: skip
@click.argument("contract", required=False)
def mandates(sh: Shell, contract: str | None) -> None:
    """List mandates."""
    with sh.reading() as (see, _, on):
        id_ = lookup.contract(see, contract, on)["id"] if contract else None
        rows = see("read_broker_mandates", contract_id=id_)
    sh.show(rows, "contract_number", "client_name", "broker_name", "given_by", "signed_on",
            "until_on", "source")  # fmt: skip


@verb(BROKER, "earned", ("List what a broker has earned, line by line.",
                         "Lister ce qu'un courtier a acquis, ligne par ligne."),
      "comptant broker earned 'COURTAGE SAS'")  # fmt: skip
@click.argument("company", required=False)
def earned(sh: Shell, company: str | None) -> None:
    """List commissions."""
    with sh.reading() as (see, _, _on):
        rows = see("read_commissions", party_id=_party(see, company), contract_id=None)
    sh.show(rows, "on_date", "contract_number", "client_name", "broker_name", "commission_kind",
            "base_cents", "due_cents", "amount_cents", "statement_id")  # fmt: skip


@verb(BROKER, "statements", ("List statements of commissions, and whether they are paid.",
                             "Lister les relevés de commissions, et s'ils sont réglés."),
      "comptant broker statements")  # fmt: skip
@click.argument("company", required=False)
def statements(sh: Shell, company: str | None) -> None:
    """List statements."""
    with sh.reading() as (see, _, _on):
        rows = see("read_commission_statements", party_id=_party(see, company))
    sh.show(rows, "id", "broker_name", "number", "stated_on", "until_on", "net_cents", "vat_cents",
            "total_cents", "statement_state", "order_id")  # fmt: skip
