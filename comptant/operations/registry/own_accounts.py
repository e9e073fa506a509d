"""Accounts of ours: which source books them, and what is agreed with our bank about instruments.

Both decide where money goes: proposed by one person, they count once another approves.
"""

import json
from datetime import date
from typing import Any

import polars as pl

from comptant.formats import identifiers
from comptant.operations.acts.act import Act, Answer, Refused, operation
from comptant.operations.acts.approval import is_alone, propose
from comptant.operations.registry.parties import normal_bic, normal_iban
from comptant.rules.sweep_templates import ON_DEDICATED
from comptant.store import bulk

SOURCES = ("camt.053", "cfonb120", "mt940")  # one of them books an account
# What is agreed with our bank for an account of ours, and what holds until something is said.
COLLECTING: dict[str, int | str | None] = {
    "creditor_identifier": None,  # SEPA, of the factor
    "issuer_number": None,        # of the bill files, six digits
    "dailly_code": " ",           # of the bill files
    "debit_lead_days": 2,         # business days before the collection of a debit
    "bill_lead_days": 0,
    "cutoff_hour": 11,            # in Paris; later counts from the next business day
}  # fmt: skip


@operation
def add_own_account(
    do: Act, *, iban: str, bic: str, name: str, currency: str, books_from: str,
    parent_iban: str | None, contract_id: int, buyer_id: int, is_client_owned: bool = False,
) -> Answer:  # fmt: skip
    """Declare an account of ours with the one source that books it; a virtual IBAN names its
    parent, whose statements tell it. It waits for another person (`approval_id`).

    `is_client_owned`: it is not ours but a client's, in its name (`name`), dedicated to the
    collection of one contract and pledged to us: what comes there pays invoices at once, and is
    swept to us. Source: DOMAIN §1.5.
    Refused: iban_wrong, bic_wrong, account_known, own_account_unknown (the parent),
    dedicated_without_contract, dedicated_names_us, currency_wrong, books_from_wrong,
    contract_unknown, party_unknown (the buyer).
    """
    if not parent_iban and books_from not in SOURCES:
        raise Refused("books_from_wrong", books_from=books_from, sources=list(SOURCES))
    _check_named(do, contract_id, buyer_id)
    if is_client_owned:
        _check_dedicated(do, name, currency, contract_id, bool(parent_iban or buyer_id))
    said = {
        "iban": normal_iban(iban), "bic": normal_bic(bic), "name": name, "currency": currency,
        "books_from": "parent" if parent_iban else books_from,
        "parent_id": _parent_id(do, parent_iban), "contract_id": contract_id, "buyer_id": buyer_id,
        "is_client_owned": is_client_owned,
    }  # fmt: skip
    known = do.conn.execute("SELECT 1 FROM own_account WHERE iban = %s", (said["iban"],))
    if known.fetchone():
        raise Refused("account_known", iban=said["iban"])
    if not is_alone(do):
        approval_id = propose(do, "own_account", said)
        return {"own_account_id": None, "iban": said["iban"], "approval_id": approval_id,
                "is_alone": False}  # fmt: skip
    return {**_open_account(do, said), "approval_id": None, "is_alone": True}


def _check_named(do: Act, contract_id: int, buyer_id: int) -> None:
    """The contract and the buyer that an account is for are there; zero: any."""
    known = bulk.row(do.conn, "named_by_account", contract_id=contract_id, buyer_id=buyer_id) or {}
    if contract_id and not known["is_contract"]:
        raise Refused("contract_unknown", contract_id=contract_id)
    if buyer_id and not known["is_party"]:
        raise Refused("party_unknown", party=buyer_id)


def _check_dedicated(
    do: Act, name: str, currency: str, contract_id: int, is_more: bool
) -> None:  # fmt: skip
    found = do.conn.execute(
        """SELECT k.currency, f.name FROM contract k CROSS JOIN party f
           WHERE k.id = %s AND NOT k.is_house AND f.kind = 'FACTOR'""", (contract_id,),
    ).fetchone()  # fmt: skip
    if found is None or is_more:
        raise Refused("dedicated_without_contract")
    if found[0] != currency:
        raise Refused("currency_wrong", currency=currency, expected=found[0])
    if found[1].casefold() in name.casefold():
        raise Refused("dedicated_names_us", name=name)


def event_on(do: Act, account: str, event: pl.Expr | str) -> pl.Expr:
    """What a line of the bank books on the account of a column of ids: the event of an account of
    ours, or the same on a client's dedicated one."""
    told = pl.lit(event) if isinstance(event, str) else event
    ids = [row["own_account_id"] for row in bulk.rows(do.conn, "dedicated_accounts")]
    dedicated = told.replace(ON_DEDICATED)
    return pl.when(pl.col(account).is_in(ids)).then(dedicated).otherwise(told) if ids else told


