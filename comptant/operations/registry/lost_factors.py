"""Ending somebody's second factors when they are lost, by two people: whoever has neither the
device nor a recovery code is let in again only by others.

Of a client's person who works for no other company an owner proposes it, or an administrator of the
house; of all others an administrator. The house answers, by another person. Whoever is concerned is
told by mail.
"""

from comptant.operations.acts.act import Act, Answer, Refused, operation
from comptant.operations.acts.approval import propose
from comptant.operations.acts.authority import AUTHORITY
from comptant.operations.registry.emails import tell_of_factors
from comptant.operations.registry.password_changes import end_sessions
from comptant.operations.registry.recovery_codes import end_codes
from comptant.store import bulk

KIND = "second_factors"
ANSWERING = sorted(role for role, kind in AUTHORITY if kind == KIND)


@operation
def propose_factors_end(do: Act, *, login: str) -> Answer:
    """End all second factors and recovery codes of someone who has lost theirs, with their
    sessions: with their password they sign in and add another. An owner asks it for a person of
    their own company who works for no other, an administrator for anybody; it waits for another
    person of the house (`approval_id`), and until then changes nothing.

    Where nobody else of the house may answer, its administrator ends them at once (`is_alone`).

    Refused: user_unknown, works_elsewhere (an owner asks of whoever has a role in another company
    or in the house too: the house asks), second_factor_none, factors_end_waits.
    """
    name = login.strip().lower()
    found = do.conn.execute("SELECT id, name FROM app_user WHERE login = %s", (name,)).fetchone()
    companies = _companies(do, found[0]) if found else set()
    if found is None or not (do.by.is_factor or do.by.company_id in companies):
        raise Refused("user_unknown", login=login)
    if not do.by.is_factor and len(companies) > 1:  # they would be ended for the others too
        raise Refused("works_elsewhere", login=name)
    lost = _alive(do, found[0], name)
    waiting = bulk.row(do.conn, "factors_end_waiting", user_id=found[0])
    if waiting:
        raise Refused("factors_end_waits", login=name, approval_id=waiting["approval_id"],
                      proposed_by=waiting["proposed_by"])  # fmt: skip
    said = {"user_id": found[0], "login": name, "name": found[1]}
    # Whoever has lost theirs cannot answer either.
    if do.by.is_factor and not bulk.row(
        do.conn, "others_to_answer", user_ids=[do.by.id, found[0]], company_id=do.by.company_id,
        roles=ANSWERING,
    ):  # fmt: skip
        return {**said, **end_all(do, found[0], name), "approval_id": None, "is_alone": True}
    approval_id = propose(do, KIND, {**said, "factor_ids": lost}, subject_id=found[0])
    return {**said, "approval_id": approval_id, "is_alone": False}


def end_factors(do: Act, approval: bulk.Row) -> Answer:
    """What an approved end does. Those alone were said to be lost that were there. Refused:
    second_factor_none (ended meanwhile), second_factor_other (another one was added since)."""
    said = approval["arguments"]
    if _alive(do, said["user_id"], said["login"]) != said.get("factor_ids"):
        raise Refused("second_factor_other", login=said["login"])
    return {"login": said["login"], **end_all(do, said["user_id"], said["login"])}


def end_all(do: Act, user_id: int, login: str) -> Answer:
    """End a user's second factors, recovery codes and sessions, and send word of it."""
    ended = do.conn.execute(
        "UPDATE second_factor SET ended_at = now() WHERE user_id = %s AND ended_at IS NULL",
        (user_id,),
    ).rowcount
    end_codes(do, user_id)
    tell_of_factors(do.conn, user_id, "FACTORS_ENDED", do.asked.at, with_owners=True)
    return {"factors_ended": ended, "sessions_ended": end_sessions(do, user_id, b"")}


def _alive(do: Act, user_id: int, login: str) -> list[int]:
    """The second factors that have not ended. Refused: second_factor_none."""
    found = do.conn.execute(
        "SELECT id FROM second_factor WHERE user_id = %s AND ended_at IS NULL"
        " ORDER BY id FOR UPDATE",
        (user_id,),
    ).fetchall()
    if not found:
        raise Refused("second_factor_none", login=login)
    return [row[0] for row in found]


def _companies(do: Act, user_id: int) -> set[int]:
    """The companies for which somebody acts now, the house among them."""
    rows = do.conn.execute(
        """SELECT DISTINCT company_id FROM (
               SELECT DISTINCT ON (company_id, role) company_id, is_granted FROM membership
               WHERE user_id = %s ORDER BY company_id, role, recorded_at DESC) held
           WHERE is_granted""",
        (user_id,),
    ).fetchall()
    return {row[0] for row in rows}
