"""Other fees of a contract: the catalogue, what is agreed, what a person charges, what was
billed."""

from datetime import date

import click

from comptant.doors import fees_told, lookup
from comptant.doors.cli.ceilings import waits
from comptant.doors.cli.language import SIGNED_BY, SOURCE, Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import AMOUNT, DAY
from comptant.doors.words import Both, money, say

FEE = Subject("fee", both=Both("Fees of a contract: the catalogue, what is agreed, what is billed.",
                               "Les frais d'un contrat : catalogue, convenus, facturés.")
)  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(FEE)


@verb(
    FEE, "set",
    ("Agree on fees of a contract from a day on, or end them (none); earlier days keep what they "
     "had.\n\nEach is CODE:UNIT=PRICES, the unit where the code has several (fee catalogue). A "
     "price is an amount (20.00) or a rate (0.20%); by tiers, each beyond a number of the month, "
     "or for FEE-TIE an amount of the year: 2.00 100:1.50.",
     "Convenir de frais d'un contrat à partir d'un jour, ou y mettre fin (none) ; le passé reste."
     "\n\nChacun s'écrit CODE:UNITÉ=PRIX, l'unité si le code en a plusieurs (fee catalogue). Un "
     "prix est un montant (20,00) ou un taux (0,20%) ; par tranches, chacune au-delà d'un nombre "
     "du mois, ou pour FEE-TIE d'un montant de l'année : 2,00 100:1,50."),
    "comptant fee set C-1 FEE-DOS=300.00 FEE-WEB:MONTH=40.00 --source 'special conditions'",
    "comptant fee set C-1 'FEE-NOT=2.00 100:1.50' FEE-NUT=0.20% --from 2026-07-01 --source rider",
)  # fmt: skip
@click.argument("contract")
@click.argument("fees", nargs=-1, required=True)
@option("--from", "from_on", type=DAY, help=("First day (default: today).",
                                             "Premier jour (sinon aujourd'hui)."))  # fmt: skip
@SIGNED_BY
@SOURCE
def fee_set(
    sh: Shell, contract: str, fees: tuple[str, ...], from_on: date | None, source: str,
    signed_by: str,
) -> None:  # fmt: skip
    """Agree on fees."""
    from comptant.operations.registry.agreed_fees import set_fees

    wanted = fees_told.typed(fees)
    contract_id, on = sh.contract(contract)
    answer = sh.run(set_fees, contract_id=contract_id, from_on=from_on or on, fees=wanted,
                    source=source, signed_by=signed_by)  # fmt: skip
    count = len(answer["fees"])
    told = [say(f"Fees agreed: {count}.", f"Frais convenus : {count}.")]
    if answer["approval_id"]:
        told.append(waits(answer["approval_id"]))
    sh.say(answer, *told)


@verb(
    FEE, "charge",
    ("Bill at once a fee that is due for an act: an audit, a seizure, an amendment, a same-day "
     "transfer. The reference names the act, which is charged once.",
     "Facturer de suite un frais dû par acte : audit, saisie, avenant, virement urgent. La "
     "référence nomme l'acte, facturé une seule fois."),
    "comptant fee charge C-1 FEE-AUD --reference 'audit of 12 March'",
    "comptant fee charge C-1 FEE-DER --reference 'exception 12' --amount 50000.00",
)  # fmt: skip
@click.argument("contract")
@click.argument("code")
@option("--reference", required=True, help=("Which act.", "Quel acte."))
@option("--amount", type=AMOUNT, help=("What a fee that is a rate is of.",
                                       "Assiette d'un frais en taux."))  # fmt: skip
def fee_charge(sh: Shell, contract: str, code: str, reference: str, amount: int | None) -> None:
    """Charge an act."""
    from comptant.operations.registry.agreed_fees import charge_fee

    answer = sh.run(charge_fee, contract_id=sh.contract(contract)[0], fee_code=code,
                    reference=reference, amount_cents=amount or 0)  # fmt: skip
    total = money(answer["total_cents"], answer["currency"])
    sh.say(answer, say(f"Billed: {total} with VAT.", f"Facturé : {total} TTC."))


@verb(FEE, "list",
      ("Show the fees of a contract in force: price, VAT, in the TEG or not, clause and formula; "
       "--all: the whole catalogue; --history: every price it ever had.",
       "Montrer les frais en vigueur d'un contrat : prix, TVA, dans le TEG ou non, clause et "
       "formule ; --all : tout le catalogue ; --history : tous ses prix successifs."),
      "comptant fee list C-1")  # fmt: skip
@click.argument("contract")
@option("--all", "everything", is_flag=True, help=("What is not agreed too.",
                                                   "Même ce qui n'est pas convenu."))  # fmt: skip
@option("--history", is_flag=True, help=("Every price.", "Tous les prix."))
def fee_list(sh: Shell, contract: str, everything: bool, history: bool) -> None:
    """Show fees."""
    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        if history:
            rows = see("read_contract_fees", contract_id=found["id"])
        else:
            rows = fees_told.grid(see, found, on, everything=everything)
    sh.show(rows, *(fees_told.OVER_TIME if history else fees_told.GRID))


@verb(FEE, "billed", ("List what has brought a fee of a contract, each cause once, and its bill.",
                      "Lister ce qui a donné lieu à un frais, chaque cause une fois, et sa facture."
                      ), "comptant fee billed C-1")  # fmt: skip
@click.argument("contract")
def fee_billed(sh: Shell, contract: str) -> None:
    """List causes."""
    with sh.reading() as (see, _, on):
        rows = see("read_fees_billed", contract_id=lookup.contract(see, contract, on)["id"])
    sh.show(rows, *fees_told.BILLED)


@verb(FEE, "catalogue", ("List every fee: what it is due for, VAT, in the TEG or not, clause.",
                         "Lister tous les frais : objet, TVA, dans le TEG ou non, clause."),
      "comptant fee catalogue")  # fmt: skip
def fee_catalogue(sh: Shell) -> None:
    """List the catalogue."""
    sh.show(fees_told.catalogue(), "fee_code", "charge_unit", "term", "fee_vat", "is_in_teg",
            "clause", "fee_formula")  # fmt: skip
