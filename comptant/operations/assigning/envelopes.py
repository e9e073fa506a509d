"""Signatures at a provider of advanced signatures: what is sent to it, asked of it, taken in.

    turn(conn, at, provider, by)   sends what waits, asks what is under way; how many it asked

Nothing is open in the database while the provider is waited for. An envelope is named to it by the
signature's own name (`reference_of`), so that one that was sent twice is found and not made again.
Source: Regulation (EU) No 910/2014, art. 26; decision 0070.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from psycopg import Connection

from comptant.operations.acts.act import (
    Act,
    Answer,
    Asked,
    Refused,
    User,
    lock_contracts,
    operation,
)
from comptant.operations.acts.documents import keep_document
from comptant.operations.assigning.papers import PDF
from comptant.operations.assigning.signatures import open_signature, record_end
from comptant.operations.assigning.signed import (
    JSON,
    evidence_facts,
    is_same,
    keep_evidence,
    take,
)
from comptant.operations.paying.preparing import PARIS
from comptant.operations.registry.powers import checked_power
from comptant.store import bulk

LEASE_SECONDS = 120  # an envelope whose worker died is taken again after that
AT_ONCE = 20
ASKED_AGAIN = timedelta(minutes=5)  # while people sign; a callback of the provider asks at once
# After each failure in a row, how long until the next try; the last one stays.
WAITS = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 300, 1_800, 7_200))
ENDED = ("SIGNED", "DECLINED", "OVER")
Row = dict[str, Any]


class Unanswered(Exception):
    """The provider could not be asked, or said what it must not: tried again later. Its text holds
    no secret."""


class Rejected(Exception):
    """The provider will not have it, however often it is sent: why, without a secret."""


@dataclass(frozen=True)
class Letter:
    """What is sent to be signed: the file, and who signs it."""

    reference: str  # ours, the same at every try
    name: str
    content: bytes
    signatory: str
    email: str
    phone: str
    language: str
    last_on: date


@dataclass(frozen=True)
class Heard:
    """What the provider says of an envelope: SENT (people sign), SIGNED, DECLINED, OVER."""

    state: str
    why: str = ""
    signer: str = ""
    signed_at: datetime | None = None
    email: str = ""  # of who signed, and the digest (hex) of the file that was given to sign
    sha256: str = ""


class Provider(Protocol):
    """A provider of advanced signatures. Each raises Unanswered, or Rejected."""

    def send(self, letter: Letter) -> str:
        """Give it a file to have signed; its own reference. Twice the same: once."""

    def ask(self, reference: str) -> Heard:
        """How it stands."""

    def fetch(self, reference: str) -> tuple[bytes, bytes]:
        """The signed file, and the provider's evidence."""

    def cancel(self, reference: str) -> None:
        """Nobody is to sign any more."""


@operation
def hear_provider(do: Act, *, contract_id: int, signature_id: int) -> Answer:
    """Take in what the provider of advanced signatures has said of a signature, as its envelope
    keeps it: signed, with the sealed paper and its evidence; declined; or over. A paper signed too
    late, whose facts have changed, or whose signatory has lost the power, is void.

    Refused: contract_unknown, signature_unknown, signature_over, envelope_open.
    """
    lock_contracts(do, [contract_id])
    one = open_signature(do, contract_id, signature_id, also_late=True)
    said = bulk.row(do.conn, "envelope_of", contract_id=contract_id, signature_id=signature_id)
    if said is None or said["state"] in ("WAITING", "SENT"):
        raise Refused("envelope_open", signature_id=signature_id)
    do.conn.execute(
        "UPDATE envelope SET next_at = NULL, signed_file = NULL, evidence_file = NULL"
        " WHERE contract_id = %s AND signature_id = %s", (contract_id, signature_id),
    )  # fmt: skip
    told = {"contract_id": contract_id, "signature_id": signature_id}
    if said["state"] != "SIGNED":
        outcome = "DECLINED" if said["state"] == "DECLINED" else "WITHDRAWN"
        why = said["last_answer"] or said["provider"]
        record_end(do, contract_id, signature_id, outcome, reason=why)
        return {**told, "outcome": outcome, "reason": why}
    signed = _kept(do, one, said["signed_file"], f"signed-{one['name']}", PDF)
    proof = _kept(do, one, said["evidence_file"], f"evidence-{one['name']}.json",
                  JSON)  # fmt: skip
    void = _why_void(do, one, said)
    kept = keep_evidence(do, one, _facts(do, one, said, signed, proof, void))
    if void:
        record_end(do, contract_id, signature_id, "VOID", reason=void, evidence=kept, signed=signed)
        return {**told, "outcome": "VOID", "reason": void}
    fee_cents = take(do, one, kept, signed=signed)
    return {**told, "outcome": "SIGNED", "reason": "", "evidence": kept.hex(),
            "fee_cents": fee_cents}  # fmt: skip


def _kept(do: Act, one: Row, content: bytes, name: str, media_type: str) -> bytes:
    digest = hashlib.sha256(content).digest()
    keep_document(do, digest, name, media_type, bytes(content), one["contract_id"])
    return digest


