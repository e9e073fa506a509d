"""Billing and funding of many contracts, one after the other."""

import polars as pl

from comptant.operations import advance_interest, billing, funding
from comptant.operations.act import Act
from comptant.operations.contracts import each


def _parts(rows: pl.DataFrame) -> dict[int, pl.DataFrame]:
    return {key[0]: part for key, part in rows.partition_by("contract_id", as_dict=True).items()}


def bill_collected_fees(do: Act, contracts: pl.DataFrame, rows: pl.DataFrame) -> None:
    parts = _parts(rows)
    for contract in each(contracts):
        part = parts.get(contract.id, rows.clear())
        if part.height:
            billing.bill_collected_fees(
                do, contract, part["event"][0], part["invoice_id"].to_list()
            )


def bill_interest(do: Act, contracts: pl.DataFrame, rows: pl.DataFrame) -> None:
    days = dict(rows.select("contract_id", "until_on").iter_rows())
    for contract in each(contracts):
        if contract.id in days:
            billing.bill_interest(do, contract, days[contract.id])


def true_up(do: Act, contracts: pl.DataFrame, rows: pl.DataFrame) -> None:
    parts = _parts(rows)
    for contract in each(contracts):
        part = parts.get(contract.id, rows.clear())
        if part.height:
            advance_interest.true_up(
                do, contract, part["event"][0], part["invoice_id"].to_list(), part["value_on"][0]
            )


def release_fund(do: Act, contracts: pl.DataFrame, rows: pl.DataFrame) -> None:
    events = {row["contract_id"]: row for row in rows.iter_rows(named=True)}
    for contract in each(contracts):
        if contract.id in events:
            row = events[contract.id]
            billing.release_fund(do, contract, row["event"], row["value_on"])


def fund_automatically(do: Act, contracts: pl.DataFrame) -> None:
    for contract in each(contracts):
        funding.fund_automatically(do, contract)