def _parent_id(do: Act, parent_iban: str | None) -> int | None:
    if not parent_iban:
        return None
    found = bulk.row(do.conn, "own_account_by_iban", iban=normal_iban(parent_iban))
    if found is None:
        raise Refused("own_account_unknown", iban=parent_iban)
    return int(found["id"])


def _open_account(do: Act, said: Answer) -> Answer:
    found = do.conn.execute(
        """INSERT INTO own_account
               (iban, bic, name, currency, books_from, parent_id, contract_id, buyer_id,
                is_client_owned, act_id)
           VALUES (%(iban)s, %(bic)s, %(name)s, %(currency)s, %(books_from)s, %(parent_id)s,
               %(contract_id)s, %(buyer_id)s, %(is_client_owned)s, %(act_id)s)
           ON CONFLICT (iban) DO NOTHING RETURNING id""",
        {"is_client_owned": False, **said, "act_id": do.id},  # waited since before there were such
    ).fetchone()
    if found is None:
        raise Refused("account_known", iban=said["iban"])
    if said.get("is_client_owned"):  # a part of the opening file of its contract
        do.conn.execute(
            """INSERT INTO opening_fact (contract_id, id, guard, label, fact_on, detail, source,
                   act_id) VALUES (%s, %s, 'ACCOUNT', %s, %s, '{}', %s, %s)""",
            (said["contract_id"], bulk.take_ids(do.conn, 1)[0], said["iban"], do.on, said["name"],
             do.id),
        )  # fmt: skip
    return {"own_account_id": found[0], "iban": said["iban"]}


@operation
def set_collecting(
    do: Act, *, own_account_id: int, terms: dict[str, int | str], from_on: date, source: str
) -> Answer:
    """Say what is agreed with our bank about instruments on an account, from a day on. It changes
    an account of ours, and waits for another person (`approval_id`).

    Refused: own_account_unknown, account_of_client, nothing_named, collecting_term_wrong.
    """
    account = bulk.row(do.conn, "own_account", id=own_account_id)
    if account is None:
        raise Refused("own_account_unknown", own_account_id=own_account_id)
    if account["is_client_owned"]:
        raise Refused("account_of_client", iban=account["iban"])
    if not terms:
        raise Refused("nothing_named")
    kept = {name: _checked(name, value) for name, value in terms.items()}
    said = {"own_account_id": own_account_id, "terms": kept, "from_on": from_on.isoformat(),
            "source": source}  # fmt: skip
    if not is_alone(do):
        approval_id = propose(do, "own_account", said, subject_id=own_account_id)
        return {**said, "approval_id": approval_id, "is_alone": False}
    return {**_keep_collecting(do, said), "approval_id": None, "is_alone": True}


def change_own_account(do: Act, approval: bulk.Row) -> Answer:
    """What an approved account of ours does: money may come in and leave by it, or what
    was agreed on it counts. Refused: account_known."""
    if "terms" in approval["arguments"]:
        return _keep_collecting(do, approval["arguments"])
    return _open_account(do, approval["arguments"])


def _keep_collecting(do: Act, said: Answer) -> Answer:
    for name, value in said["terms"].items():
        bulk.execute(
            do.conn, "insert_term", contract_id=0, subject="ACCOUNT",
            subject_id=said["own_account_id"], name=name, value=json.dumps(value),
            valid_from_on=date.fromisoformat(said["from_on"]), source=said["source"], act_id=do.id,
        )  # fmt: skip
    return {"own_account_id": said["own_account_id"], "terms": said["terms"]}


def _checked(name: str, value: int | str) -> int | str:
    """The value in normal form, or Refused."""
    kept: int | str | None = None
    if name == "creditor_identifier":
        kept = identifiers.normal("creditor", str(value))
    elif name == "issuer_number":
        kept = (
            value
            if str(value).isascii() and str(value).isdigit() and len(str(value)) == 6
            else None
        )
    elif name == "dailly_code":
        kept = value if value == " " or (len(str(value)) == 1 and str(value).isalnum()) else None
    elif name in COLLECTING and isinstance(value, int):
        kept = value if 0 <= value <= (23 if name == "cutoff_hour" else 30) else None
    if kept is None:
        raise Refused("collecting_term_wrong", name=name, value=value)
    return kept


def collecting_terms(do: Act, own_account_id: int) -> dict[str, Any]:
    """What is agreed with our bank for an account, in force on the day."""
    said = bulk.row(do.conn, "collecting_terms", own_account_id=own_account_id, on=do.on,
                    names=list(COLLECTING)) or {"terms": {}}  # fmt: skip
    return {**COLLECTING, **said["terms"]}
