"""What may not be erased (a legal hold, lifted by two people), what is erased when its term has run
out, and the proof that each erasure leaves. Source: DOMAIN 9.4; art. 5(1)(e) and 17(3)(e) RGPD;
docs/decisions/0165-an-erasure-leaves-a-proof.md, 0182-a-file-is-forgotten-with-its-term.md.
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from psycopg import Connection

from comptant.operations.acts.act import Act, Answer, Refused, check_source, operation
from comptant.operations.acts.approval import propose
from comptant.rules.retention import TERMS, kept_since
from comptant.store import bulk

KIND = "legal_hold"
# What goes by itself when its term has run out, and by which functions of the database.
BY_ITSELF = {
    "SIGN_IN": ("SELECT row_count, digest FROM forget_sign_ins(%s)",),
    "PROSPECT": ("SELECT row_count, digest FROM forget_callers(%s)",
                 "SELECT row_count, digest FROM forget_prospects(%s)"),
    "KYC": ("SELECT row_count, digest FROM forget_files(%s)",),
}  # fmt: skip
PERSON = "PERSON"


@operation
def place_hold(
    do: Act, *, login: str | None, party_id: int | None, kind: str | None, reason: str
) -> Answer:
    """Hold back from erasure a person (`login`), the people of a company (`party_id`), or a kind of
    data (`kind`: SIGN_IN, PROSPECT, KYC), for a claim or an inquiry (`reason`): at once, until two
    people lift it.

    Refused: hold_of_one, source_missing, user_unknown, party_unknown, hold_kind_unknown.
    """
    if sum(one is not None for one in (login, party_id, kind)) != 1:
        raise Refused("hold_of_one")
    check_source(reason)
    if kind is not None and kind not in BY_ITSELF:
        raise Refused("hold_kind_unknown", kind=kind, known=" ".join(BY_ITSELF))
    hold_of = PERSON if login is not None else "KIND" if kind is not None else "COMPANY"
    subject_id = _subject(do.conn, login, party_id)
    (id_,) = bulk.take_ids(do.conn, 1)
    do.conn.execute(
        """INSERT INTO legal_hold (id, hold_of, subject_id, kind, reason, held_on, act_id)
           VALUES (%s, %s, %s, %s, %s, %s, %s)""",
        (id_, hold_of, subject_id, kind or "", reason.strip(), do.on, do.id),
    )
    return {"hold_id": id_, "hold_of": hold_of}


@operation
def lift_hold(do: Act, *, hold_id: int, reason: str) -> Answer:
    """Ask to lift a legal hold; it is lifted when another person agrees.

    Refused: hold_unknown, source_missing, hold_lifted.
    """
    check_source(reason)
    _standing(do, hold_id)
    said = {"hold_id": hold_id, "reason": reason.strip()}
    return {"hold_id": hold_id, "approval_id": propose(do, KIND, said, subject_id=hold_id)}


def lift_by_two(do: Act, approval: bulk.Row) -> Answer:
    """What an approved lifting does. Refused: hold_unknown, hold_lifted."""
    said = approval["arguments"]
    _standing(do, said["hold_id"])
    do.conn.execute(
        """INSERT INTO legal_hold_lift (hold_id, reason, lifted_on, approval_id, act_id)
           VALUES (%s, %s, %s, %s, %s)""",
        (said["hold_id"], said["reason"], do.on, approval["id"], do.id),
    )
    return {"hold_id": said["hold_id"]}


@operation
def erase_due(do: Act) -> Answer:
    """Erase what has a term that has run out and no hold: trails of sign-ins, who prospects are and
    what they said, the people of files that have ended, refused or not. Each kind of which
    something goes leaves a proof. The close of a day does it."""
    proofs = []
    for kind in BY_ITSELF:
        if not is_kind_held(do.conn, kind):
            proofs.extend(_erased(do, kind))
    return {"proofs": proofs, "row_count": sum(int(one["row_count"]) for one in proofs)}


def prove(
    do: Act, kind: str, source: str, until_on: date, row_count: int, digest: bytes,
    approval_id: int | None,
) -> Answer:  # fmt: skip
    """Keep the proof of an erasure; as it is told."""
    (id_,) = bulk.take_ids(do.conn, 1)
    do.conn.execute(
        """INSERT INTO erasure_proof (id, kind, source, until_on, row_count, digest, erased_on,
               approval_id, act_id) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)""",
        (id_, kind, source, until_on, row_count, digest, do.on, approval_id, do.id),
    )
    return {"proof_id": id_, "retention_kind": kind, "source": source,
            "until_on": until_on.isoformat(), "row_count": row_count, "digest": digest.hex()
            }  # fmt: skip


def prove_person(do: Act, user_id: int, gone: Sequence[str], approval_id: int) -> Answer:
    """The proof that what let a person in, and maybe the name, went: by number, not by name."""
    told = f"{user_id} {' '.join(gone)} {do.on.isoformat()}"
    return prove(do, PERSON, "art. 17 RGPD", do.on, len(gone),
                 hashlib.sha256(told.encode()).digest(), approval_id)  # fmt: skip


def holds_of(conn: Connection, user_id: int) -> list[int]:
    """The holds that stand and name a person."""
    rows = conn.execute("SELECT hold_id FROM held_person WHERE user_id = %s ORDER BY hold_id",
                        (user_id,)).fetchall()  # fmt: skip
    return [row[0] for row in rows]


def is_kind_held(conn: Connection, kind: str) -> bool:
    """Whether a hold stands on a whole kind of data."""
    return conn.execute("SELECT FROM legal_hold_standing WHERE kind = %s",
                        (kind,)).fetchone() is not None  # fmt: skip


def something_due(conn: Connection, on: date) -> bool:
    """Whether a term of what goes by itself has run out of something: a close asks before it
    makes an act."""
    since = {kind.lower(): kept_since(kind, on) for kind in BY_ITSELF}
    return bool(bulk.rows(conn, "erasures_due", **since)[0]["is_due"])


def _erased(do: Act, kind: str) -> list[Answer]:
    before = kept_since(kind, do.on)
    since = datetime.combine(before, time(0), UTC) if kind == "SIGN_IN" else before
    proofs = []
    for forgetting in BY_ITSELF[kind]:
        row_count, digest = do.conn.execute(forgetting, (since,)).fetchall()[0]
        if row_count:
            proofs.append(prove(do, kind, TERMS[kind].source, before, row_count, bytes(digest),
                                None))  # fmt: skip
    return proofs


def _subject(conn: Connection, login: str | None, party_id: int | None) -> int:
    if login is not None:
        found = conn.execute("SELECT id FROM app_user WHERE login = %s AND erased_at IS NULL",
                             (login.strip().lower(),)).fetchone()  # fmt: skip
        if found is None:
            raise Refused("user_unknown", login=login)
        return int(found[0])
    if party_id is not None:
        if conn.execute("SELECT FROM party WHERE id = %s", (party_id,)).fetchone() is None:
            raise Refused("party_unknown", party_id=party_id)
        return party_id
    return 0


def _standing(do: Act, hold_id: int) -> None:
    row = bulk.row(do.conn, "legal_hold_of", hold_id=hold_id)
    if row is None:
        raise Refused("hold_unknown", hold_id=hold_id)
    if row["lifted_on"] is not None:
        raise Refused("hold_lifted", hold_id=hold_id, on=row["lifted_on"])
