"""The draws of a contract in other hands: to whom, how much a draw, until when, and what was
drawn."""

from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field
from comptant.doors.portal.forms import form
from comptant.doors.portal.notices import with_notice
from comptant.doors.portal.parts import contract_of, rows_of
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.subjects import CONTRACT
from comptant.doors.words import Both
from comptant.operations.acts.roles import (
    CLIENT_OWNER,
    EXTERNAL_ACCOUNTANT,
    FACTOR_ROLES,
)
from comptant.operations.registry import delegations
from comptant.store.access import See

PATH = f"{CONTRACT}/delegations"
READERS = FACTOR_ROLES | {CLIENT_OWNER, EXTERNAL_ACCOUNTANT}
COLUMNS = ("login", "company_name", "draw_limit_cents", "from_on", "until_on", "delegation_state",
           "proposed_by")  # fmt: skip
DRAWS = ("order_id", "login", "company_name", "amount_cents", "draw_limit_cents", "asked_at")
OPEN = ("IN_FORCE", "LATER")


def shown(see: See, call: Call, contract: str) -> Row:
    """The delegations of a contract, what waits for an owner's answer, and what was drawn."""
    found = contract_of(see, call, {"contract": contract})
    of_it = {"contract_id": found["id"]}
    given = rows_of(see, call, "read_delegations", of_it)
    may_answer = call.visit.may("answer_delegation")
    for row in given["rows"]:
        row["is_mine"] = row["proposed_by"] == call.visit.user.login
        row["waits"] = may_answer and row["delegation_state"] == "WAITING"
        is_open = row["delegation_state"] in OPEN
        row["ends"] = is_open and call.visit.may("revoke_delegation")
    draws = rows_of(see, call, "read_delegated_draws", of_it, cursor="draw")
    for row in draws["rows"]:
        row["href"] = f"/orders/{row['order_id']}"
    base = subjects.address(CONTRACT, {"contract": contract})
    return {**given, "columns": COLUMNS, "draws": {**draws, "columns": DRAWS},
            "may_delegate": call.visit.may("delegate_draws"), "base": base,
            "up": {"href": base, "text": found["number"]}}  # fmt: skip


def may_draw(see: See, call: Call, contract_id: int) -> bool:
    """Whether the caller draws on a contract now: on their own right, or as it was delegated."""
    if not call.visit.may("draw"):
        return False
    if not delegations.needs_delegation(call.visit.user):
        return True
    rows, login = see("read_delegations", contract_id=contract_id, login=call.visit.user.login,
                      on=call.on), call.visit.user.login  # fmt: skip
    return any(row["delegation_state"] == "IN_FORCE" and row["login"] == login for row in rows)


def _address(call: Call, contract: str) -> str:
    return subjects.address(PATH, {"contract": contract})


def answer(call: Call, contract: str) -> str:
    """Yes or no to what another owner proposed."""
    said = call.typed("answer") == "yes"
    call.run(delegations.answer_delegation, approval_id=call.number("id") or 0, approve=said,
             reason=call.typed("reason"))  # fmt: skip
    done = f"{'approved' if said else 'refused'}.delegation"
    return with_notice(_address(call, contract), done, {})


def revoke(call: Call, contract: str) -> str:
    """The draws taken back, at once."""
    with call.visit.reading() as see:
        found = contract_of(see, call, {"contract": contract})
    told = call.run(delegations.revoke_delegation, contract_id=found["id"],
                    login=call.typed("login"))  # fmt: skip
    return with_notice(_address(call, contract), "revoke_delegation", told)


page(Page("delegations", PATH, Both("Draws by your accountant", "Tirages par l'expert-comptable"),
          READERS, shown, "portal/delegations.html", query="read_delegations", columns=COLUMNS,
          ))  # fmt: skip
page(Page("delegation_answers", f"{PATH}/answers",
          Both("Answer a delegation", "Répondre à une délégation"), frozenset({CLIENT_OWNER}),
          shown, "portal/delegations.html", acts={"answer": answer, "revoke": revoke}))  # fmt: skip
form("delegate", f"{PATH}/add", Both("Let your accountant draw", "Déléguer les tirages"),
     "delegate_draws", subject=subjects.of_page(PATH), fields=(
         Field("login", "text", Both("Name with which your accountant signs in",
                                     "Nom de connexion de votre expert-comptable")),
         Field("draw_limit_cents", "amount", Both("At most, each draw", "Au plus, par tirage")),
         Field("from_on", "day", Both("From (empty: today)", "Dès le (vide : aujourd'hui)"),
               is_required=False),
         Field("until_on", "day", Both("Last day, within a year", "Dernier jour, sous un an")),
     ))  # fmt: skip
