"""Mandates by which buyers let the factor debit their accounts.

A mandate is bank details: proposed by one person, it exists once another approves. Source: DOMAIN
2.1; EPC SDD rulebooks.
"""

from collections.abc import Iterable
from datetime import date

import polars as pl
from psycopg.errors import UniqueViolation

from comptant.formats import identifiers
from comptant.formats.sepa import REFERENCE
from comptant.operations.acts.act import Act, Answer, Refused, operation
from comptant.operations.acts.approval import propose
from comptant.operations.registry.own_accounts import collecting_terms
from comptant.operations.registry.parties import kind_of
from comptant.rules.batch import decide
from comptant.rules.mandates import MANDATE_FACTS, RULES
from comptant.store import bulk


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
    try:
        with do.conn.transaction():
            bulk.copy_in(do.conn, "mandate", pl.DataFrame([row]))
    except UniqueViolation:  # another person has just approved the same one
        raise Refused("mandate_known", reference=asked["reference"]) from None
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
    ids = sorted(set(mandate_ids))
    asked = {"buyer_id": None, "reference": None, "mandate_ids": ids}
    return states(facts_of(bulk.rows(do.conn, "read_mandates", **asked), do.on))


def facts_of(rows: Iterable[bulk.Row], on: date) -> pl.DataFrame:
    """MANDATE_FACTS of rows of the query read_mandates, on a day."""
    told = ({**row, "mandate_id": row["id"], "is_last": False, "today_on": on} for row in rows)
    return MANDATE_FACTS.frame([{name: row[name] for name in MANDATE_FACTS.names} for row in told])


def states(facts: pl.DataFrame) -> dict[int, bulk.Row]:
    """MANDATE_FACTS with what the rules say, by id of the mandate."""
    return {row["mandate_id"]: row for row in decide(facts, RULES).iter_rows(named=True)}
