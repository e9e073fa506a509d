"""Ending somebody's second factors when they are lost, by two people: whoever has neither the
device nor a recovery code is let in again only by others.

Of a client's person who works for no other company an owner proposes it, or an administrator of the
house; of all others an administrator. The house answers, by another person. Whoever is concerned is
told by mail.
"""

from comptant.operations.acts.act import Act, Answer, Refused, operation
from comptant.operations.acts.approval import is_alone, propose
from comptant.operations.registry.emails import tell_of_factors
from comptant.operations.registry.password_changes import end_sessions
from comptant.operations.registry.recovery_codes import end_codes
from comptant.store import bulk

KIND = "second_factors"


@operation
def propose_factors_end(do: Act, *, login: str) -> Answer:
    """End all second factors and recovery codes of someone who has lost theirs, with their
    sessions: with their password they sign in and add another. An owner asks it for a person of
    their own company who works for no other, an administrator for anybody; it waits for another
    person of the house (`approval_id`), and until then changes nothing.

    Refused: user_unknown, works_elsewhere (an owner asks of whoever has a role in another company
    or in the house too: the house asks), second_factor_none.
    """
    name = login.strip().lower()
    found = do.conn.execute("SELECT id FROM app_user WHERE login = %s", (name,)).fetchone()
    companies = _companies(do, found[0]) if found else set()
    if found is None or not (do.by.is_factor or do.by.company_id in companies):
        raise Refused("user_unknown", login=login)
    if not do.by.is_factor and len(companies) > 1:  # they would be ended for the others too
        raise Refused("works_elsewhere", login=name)
    _check_some(do, found[0], name)
    said = {"user_id": found[0], "login": name}
    if is_alone(do) and do.by.is_factor:
        return {**said, **end_all(do, found[0], name), "approval_id": None, "is_alone": True}
    approval_id = propose(do, KIND, said, subject_id=found[0])
    return {**said, "approval_id": approval_id, "is_alone": False}


def end_factors(do: Act, approval: bulk.Row) -> Answer:
    """What an approved end does. Refused: second_factor_none (ended meanwhile)."""
    said = approval["arguments"]
    _check_some(do, said["user_id"], said["login"])
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


def _check_some(do: Act, user_id: int, login: str) -> None:
    """Whether there is a second factor to end. Refused: second_factor_none."""
    found = do.conn.execute(
        "SELECT 1 FROM second_factor WHERE user_id = %s AND ended_at IS NULL FOR UPDATE", (user_id,)
    ).fetchone()
    if found is None:
        raise Refused("second_factor_none", login=login)


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
