"""Contracts that feed themselves: a watched folder, or mail from an address that is known.

What comes is assigned the same day in the name of a person of the client's, who has agreed to it by
the standing consent of the contract; each mail or lot of files is written down once.
Source: DOMAIN §7.1 (whole turnover), §1.2 (consent at the same time as the payment).
"""

import re
from datetime import datetime

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.acts.rights import RIGHTS
from comptant.operations.acts.roles import CLIENT_ROLES, EXTERNAL_ACCOUNTANT
from comptant.operations.terms.contracts import contract_in_force
from comptant.store import access, bulk

WAYS = ("FOLDER", "MAIL")
SCOPE = "ALL_INVOICES"
FEEDERS = RIGHTS["remit"] & CLIENT_ROLES - {EXTERNAL_ACCOUNTANT}
ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]+")
LENGTH_MAX = 254  # of an address, RFC 5321


@operation
def open_feed(
    do: Act, *, contract_id: int, way: str, sender: str | None, login: str
) -> Answer:  # fmt: skip
    """Let what comes by a way be assigned the same day, without a click, in the name of `login`, a
    person of the client's who may assign. `way`: FOLDER (files laid in the contract's folder), or
    MAIL (attachments of mails from the address `sender`, once our server has proved it).

    Only where the contract assigns all invoices (`assignment_scope`). Answers the way and, of a
    folder, its name. Refused: contract_unknown, contract_not_in_force, feed_way_unknown,
    feed_not_whole, feed_sender_wrong, feed_person_wrong, feed_open.
    """
    lock_contracts(do, [contract_id])
    told = _told(way, sender)
    contract = contract_in_force(do.conn, contract_id, do.on)
    scope = str(contract.terms.get("assignment_scope", SCOPE))
    if scope != SCOPE:
        raise Refused("feed_not_whole", number=contract.number, assignment_scope=scope)
    user_id = _feeder(do, contract.client_id, login)
    if bulk.rows(do.conn, "feeds_now", way=way, contract_id=contract_id, sender=told):
        raise Refused("feed_open", way=way, sender=told)
    bulk.execute(do.conn, "insert_feed", contract_id=contract_id, way=way, sender=told,
                 is_open=True, user_id=user_id, act_id=do.id)  # fmt: skip
    return {"contract_id": contract_id, "way": way, "sender": told, "login": login,
            "folder": folder_of(contract.number) if way == "FOLDER" else ""}  # fmt: skip


@operation
def end_feed(do: Act, *, contract_id: int, way: str, sender: str | None) -> Answer:
    """What comes by a way is no longer assigned. Refused: contract_unknown, feed_way_unknown,
    feed_sender_wrong, feed_unknown."""
    lock_contracts(do, [contract_id])
    told = _told(way, sender)
    found = bulk.rows(do.conn, "feeds_now", way=way, contract_id=contract_id, sender=told)
    if not found:
        raise Refused("feed_unknown", way=way, sender=told)
    bulk.execute(do.conn, "insert_feed", contract_id=contract_id, way=way, sender=told,
                 is_open=False, user_id=found[0]["user_id"], act_id=do.id)  # fmt: skip
    return {"contract_id": contract_id, "way": way, "sender": told}


@operation
def record_arrival(
    do: Act, *, contract_id: int, way: str, sent_digest: str, sender: str, subject: str,
    arrival_state: str, refusal_code: str, remittance_ids: list[int], accepted: int, refused: int,
    fault_count: int, arrived_at: datetime, reply_to: str | None,
) -> Answer:  # fmt: skip
    """Write down a mail, or a lot of files of a folder, that came to a contract (the house's own
    where nobody known sent it), with what became of it: TAKEN (assigned, `remittance_ids`), UNREAD
    (nothing in it could be read), REFUSED (`refusal_code`), UNKNOWN (of no address that feeds a
    contract), UNPROVED (our server has not proved who sent it). `sent_digest`: SHA-256 in hex.
    `reply_to`: the Message-ID to answer, null where nobody is answered. Nobody is in a trial.
    """
    ids = bulk.take_ids(do.conn, 1)
    bulk.execute(
        do.conn, "insert_arrival", contract_id=contract_id, id=ids[0], way=way,
        digest=bytes.fromhex(sent_digest), sender=sender, subject=subject,
        arrival_state=arrival_state, refusal_code=refusal_code, remittance_ids=remittance_ids,
        accepted=accepted, refused=refused, fault_count=fault_count, arrived_at=arrived_at,
        act_id=do.id,
    )  # fmt: skip
    is_answered = reply_to is not None and not access.is_sandbox(do.conn)
    if is_answered:
        do.conn.execute(
            "INSERT INTO mail_answer (contract_id, arrival_id, email, reply_to, next_at)"
            " VALUES (%s, %s, %s, %s, %s)", (contract_id, ids[0], sender, reply_to, do.asked.at),
        )  # fmt: skip
    return {"contract_id": contract_id, "arrival_id": ids[0], "arrival_state": arrival_state,
            "is_answered": is_answered}  # fmt: skip


def folder_of(number: str) -> str:
    """The folder of a contract in COMPTANT_FEEDS_FOLDER: its number, as a file system takes it."""
    safe = re.sub(r"[^A-Za-z0-9._-]", lambda sign: f"%{ord(sign[0]):02X}", number)
    return f"%2E{safe[1:]}" if safe.startswith(".") else safe


def _told(way: str, sender: str | None) -> str:
    if way not in WAYS:
        raise Refused("feed_way_unknown", way=way, ways=list(WAYS))
    told = (sender or "").strip().lower()
    if way == "FOLDER" and not told:
        return ""
    if way == "FOLDER" or not ADDRESS.fullmatch(told) or len(told) > LENGTH_MAX:
        raise Refused("feed_sender_wrong", way=way, sender=sender)
    return told


def _feeder(do: Act, client_id: int, login: str) -> int:
    """The id of a person of the client's who may assign today."""
    found = do.conn.execute("SELECT id FROM app_user WHERE login = %s", (login,)).fetchone()
    roles = roles_of(do.conn, found[0], client_id) if found else frozenset[str]()
    if found is None or not roles & FEEDERS:
        raise Refused("feed_person_wrong", login=login)
    return int(found[0])


def roles_of(conn: bulk.Connection, user_id: int, company_id: int) -> frozenset[str]:
    """The roles that a person has now in a company."""
    found = bulk.rows(conn, "person_roles", user_id=user_id, company_id=company_id)
    return frozenset(row["role"] for row in found)
