"""The numbers that a client's own books give to the accounts of what we do with it."""

from typing import Any

from psycopg.types.json import Jsonb

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.terms.contracts import no_buyer_of
from comptant.rules.client_books import NUMBERED, is_number
from comptant.store import bulk

OF_BUYER = "C411"


@operation
def name_accounts(do: Act, *, contract_id: int, accounts: dict[str, str]) -> Answer:
    """Say which numbers the client's books give: `accounts` by our code (C411, C4671, C6225..., the
    journal's code under JOURNAL), or a buyer's own account under C411/<id of the buyer>. An empty
    number gives ours back. What was exported before stays as it was.

    Refused: contract_unknown, account_code_unknown, account_number_wrong,
    buyer_not_of_contract.
    """
    told = []
    for name, number in sorted(accounts.items()):
        code, _, buyer = name.partition("/")
        if code not in NUMBERED or (buyer and (code != OF_BUYER or not _is_id(buyer))):
            raise Refused("account_code_unknown", account_code=name, codes=list(NUMBERED))
        plain = "".join(number.split()).upper()
        if plain and not is_number(code, plain):
            raise Refused("account_number_wrong", account_code=name, account_number=number)
        told.append({"code": code, "buyer_id": int(buyer or 0), "number": plain})
    lock_contracts(do, [contract_id])
    _check_buyers(do, contract_id, told)
    bulk.execute(do.conn, "insert_client_accounts", contract_id=contract_id, rows=Jsonb(told),
                 act_id=do.id)  # fmt: skip
    return {"contract_id": contract_id, "count": len(told)}


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


def _check_buyers(do: Act, contract_id: int, told: list[dict[str, Any]]) -> None:
    wanted = {row["buyer_id"] for row in told} - {0}
    found = {row["buyer_id"] for row in bulk.rows(
        do.conn, "known_buyers", contract_id=contract_id)} if wanted else set()  # fmt: skip
    for buyer_id in sorted(wanted - found):
        raise no_buyer_of(do, contract_id, buyer_id)
