"""Mandates by which buyers let the factor debit their accounts, and what is agreed with our bank.

A mandate is bank details: proposed by one person, it exists once another approves. Source: DOMAIN
2.1; EPC SDD rulebooks.
"""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

import polars as pl

from comptant.formats import identifiers
from comptant.formats.pain001 import REFERENCE
from comptant.operations.act import Act, Answer, Refused, operation
from comptant.operations.approval import is_alone, propose
from comptant.operations.facts import open_own_account
from comptant.operations.parties import kind_of
from comptant.rules.batch import decide
from comptant.rules.mandates import MANDATE_FACTS, RULES
from comptant.store import bulk

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
def set_collecting(
    do: Act, *, own_account_id: int, terms: dict[str, int | str], from_on: date, source: str
) -> Answer:
    """Say what is agreed with our bank about instruments on an account, from a day on. It changes
    an account of ours, and waits for another person (`approval_id`).

    Refused: own_account_unknown, nothing_named, collecting_term_wrong.
    """
    if bulk.row(do.conn, "own_account", id=own_account_id) is None:
        raise Refused("own_account_unknown", own_account_id=own_account_id)
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
    """What an approved account of ours does: it exists, or what was agreed on it counts."""
    if "terms" in approval["arguments"]:
        return _keep_collecting(do, approval["arguments"])
    return open_own_account(do, approval)


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


@operation
def propose_mandate(
    do: Act, *, buyer_id: int, own_account_id: int, reference: str, scheme: str, iban: str,
    bic: str | None, holder: str, signed_on: date, is_one_off: bool,
) -> Answer:  # fmt: skip
    """Propose a mandate that a buyer has signed; it exists once another person approves.

    Refused: party_unknown, mandate_wrong, iban_wrong, creditor_missing, mandate_known.
    """
    kind_of(do, buyer_id)
    normal = identifiers.normal("account", iban)
    if normal is None:
        raise Refused("iban_wrong", iban=iban)
    if bic is not None and identifiers.normal("bic", bic) is None:
        raise Refused("mandate_wrong", name="bic", value=bic)
    wrong = {
        "reference": (reference, REFERENCE.fullmatch(reference) is None),
        "scheme": (scheme, scheme not in ("CORE", "B2B")),
        "holder": (holder, not holder.strip() or len(holder) > 70),
        "signed_on": (signed_on.isoformat(), signed_on > do.on),
    }
    for name, (value, is_wrong) in wrong.items():
        if is_wrong:
            raise Refused("mandate_wrong", name=name, value=value)
    creditor = collecting_terms(do, own_account_id)["creditor_identifier"]
    if creditor is None:
        raise Refused("creditor_missing", own_account_id=own_account_id)
    _check_new(do, creditor, reference)
    arguments = {
        "buyer_id": buyer_id, "reference": reference, "scheme": scheme, "iban": normal,
        "bic": identifiers.normal("bic", bic) if bic else None, "holder": holder.strip(),
        "signed_on": signed_on.isoformat(), "is_one_off": is_one_off,
        "creditor_identifier": creditor,
    }  # fmt: skip
    return {"approval_id": propose(do, "mandate", arguments), **arguments}


def approve_mandate(do: Act, approval: bulk.Row) -> Answer:
    """What an approved mandate does: it exists. Refused: mandate_known."""
    asked = approval["arguments"]
    _check_new(do, asked["creditor_identifier"], asked["reference"])
    mandate_id = bulk.take_ids(do.conn, 1)[0]
    row = {"id": mandate_id, **asked, "approval_id": approval["id"], "act_id": do.id}
    bulk.copy_in(do.conn, "mandate", pl.DataFrame([row]))
    return {"mandate_id": mandate_id, "reference": asked["reference"]}


def _check_new(do: Act, creditor: str, reference: str) -> None:
    known = do.conn.execute(
        "SELECT 1 FROM mandate WHERE creditor_identifier = %s AND reference = %s",
        (creditor, reference),
    ).fetchone()
    if known:
        raise Refused("mandate_known", reference=reference)


@operation
def revoke_mandate(do: Act, *, mandate_id: int, reason: str) -> Answer:
    """The buyer has revoked a mandate, or we give it up: nothing more is debited under it.

    Refused: reason_missing, mandate_unknown, mandate_not_active.
    """
    if not reason.strip():
        raise Refused("reason_missing")
    mandate = mandate_of(do, mandate_id)
    done = do.conn.execute(
        """INSERT INTO mandate_revocation (mandate_id, revoked_on, reason, act_id)
           VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING""",
        (mandate_id, do.on, reason, do.id),
    )
    if done.rowcount == 0:
        raise Refused("mandate_not_active", reference=mandate["reference"], state="REVOKED")
    return {"mandate_id": mandate_id, "reference": mandate["reference"]}


def mandate_of(do: Act, mandate_id: int) -> bulk.Row:
    """A mandate. Refused: mandate_unknown."""
    found = bulk.row(do.conn, "mandate", id=mandate_id)
    if found is None:
        raise Refused("mandate_unknown", mandate=mandate_id)
    return found


def mandates_now(do: Act, mandate_ids: Iterable[int]) -> dict[int, bulk.Row]:
    """What the rules say of mandates today, by id."""
    facts = bulk.read(
        do.conn, "mandate_facts", MANDATE_FACTS, ids=sorted(set(mandate_ids)), on=do.on
    )
    return states(facts)


def states(facts: pl.DataFrame) -> dict[int, bulk.Row]:
    """MANDATE_FACTS with what the rules say, by id of the mandate."""
    told = decide(facts, RULES)
    return {row["mandate_id"]: row for row in told.iter_rows(named=True)}
