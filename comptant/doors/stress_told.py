"""A stress for readers: what it changes and who bears what, as rows for a terminal, a page, a
program and a workbook."""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import TYPE_CHECKING, Any

from comptant.doors import words
from comptant.doors.words import Both, say
from comptant.formats import workbook_out

if TYPE_CHECKING:
    from comptant.operations.acts.act import Asked
    from comptant.operations.stressing.results import Result
    from comptant.store.connection import Connection

Row = dict[str, Any]
Looking = Callable[[], AbstractContextManager[tuple["Connection", "Asked"]]]
CONTRACTS_SHOWN = 100  # those that change most; a file has all
FIGURES = ("stress_figure", "amount_before_cents", "amount_after_cents")
BEARERS = ("stress_bearer", "amount_cents")
CONTRACTS = (
    "contract_number", "client_name", "available_before_cents", "available_after_cents",
    "over_advance_after_cents", "loss_cents", "insurer_bears_cents", "deductible_bears_cents",
    "factor_bears_cents", "client_bears_cents", "fund_bears_cents", "not_renewed_cents",
    "extra_charge_cents",
)  # fmt: skip
BUYERS = ("contract_number", "client_name", "buyer_name", "invoice_count", "debt_cents",
          "guaranteed_cents", "insurer_bears_cents", "deductible_bears_cents",
          "factor_bears_cents", "client_bears_cents")  # fmt: skip
CLAIMS = ("buyer_name", "insurer_name", "policy_number", "invoice_count", "insurable_cents",
          "loss_base_cents", "indemnity_due_cents", "deductible_bears_cents", "declare_by_on",
          "claim_by_on", "indemnity_on", "uninsured_reason")  # fmt: skip
WEEKS = ("from_on", "expected_before_cents", "expected_after_cents", "indemnity_due_cents",
         "gap_cents")  # fmt: skip
CAUSES = ("part", "reason", "rule", "amount_before_cents", "amount_after_cents")
INVOICES = ("invoice_number", "buyer_name", "due_on", "open_cents", "was_hold", "hold_after",
            "approved_before_cents", "approved_after_cents", "was_ineligible_cents",
            "ineligible_after_cents", "guaranteed_cents", "debt_cents", "insurer_bears_cents",
            "deductible_bears_cents", "factor_bears_cents", "client_bears_cents")  # fmt: skip
# A figure, and where its amounts stand in the sums.
OF_SUMS = ("outstanding", "funds_in_use", "approved", "available", "drawable", "over_advance")
SHEETS: dict[str, tuple[Both, tuple[str, ...]]] = {
    "figures": (Both("Before and after", "Avant et après"), FIGURES),
    "bearers": (Both("Who bears the losses", "Qui supporte les pertes"), BEARERS),
    "contracts": (Both("Contracts", "Contrats"), CONTRACTS),
    "buyers": (Both("Buyers that fail", "Acheteurs défaillants"), BUYERS),
    "claims": (Both("Claims on insurers", "Sinistres aux assureurs"), CLAIMS),
    "weeks": (Both("Cash by week", "Encaissements par semaine"), WEEKS),
    "causes": (Both("What changes the availability", "Ce qui change le disponible"), CAUSES),
    "invoices": (Both("Invoices", "Factures"), INVOICES),
}


def shocks_of(content: bytes) -> list[Any]:
    """The shocks of a file in JSON: a list, or an object with it. Refused: stress_file_unread."""
    from comptant.operations.acts.act import Refused

    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise Refused("stress_file_unread") from None
    listed = found.get("shocks") if isinstance(found, dict) else found
    if not isinstance(listed, list):
        raise Refused("stress_file_unread")
    return listed


def told(
    looking: Looking, shocks: Sequence[str | Mapping[str, Any]], contract_id: int | None,
    most: int | None = CONTRACTS_SHOWN, step: Callable[[int], None] = lambda _: None,
) -> Row:  # fmt: skip
    """A stress as rows, per grain (SHEETS), `most` contracts of the portfolio. Refused: as stress()
    is."""
    from comptant.operations.stressing.run import stress

    with looking() as (conn, asked):
        found = stress(conn, asked, shocks=shocks, contract_id=contract_id, step=step)
    contracts = found.contracts if most is None else found.contracts.head(most)
    return {
        "on": found.on, "contract_count": found.contracts.height, "figures": _figures(found),
        "bearers": _bearers(found), "contracts": contracts.rows(named=True),
        "buyers": found.buyers, "claims": found.claims, "weeks": found.weeks,
        "causes": found.causes, "invoices": found.invoices, "left_out": found.left_out,
        "sums": found.sums,
    }  # fmt: skip


def _figures(found: "Result") -> list[Row]:
    return [
        {"currency": row["currency"], "stress_figure": name,
         "amount_before_cents": row[f"{name}_before_cents"],
         "amount_after_cents": row[f"{name}_after_cents"]}
        for row in found.sums for name in OF_SUMS
    ]  # fmt: skip


def _bearers(found: "Result") -> list[Row]:
    from comptant.operations.stressing.results import BEARERS

    return [
        {"currency": row["currency"], "stress_bearer": name.removesuffix("_bears_cents"),
         "amount_cents": row[name]}
        for row in found.sums if row["loss_cents"] for name in BEARERS
    ]  # fmt: skip


def sentences(found: Row) -> list[str]:
    """The whole in a few sentences, a currency each, and what was left out."""
    lines = []
    for row in found["sums"]:
        money = {name: words.money(row[name], row["currency"]) for name in (
            "available_before_cents", "available_after_cents", "loss_cents",
            "factor_bears_cents")}  # fmt: skip
        lines.append(say(
            f"Available: {money['available_before_cents']}, then "
            f"{money['available_after_cents']}. Buyers that fail owe {money['loss_cents']}, of "
            f"which {money['factor_bears_cents']} are the factor's.",
            f"Disponible : {money['available_before_cents']}, puis "
            f"{money['available_after_cents']}. Les acheteurs défaillants doivent "
            f"{money['loss_cents']}, dont {money['factor_bears_cents']} à la charge du factor."
        ))  # fmt: skip
    if found["left_out"]:
        named = ", ".join(found["left_out"][:10])
        lines.append(say(
            f"Left out, since a reference rate is missing: {len(found['left_out'])} "
            f"({named}). Load the rate, then ask again.",
            f"Laissés de côté, faute de taux de référence : {len(found['left_out'])} ({named}). "
            "Chargez le taux, puis redemandez."))  # fmt: skip
    return lines


def workbook(found: Row) -> bytes:
    """Each grain on its sheet."""
    return workbook_out.written([
        workbook_out.Sheet(title.said(), [words.column(name) for name in names],
                           [[_cell(name, row.get(name)) for name in names] for row in found[key]])
        for key, (title, names) in SHEETS.items() if found[key]
    ] or [workbook_out.Sheet(say("Before and after", "Avant et après"), [], [])])  # fmt: skip


def _cell(name: str, value: Any) -> workbook_out.Cell:
    if name.endswith("_cents") and isinstance(value, int):
        return workbook_out.Cents(value)
    if value is None or isinstance(value, int | date):
        return value
    return words.word(name, str(value))
