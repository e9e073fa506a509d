"""What leaving a contract would bring, for a terminal, a page and a program: the same figures."""

from contextlib import AbstractContextManager
from datetime import date
from typing import TYPE_CHECKING, Any

from comptant.doors.references_told import old_value
from comptant.doors.words import Both, day, money, percent, say

if TYPE_CHECKING:
    from comptant.operations.acts.act import Asked
    from comptant.store.connection import Connection

Row = dict[str, Any]

WEEKS = ("from_on", "collected_cents", "interest_cents", "fee_cents", "open_cents", "in_use_cents",
         "current_account_cents")  # fmt: skip
MOVES = ("collected_cents", "interest_cents", "fee_cents")
DAYS = ("day", "exit_step", "amount_cents")
# What is told of the whole, in its order: the name of the figure and its words.
FIGURES = {
    "drawable_cents": Both("May be drawn today", "Tirable ce jour"),
    "open_cents": Both("Buyers still owe", "Dû par les acheteurs"),
    "in_use_cents": Both("Financed today", "Financé à ce jour"),
    "fund_balance_cents": Both("Guarantee fund, given back at the end",
                               "Fonds de garantie, restitué à la fin"),
    "written_off_cents": Both("Written off, and owed still", "Passé en perte, et toujours dû"),
    "buy_back_cents": Both("To repay, to take all invoices back at once",
                           "À rembourser pour tout reprendre de suite"),
    "run_up_cents": Both("Financing charge run up, to bill", "Commission de financement courue"),
    "interest_cents": Both("Financing charge until the last payment",
                           "Commission de financement jusqu'au solde"),
    "fee_cents": Both("Fees on what is open, VAT included", "Commissions sur l'ouvert, TTC"),
    "package_cents": Both("Flat packages until the end of the notice, VAT included",
                          "Forfaits jusqu'à la fin du préavis, TTC"),
    "other_fee_cents": Both("Other fees until the end of the notice, VAT included",
                            "Autres frais jusqu'à la fin du préavis, TTC"),
    "ending_fee_cents": Both("Early termination: share of the annual minimum left",
                             "Résiliation anticipée : part du minimum annuel restant"),
    "exit_cost_cents": Both("What leaving alone costs: annual minimum, VAT included",
                            "Coût propre de la sortie : minimum annuel, TTC"),
}  # fmt: skip


def simulated(
    looking: AbstractContextManager[tuple["Connection", "Asked"]], contract_id: int,
    notice_on: date | None,
) -> Row:  # fmt: skip
    """The simulation of a contract that the caller may see, `looking` through a connection."""
    from comptant.operations.drawing.exits import simulate_exit

    with looking as (conn, asked):
        return simulate_exit(conn, asked.by, contract_id, notice_on, asked.on, asked.at)


def figures(told: Row) -> list[tuple[str, str]]:
    """The figures of the whole as pairs of words; what is nothing is left out, but for the cost of
    leaving."""
    return [
        (both.said(), money(told[name], told["currency"])) for name, both in FIGURES.items()
        if told[name] or name == "exit_cost_cents"
    ]  # fmt: skip


def weeks(told: Row) -> list[Row]:
    """The weeks in which something is collected or billed, the first and the last."""
    rows = told["weeks"]
    return [
        {**row, "currency": told["currency"]} for place, row in enumerate(rows)
        if place in (0, len(rows) - 1) or any(row[name] for name in MOVES)
    ]  # fmt: skip


def sentences(told: Row) -> list[str]:
    """The dates and the last payment, in words."""
    notice, ends, final = (day(told[name]) for name in ("notice_on", "ends_on", "final_on"))
    rate, amount = percent(told["rate_ppm"]), money(abs(told["final_cents"]), told["currency"])
    lines = [
        say(
            f"Notice on {notice}: the contract goes on until {ends}. From then nothing more is "
            "assigned or drawn, and what is held is collected to the end.",
            f"Préavis le {notice} : le contrat continue jusqu'au {ends}. Dès lors plus de cession "
            "ni de financement, et ce qui est cédé s'encaisse jusqu'au bout.",
        ),
        say(
            f"The last payment is on {final}: {amount} to you.",
            f"Le dernier paiement est le {final} : {amount} pour vous.",
        ),
    ]
    if told["final_cents"] < 0:
        lines[1] = say(f"On {final} you still owe {amount}.",
                       f"Le {final} vous devez encore {amount}.")  # fmt: skip
    if not told["final_cents"]:
        lines[1] = say(f"On {final} nothing is left to pay, by you or to you.",
                       f"Le {final} rien ne reste à payer, par vous ou à vous.")  # fmt: skip
    lines.append(say(
        f"Counted with what is open today, buyers paying as late as in the last twelve months, and "
        f"today's rate of {rate}. Nothing was written.",
        f"Compté sur ce qui est ouvert ce jour, des acheteurs payant avec le même retard que ces "
        f"douze derniers mois, et le taux du jour de {rate}. Rien n'a été écrit."))  # fmt: skip
    reference = told["reference"]
    if reference["is_old"]:
        lines.append(old_value(reference["rate_index"], reference["reference_ppm"],
                               reference["fixing_on"], reference["last_on"]))  # fmt: skip
    return lines