def _why_void(do: Act, one: Row, said: Row) -> str:
    """Why what was signed there does not count: LATE, CHANGED, POWER; "" where it does."""
    signed_on = said["signed_at"].astimezone(PARIS).date()
    if not one["dated_on"] <= signed_on <= one["last_on"]:
        return "LATE"
    if not is_same(do, one):
        return "CHANGED"
    try:
        checked_power(do, one["client_id"], one["user_id"], one["amount_cents"], one["currency"])
    except Refused:
        return "POWER"
    return ""


def _facts(do: Act, one: Row, said: Row, signed: bytes, proof: bytes, void: str) -> Row:
    """What our evidence tells of a signature given elsewhere."""
    power = bulk.row(do.conn, "power_of", power_id=None, company_id=one["client_id"],
                     user_id=one["user_id"])  # fmt: skip
    facts = evidence_facts(do, {**one, "power": power or {}}, None)
    return {
        **facts, "level": "advanced (eIDAS, art. 26)", "void": void,
        "signed_at": said["signed_at"].isoformat(),
        "signed_on": said["signed_at"].astimezone(PARIS).date().isoformat(),
        "identified": {"by": said["provider"], "reference": said["reference"],
                       "signer": said["signer"], "signed_sha256": signed.hex(),
                       "evidence_sha256": proof.hex()},
    }  # fmt: skip


def turn(conn: Connection, at: datetime, provider: Provider, by: User) -> int:
    """Ask the provider about each envelope that is due; how many. What it says at last is taken in
    by `hear_provider`, as `by`."""
    due = bulk.rows(conn, "take_envelopes", most=AT_ONCE, at=at, lease_seconds=LEASE_SECONDS)
    for row in due:
        if row["state"] not in ENDED:
            row |= _asked(conn, at, provider, row)
        if row["state"] in ENDED and row["outcome"] == "OPEN":
            _hear(conn, at, by, row)
    return len(due)


def _asked(conn: Connection, at: datetime, provider: Provider, row: Row) -> Row:
    """One envelope asked about, and what was said written down; the state it is in then."""
    try:
        said = _said(provider, row, at.astimezone(PARIS).date())
    except Unanswered as error:
        wait = WAITS[min(row["tries"], len(WAITS)) - 1]
        said = {"tries": row["tries"], "last_answer": str(error)[:500], "next_at": at + wait}
    except Rejected as error:
        said = {"state": "OVER", "last_answer": str(error)[:500], "next_at": at + ASKED_AGAIN}
    else:
        said["next_at"] = at + ASKED_AGAIN  # until it is taken in
    if row["outcome"] != "OPEN" and said.get("state") == "OVER":
        said["next_at"] = None
    before = {
        "reference": row["reference"],
        "state": row["state"],
        "tries": 0,
        "last_answer": "",
        "signed_file": None,
        "evidence_file": None,
        "signer": "",
        "signed_at": None,
    }
    bulk.execute(conn, "note_envelope", contract_id=row["contract_id"],
                 signature_id=row["signature_id"], **{**before, **said})  # fmt: skip
    return {"state": said.get("state", row["state"])}


def _said(provider: Provider, row: Row, today: date) -> Row:
    """What the provider says: sent where it has no reference yet, called back where nobody is to
    sign any more."""
    reference = row["reference"]
    if row["outcome"] != "OPEN" and reference:
        provider.cancel(reference)
    if row["outcome"] != "OPEN":
        return {"state": "OVER", "last_answer": row["outcome"]}
    if not reference:
        reference = provider.send(Letter(
            reference_of(row["contract_id"], row["signature_id"]), row["name"],
            bytes(row["content"]), row["signatory"], row["email"], row["phone"],
            row["language"], row["last_on"],
        ))  # fmt: skip
        return {"state": "SENT", "reference": reference}
    heard = provider.ask(reference)
    if heard.state == "SENT" and row["last_on"] < today:
        provider.cancel(reference)
        return {"state": "OVER", "last_answer": "not signed in time"}
    told: Row = {"state": heard.state, "last_answer": heard.why[:500]}
    if heard.state == "SIGNED":
        asked = (row["email"].casefold(), bytes(row["digest"]).hex())
        if (heard.email.casefold(), heard.sha256) != asked:
            raise Rejected("somebody else signed, or another paper")
        signed, evidence = provider.fetch(reference)
        told |= {"signed_file": signed, "evidence_file": evidence, "signer": heard.signer[:200],
                 "signed_at": heard.signed_at}  # fmt: skip
    return told


def reference_of(contract_id: int, signature_id: int) -> str:
    """How an envelope is named to the provider."""
    return f"comptant-{contract_id}-{signature_id}"


def ask_soon(conn: Connection, reference: str, at: datetime) -> bool:
    """The provider calls: what it is about is asked at the next turn, whatever it says."""
    found = conn.execute(
        "UPDATE envelope SET next_at = %s WHERE reference = %s AND reference <> ''"
        " AND state = 'SENT'", (at, reference),
    )  # fmt: skip
    return found.rowcount > 0


def _hear(conn: Connection, at: datetime, by: User, row: Row) -> None:
    key = f"{reference_of(row['contract_id'], row['signature_id'])}/heard"
    asked = Asked(by, key, at, at.astimezone(PARIS).date())
    try:
        hear_provider(conn, asked, contract_id=row["contract_id"],
                      signature_id=row["signature_id"])  # fmt: skip
    except Refused as refusal:
        if refusal.code != "signature_over":  # it was withdrawn meanwhile
            raise
