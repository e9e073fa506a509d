"""A contract's terms changed, or said for the first time: one field for each term."""

from typing import Any
from urllib.parse import quote

from comptant.doors import term_values, words
from comptant.doors.minor_units import of_term
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import SIGNED_BY, Field, FieldsWrong, today
from comptant.doors.portal.forms import Form, form
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.subjects import CONTRACT
from comptant.doors.words import FRENCH, Both, language, say
from comptant.operations.acts.rights import RIGHTS
from comptant.rules.terms import TERMS, BadTerm, Term
from comptant.store.access import See

PREFIX = "term_"


class Terms(Form):
    """The form of an operation that takes terms: those that are left empty stay as they are."""

    def fields(self, subject: Row) -> list[Field]:
        """The operation's own fields, then one for each term."""
        own = [field for field in super().fields(subject) if field.name != "terms"]
        return [*own, *(self._field(term, subject) for term in TERMS.values())]

    def _field(self, term: Term, subject: Row) -> Field:
        now = subject.get("facts", {}).get("terms", {}) or {}
        value = now.get(term.name, term.default)
        currency = str(subject.get("facts", {}).get("currency") or "EUR")
        hint = say("Now: ", "Actuellement : ") if now else say("Default: ", "Par défaut : ")
        told = f"{hint}{term_values.term_told(term.name, value, currency)}"
        if term.required and not now:
            told = say("To be said.", "À dire.")
        choices = [(one, words.word(f"choice.{term.name}", one)) for one in term.choices or ()]
        if term.kind == "flag":
            choices = [("yes", say("yes", "oui")), ("no", say("no", "non"))]
        return Field(
            f"{PREFIX}{term.name}", "choice" if choices else "text",
            Both(term.english, term.french), Both(told, told),
            (lambda see, call, about: choices) if choices else None, is_required=False,
        )  # fmt: skip

    def arguments(self, call: Call, told: Any) -> tuple[Row, Row]:
        """The terms that were given a value, in their types; FieldsWrong."""
        subject, typed = super().arguments(call, told)
        terms, wrong = {}, {}
        for name, term in TERMS.items():
            text = typed.pop(f"{PREFIX}{name}", None)  # of one that is settled there is no field
            if text is None:
                continue
            if term.kind in ("cents", "ppm"):
                text = text.replace(words.NBSP, "").replace(
                    ",", "." if language() == FRENCH else ""
                )
            try:
                terms[name] = of_term(term, text)
            except BadTerm as error:
                wrong[f"{PREFIX}{name}"] = words.refusal("term_wrong", {
                    "term": name, "value": error.value,
                    "expected": words.expected(error.expected),
                    "clause": term.clause})  # fmt: skip
        if wrong or not terms:
            raise FieldsWrong(wrong or {"source": say("Give a term a value at least.",
                                                      "Donnez une valeur à une condition.")}
            )  # fmt: skip
        return subject, {**typed, "terms": terms}


def _amended(answer: Row, subject: Row) -> str:
    return f"{subject['up']['href']}/terms"


def _opened(answer: Row, subject: Row) -> str:
    return f"/contracts/{quote(answer['number'], safe='')}"


FROM = Field("from_on", "day", Both("From", "À partir du"), start=today)
AMENDING = Terms("amend_contract", subjects.contract, {
    "from_on": FROM, "source": Field("source", "text", Both("Document that says it",
                                                            "Document qui le dit")),
    "signed_by": SIGNED_BY,
}, _amended, True)  # fmt: skip


def _nothing(see: See, call: Call, told: subjects.Told) -> Row:
    up = {"href": "/contracts", "text": say("Contracts", "Contrats")}
    return {"given": {}, "facts": {}, "up": up}


OPENING = Terms("open_contract", _nothing, {
    "client_id": Field("client_id", "party", Both("Client (SIREN or name)",
                                                  "Adhérent (SIREN ou nom)")),
    "number": Field("number", "text", Both("Number of the contract", "Numéro du contrat")),
    "currency": Field("currency", "text", Both("Currency", "Devise"),
                      start=lambda see, call, subject: "EUR"),
    "from_on": FROM,
}, _opened, True)  # fmt: skip

form("disclose", f"{CONTRACT}/disclose", Both("Tell the buyers", "Informer les acheteurs"),
     "disclose_contract", subject=subjects.contract, fields=(
         Field("source", "text", Both("Why, and on which document", "Pourquoi, et quel document")),
         Field("needs_notice", "flag", Both("Finance only what a sent notice covers",
                                            "Ne financer que ce qu'une notification envoyée couvre")
               )))  # fmt: skip
page(Page("amend", f"{CONTRACT}/amend", Both("Amend the contract", "Modifier le contrat"),
          RIGHTS["amend_contract"], AMENDING.look, "portal/form.html",
          acts={"do": AMENDING.do, "look": AMENDING.tell}))  # fmt: skip
page(Page("open_contract", "open-contract", Both("Open a contract", "Ouvrir un contrat"),
          RIGHTS["open_contract"], OPENING.look, "portal/form.html", "house",
          acts={"do": OPENING.do, "look": OPENING.tell}))  # fmt: skip
