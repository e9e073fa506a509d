"""One-time codes by which papers are signed: sent to the address that the signatory's power names,
or those of the authenticator that signs them in. A wrong one counts as a failed sign-in.
"""

import contextlib
import hashlib
import hmac
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from psycopg import Connection, Rollback

from comptant.operations.acts.act import Act, Answer, Asked, Refused, operation
from comptant.operations.assigning.signatories import check_still_together
from comptant.operations.assigning.signatures import open_signature
from comptant.operations.registry import passwords, signing
from comptant.operations.registry.emails import hidden
from comptant.operations.registry.powers import checked_power
from comptant.store import access, bulk

DIGITS = 6
MINUTES = 10  # for which a code serves
CODES_MAX = 5  # sent to one person in an hour
WAITS = (5, 15, 60, 180)  # seconds until a code that did not leave is tried again
LEASE_SECONDS = 60
# Sends a code to an address, in a language; whether it left.
Post = Callable[[str, str, str], bool]


@dataclass(frozen=True)
class Proof:
    """By what a signatory was known: MAIL (a code sent to the address of the power), or TOTP (a
    code of their authenticator), and its id; of a code sent, when, where (partly), its digest."""

    by: str
    id: int
    sent_at: datetime | None = None
    email: str = ""
    salt: bytes = b""
    code_digest: bytes = b""


@operation
def send_signing_code(
    do: Act, *, contract_id: int, signature_ids: list[int], language: str
) -> Answer:
    """Send the person who asks a one-time code to sign papers of a contract, to the address that
    their power names. It serves ten minutes, once, for these papers only.

    Answers where it goes (partly), until when it serves. Refused: contract_unknown,
    nothing_to_sign, signature_unknown, signature_over, signatory_other, signature_elsewhere,
    power_missing, power_too_small, codes_too_many.
    """
    email = to_sign(do, contract_id, signature_ids)[0]["email"]
    at = do.asked.at
    row = bulk.row(do.conn, "codes_sent", user_id=do.by.id, since=at - timedelta(hours=1), at=at)
    if row and row["count"] >= CODES_MAX:
        raise Refused("codes_too_many", most=CODES_MAX)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    salt = secrets.token_bytes(16)
    expires_at = at + timedelta(minutes=MINUTES)
    (id_,) = bulk.take_ids(do.conn, 1)
    bulk.execute(
        do.conn, "insert_signing_code", id=id_, user_id=do.by.id, contract_id=contract_id,
        signature_ids=sorted(set(signature_ids)), email=email, language=language, code=code,
        salt=salt, code_digest=_digest(salt, code), made_at=at, expires_at=expires_at,
        next_at=None if access.is_sandbox(do.conn) else at, act_id=do.id,
    )  # fmt: skip
    return {"contract_id": contract_id, "code_id": id_, "email": hidden(email),
            "expires_at": expires_at}  # fmt: skip


def to_sign(do: Act, contract_id: int, signature_ids: Sequence[int]) -> list[bulk.Row]:
    """Open signatures asked of the person who asks, each with the power that reaches it.

    Refused: nothing_to_sign, signature_unknown, signature_over, signatory_other,
    signature_elsewhere (the provider's), power_missing, power_too_small, power_joint.
    """
    found = []
    for id_ in sorted(set(signature_ids)):
        one = open_signature(do, contract_id, id_)
        if one["user_id"] != do.by.id:
            raise Refused("signatory_other", name=one["signatory"])
        if one["way"] != "SIMPLE":
            raise Refused("signature_elsewhere", signature_id=id_)
        power = checked_power(do, one["client_id"], do.by.id, one["amount_cents"], one["currency"])
        check_still_together(do, one)
        found.append({**one, "power": power, "email": power["email"]})
    if not found:
        raise Refused("nothing_to_sign")
    return found


def check_code(conn: Connection, asked: Asked, contract_id: int, signature_ids: list[int],
               code: str) -> None:  # fmt: skip
    """Whether a code is right, a wrong one being counted; nothing is used up. Refused: code_wrong,
    code_over, locked_out."""
    with conn.transaction():
        passwords.hold_login(conn, asked.by.login, asked.at)
        proof = None
        with contextlib.suppress(Rollback), conn.transaction() as trial:
            proof = use_code(conn, asked.by.id, contract_id, signature_ids, code, asked.at)
            raise Rollback(trial)
        if proof is None:
            passwords.count_failure(conn, asked.by.login)
    if proof is None:
        raise Refused("code_wrong")


def use_code(
    conn: Connection, user_id: int, contract_id: int, signature_ids: Sequence[int], code: str,
    at: datetime,
) -> Proof | None:  # fmt: skip
    """Use a code up: the last one sent for these papers, or one of the user's authenticator. None:
    it is neither. Refused: code_over (it was right, and has served or is too old)."""
    told = "".join(code.split())
    last = bulk.row(conn, "last_signing_code", user_id=user_id, contract_id=contract_id)
    if last and hmac.compare_digest(_digest(last["salt"], told), bytes(last["code_digest"])):
        is_for_all = set(signature_ids) <= set(last["signature_ids"])
        if last["used_at"] or last["expires_at"] <= at or not is_for_all:
            raise Refused("code_over", minutes=MINUTES)
        conn.execute("UPDATE signing_code SET used_at = %s, code = NULL, next_at = NULL"
                     " WHERE id = %s", (at, last["id"]))  # fmt: skip
        return Proof("MAIL", last["id"], last["sent_at"], hidden(last["email"]),
                     bytes(last["salt"]), bytes(last["code_digest"]))  # fmt: skip
    factor_id = signing.use_code(conn, user_id, told, at)
    return None if factor_id is None else Proof("TOTP", factor_id)


def send_due(conn: Connection, at: datetime, post: Post) -> int:
    """Send the codes that wait, one after the other; how many left. The code itself is forgotten
    then. One that does not leave is tried again while it serves."""
    due = bulk.rows(conn, "take_codes", at=at, lease_seconds=LEASE_SECONDS)
    sent = 0
    for row in due:
        is_sent = post(row["email"], row["code"], row["language"])
        wait = WAITS[min(row["tries"], len(WAITS)) - 1]
        bulk.execute(conn, "note_code", id=row["id"], is_sent=is_sent,
                     next_at=None if is_sent else at + timedelta(seconds=wait))  # fmt: skip
        sent += is_sent
    return sent


def trial_code(conn: Connection, *, code_id: int, user_id: int) -> str:
    """The code that was made for somebody in a trial, where nothing leaves the house.

    Refused: only_in_sandbox, code_wrong.
    """
    if not access.is_sandbox(conn):
        raise Refused("only_in_sandbox")
    found = conn.execute(
        "SELECT code FROM signing_code WHERE id = %s AND user_id = %s AND code IS NOT NULL",
        (code_id, user_id),
    ).fetchone()
    if found is None:
        raise Refused("code_wrong")
    return str(found[0])


def _digest(salt: bytes, code: str) -> bytes:
    return hashlib.sha256(bytes(salt) + code.encode()).digest()
