"""What is still computed contract by contract, asked for over many."""

import polars as pl

from comptant.operations import advance_interest, billing, funding
from comptant.operations.act import Act, Answer
from comptant.operations.availability import advance_rates
from comptant.operations.contracts import each


def _rows(rows: pl.DataFrame) -> dict[int, pl.DataFrame]:
    parts = rows.partition_by("contract_id", as_dict=True)
    return {int(key[0]): part for key, part in parts.items()}  # type: ignore[call-overload]


def bill_fees(do: Act, contracts: pl.DataFrame, rows: pl.DataFrame) -> None:
    of = _rows(rows)
    for contract in each(contracts):
        if contract.id in of:
            part = of[contract.id]
            billing.bill_fees(do, contract, part["event"][0], part, part["entry_id"][0])


def levy_fund(do: Act, contracts: pl.DataFrame, rows: pl.DataFrame) -> None:
    of = _rows(rows)
    for contract in each(contracts):
        if contract.id in of:
            part = of[contract.id]
            billing.levy_fund(do, contract, part["event"][0], int(part["gross_cents"].sum()))


def charge_in_advance(do: Act, contracts: pl.DataFrame, rows: pl.DataFrame) -> None:
    of = _rows(rows)
    for contract in each(contracts):
        if contract.id in of:
            part = of[contract.id]
            advance_interest.charge_in_advance(
                do, contract, part["event"][0], part, advance_rates(contract)
            )


def bill_collected_fees(do: Act, contracts: pl.DataFrame, rows: pl.DataFrame) -> None:
    of = _rows(rows)
    for contract in each(contracts):
        if contract.id in of:
            part = of[contract.id]
            billing.bill_collected_fees(
                do, contract, part["event"][0], part["invoice_id"].to_list()
            )


def release_fund(do: Act, contracts: pl.DataFrame, rows: pl.DataFrame) -> None:
    of = _rows(rows)
    for contract in each(contracts):
        if contract.id in of:
            part = of[contract.id]
            billing.release_fund(do, contract, part["event"][0], part["value_on"][0])


def fund_automatically(do: Act, contracts: pl.DataFrame) -> list[Answer]:
    done = [funding.fund_automatically(do, contract) for contract in each(contracts)]
    return [order for order in done if order]
