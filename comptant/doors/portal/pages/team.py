"""A client's own people, for its owner: who may do what, who is asked in, who did what."""

from comptant.doors import words
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field
from comptant.doors.portal.forms import form
from comptant.doors.portal.notices import with_notice
from comptant.doors.portal.parts import rows_of
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.words import Both, say
from comptant.operations.acts.rights import RIGHTS
from comptant.operations.acts.roles import (
    CLIENT_ACCOUNTANT,
    CLIENT_OWNER,
    TEAM_ROLES,
    TWO_PEOPLE,
)
from comptant.operations.registry import team as team_
from comptant.store.access import See

OWNERS = frozenset({CLIENT_OWNER})
ACTS = ("happened_at", "login", "operation", "key_name", "contract_number")
# What each role is for, the widest last.
RIGHTS_TOLD = {
    "client_accountant": Both("reads everything", "lit tout"),
    "client_user": Both("sends invoices, answers disputes", "envoie les factures, répond aux "
                        "litiges"),
    "client_treasurer": Both("draws money", "tire les fonds"),
    "client_owner": Both("does all, and names others", "fait tout, et nomme les autres"),
}  # fmt: skip


def roles_told() -> list[tuple[str, str]]:
    """The roles of a team, with what each is for."""
    two = say("by two people", "à deux personnes")
    return [
        (role, f"{told.said()} ({two})" if role in TWO_PEOPLE else told.said())
        for role, told in RIGHTS_TOLD.items()
    ]  # fmt: skip


def team(see: See, call: Call) -> Row:
    """The people, what each may do, what waits for another person."""
    given = rows_of(see, call, "read_team", {})
    told = dict(roles_told())
    for row in given["rows"]:
        row["held"] = [{"role": role, "told": RIGHTS_TOLD[role].said()} for role in RIGHTS_TOLD
                       if role in row["roles"]]  # fmt: skip
        row["others"] = [(role, text) for role, text in told.items() if _adds(role, row["roles"])]
        row["is_me"] = row["id"] == call.visit.user.id
        row["else"] = [role for role in row["roles"] if role not in RIGHTS_TOLD]
    owners = [row for row in given["rows"] if CLIENT_OWNER in row["roles"]]
    for row in owners:
        row["is_last"] = len(owners) == 1 and not given["next_page"] and not call.asked("after")
    waiting = see("read_team_requests")
    for row in waiting:
        row["told"] = ", ".join(RIGHTS_TOLD[role].said() for role in row["roles"])
        row["is_mine"] = row["proposed_by"] == call.visit.user.login
    return {**given, "waiting": waiting}


def _adds(role: str, held: list[str]) -> bool:
    """Whether a role gives somebody more: an owner has them all, and every other reads."""
    if CLIENT_OWNER in held or role in held:
        return False
    return role != CLIENT_ACCOUNTANT or not TEAM_ROLES & set(held)


def change(call: Call) -> str:
    """A role given, or ended."""
    answer = call.run(
        team_.set_colleague_role, login=call.typed("login"), role=call.typed("role"),
        is_granted=call.typed("is_granted") == "1",
    )  # fmt: skip
    return with_notice("/team", "set_colleague_role", answer)


def answer(call: Call) -> str:
    """Yes or no to what another owner proposed."""
    said = call.typed("answer") == "yes"
    call.run(
        team_.answer_colleague_role, approval_id=call.number("id") or 0, approve=said,
        reason=call.typed("reason"),
    )  # fmt: skip
    return with_notice("/team", f"{'approved' if said else 'refused'}.client_role", {})


def _up(see: See, call: Call, told: object) -> Row:
    return {"given": {}, "up": {"href": "/team", "text": say("Team and rights",
                                                             "Équipe et droits")}}  # fmt: skip


def acts(see: See, call: Call) -> Row:
    """Who did what, the last first; of one person where the address names one."""
    given = rows_of(see, call, "read_team_acts", {"login": call.asked("login") or None})
    for row in given["rows"]:
        row["operation"] = words.word("operation", row["operation"])
    return {**given, **_up(see, call, {}), "columns": ACTS}


assert set(RIGHTS_TOLD) == TEAM_ROLES
page(Page("team", "team", Both("Team and rights", "Équipe et droits"),
          RIGHTS["set_colleague_role"], team, "portal/team.html", menu="house",
          acts={"change": change, "answer": answer}))  # fmt: skip
form("invite", "team/add", Both("Invite a colleague", "Inviter un collègue"), "invite_colleague",
     subject=_up, fields=(
         Field("login", "text", Both("Name to sign in with (an e-mail, for instance)",
                                     "Nom de connexion (une adresse e-mail, par exemple)")),
         Field("name", "text", Both("Full name", "Nom complet")),
         Field("roles", "many", Both("What they may do", "Ce qui leur est permis"),
               choices=lambda see, call, subject: roles_told())))  # fmt: skip
page(Page("team_acts", "team/acts", Both("Who did what", "Qui a fait quoi"), OWNERS, acts,
          "portal/list.html", query="read_team_acts", columns=ACTS))  # fmt: skip
