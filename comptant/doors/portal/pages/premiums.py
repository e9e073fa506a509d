"""Premiums of policies, declarations of turnover, and the deadlines of policies as a whole."""

from urllib.parse import quote

from django.http import HttpResponse

from comptant.doors import turnover_told
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field, today
from comptant.doors.portal.forms import form
from comptant.doors.portal.pages.policies import POLICY
from comptant.doors.portal.parts import listing
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.sending_files import named
from comptant.doors.portal.subjects import Told
from comptant.doors.turnover_told import DECLARED, DUTIES, PREMIUMS
from comptant.doors.values import DAY
from comptant.doors.words import Both, money, say, value_of
from comptant.operations.acts.roles import (
    CLIENT_ROLES,
    EXTERNAL_ACCOUNTANT,
    FACTOR_ROLES,
)
from comptant.store.access import See

HOLDERS = FACTOR_ROLES | (CLIENT_ROLES - {EXTERNAL_ACCOUNTANT})  # a policy is of a company
TURNOVER = "policies/<str:policy>/turnover"
REFERENCE = Field("reference", "text", Both("Its number, or where it is said",
                                            "Son numéro, ou où il est dit"))  # fmt: skip


def _today(see: See, call: Call, told: object) -> Row:
    return {"on": call.on}


def _all(see: See, call: Call, told: object) -> Row:
    return {"policy_id": None}


def _premiums(see: See, call: Call, told: object) -> Row:
    """A form that leads back to the premiums."""
    return {"given": {}, "up": {"href": "/premiums", "text": say("Premiums", "Primes")}}


def _declarations(see: See, call: Call, told: object) -> Row:
    return {"given": {}, "up": {"href": "/turnover-declarations",
                                "text": say("Declarations of turnover",
                                            "Déclarations de chiffre d'affaires")}}  # fmt: skip


def _due(is_ours: bool) -> object:
    """The premiums that are due: ours, or those of policies of clients."""

    def choices(see: See, call: Call, subject: Row) -> list[tuple[str, str]]:
        ours = {row["id"]: row["holder_id"] for row in see("read_policies", on=call.on)}
        house = {row["id"] for row in see("read_parties", text=None, number=None,
                                          kinds=["FACTOR"], role=None)}  # fmt: skip
        return [
            (str(row["id"]), f"{row['policy_number']} · {value_of('until_on', row['until_on'])} · "
                             f"{money(row['total_cents'], row['currency'])}")
            for row in see("read_premiums", policy_id=None)
            if row["premium_state"] == "DUE" and (ours[row["policy_id"]] in house) == is_ours
        ]  # fmt: skip

    return choices


def _turnover(see: See, call: Call, policy: str) -> Row:
    """The turnover of a period, with its files."""
    told = _asked(see, call, policy)
    back = f"/policies/{quote(policy, safe='')}/turnover"
    query = f"?until={told['until_on']}" if call.asked("until").strip() else ""
    links = [{"href": f"{back}.{form}{query}", "title": form.upper()}
             for form in turnover_told.FORMS]  # fmt: skip
    about = say(
        f"{told['policy_number']} · {told['insurer_name']}: "
        f"{value_of('from_on', told['from_on'])} to {value_of('until_on', told['until_on'])}, "
        f"to declare {money(told['declared_turnover_cents'], told['currency'])}.",
        f"{told['policy_number']} · {told['insurer_name']} : du "
        f"{value_of('from_on', told['from_on'])} au {value_of('until_on', told['until_on'])}, à "
        f"déclarer {money(told['declared_turnover_cents'], told['currency'])}.")  # fmt: skip
    return {"rows": told["rows"], "columns": turnover_told.COLUMNS, "links": links,
            "about": about, "up": _declarations(see, call, None)["up"]}  # fmt: skip


def _asked(see: See, call: Call, policy: str) -> Row:
    asked = call.asked("until").strip()
    until_on = DAY.convert(asked, None, None) if asked else None
    return turnover_told.turnover(see, str(subjects.number(policy)), call.on, until_on)


def _file(form: str) -> object:
    def sent(see: See, call: Call, policy: str) -> HttpResponse:
        name, content = turnover_told.file_of(see, _asked(see, call, policy), form, call.on)
        return named(content, name, turnover_told.FORMS[form])

    return sent


def _of_policy(see: See, call: Call, told: Told) -> Row:
    return {"policy_id": subjects.number(told["policy"])}


listing("policy_duties", "policy-duties", Both("Deadlines of policies", "Échéances des polices"),
        HOLDERS, "read_policy_duties", DUTIES, arguments=_today, menu="work")  # fmt: skip
listing("premiums", "premiums", Both("Premiums", "Primes"), HOLDERS, "read_premiums", PREMIUMS,
        arguments=_all, menu="house")  # fmt: skip
form("premium_pay", "premiums/pay", Both("Pay a premium", "Régler une prime"), "pay_premium",
     subject=_premiums, previews=True, fields=(
         Field("premium_id", "choice_id", Both("Premium", "Prime"), choices=_due(is_ours=True)),
         Field("payee_account_id", "number", Both("Account to pay", "Compte à créditer"),
               Both("Nothing: the only one.", "Vide : le seul."), is_required=False)))  # fmt: skip
form("premium_paid", "premiums/paid", Both("A client has paid a premium",
                                           "Un adhérent a réglé une prime"),
     "record_premium_paid", subject=_premiums, fields=(
         Field("premium_id", "choice_id", Both("Premium", "Prime"), choices=_due(is_ours=False)),
         Field("paid_on", "day", Both("On", "Le"), start=today), REFERENCE))  # fmt: skip
listing("turnover_declarations", "turnover-declarations",
        Both("Declarations of turnover", "Déclarations de chiffre d'affaires"), HOLDERS,
        "read_turnover_declarations", DECLARED, arguments=_all, menu="house",
        href="/policies/{policy_id}/turnover?until={until_on}")  # fmt: skip
form("turnover_declare", "turnover-declarations/declare",
     Both("A declaration was made", "Une déclaration a été faite"), "declare_turnover",
     subject=_declarations, fields=(
         POLICY, Field("until_on", "day", Both("Last day of the period",
                                               "Dernier jour de la période")),
         Field("declared_on", "day", Both("Declared on", "Déclaré le"), start=today),
         Field("is_slip", "flag", Both("Take back the last one: it was told by slip",
                                       "Reprendre la dernière : elle fut dite par erreur")),
         REFERENCE))  # fmt: skip
page(Page("policy_turnover", TURNOVER, Both("Turnover to declare", "Chiffre d'affaires à déclarer"),
          HOLDERS, _turnover, "portal/queue.html"))  # fmt: skip
for name in turnover_told.FORMS:
    page(Page(f"policy_turnover_{name}", f"{TURNOVER}.{name}",
              Both(f"Turnover to declare ({name.upper()})",
                   f"Chiffre d'affaires à déclarer ({name.upper()})"),
              HOLDERS, lambda see, call, **told: {}, "", send=_file(name)))  # fmt: skip
