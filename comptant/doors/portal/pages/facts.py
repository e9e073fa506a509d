"""Dated facts of a contract, its buyers and its invoices: those told, and the form of one."""

from typing import Any

from comptant.doors import facts_told, lookup, words
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field, FieldsWrong, today
from comptant.doors.portal.forms import Form, back
from comptant.doors.portal.parts import listing, of_contract
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.subjects import CONTRACT
from comptant.doors.words import Both, say
from comptant.operations.acts.act import Refused
from comptant.operations.acts.rights import RIGHTS
from comptant.operations.acts.roles import FACTOR_ROLES
from comptant.rules.facts import FACTS
from comptant.store.access import See

LIST = f"{CONTRACT}/facts"
COLUMNS = ("kind", "subject", "fact", "value", "valid_from_on", "until_on", "source", "login")


def _choices(see: See, call: Call, subject: Row) -> list[tuple[str, str]]:
    """Every fact that may be told, by what it is of."""
    return [(f"{of}/{name}", f"{words.word('fact_subject', of)} · {say(fact.english, fact.french)}")
            for (of, name), fact in FACTS.items()]  # fmt: skip


def _told(row: Row) -> Row:
    fact = FACTS.get((row["kind"], row["fact"]))
    return {**row, "kind": words.word("fact_subject", row["kind"]),
            "source": words.word("said_by", row["source"]),
            "fact": say(fact.english, fact.french) if fact else words.column(row["fact"]),
            "value": facts_told.shown(row["fact"], row["value"], row["currency"])}  # fmt: skip


class Telling(Form):
    """The form of a fact: what it is of is found by its number or name."""

    def fields(self, subject: Row) -> list[Field]:
        """The form's own fields."""
        return list(self.said.values())

    def arguments(self, call: Call, told: Any) -> tuple[Row, Row]:
        """The fact with its subject and value; FieldsWrong."""
        subject, typed = super().arguments(call, told)
        of, _, name = str(typed.pop("fact")).partition("/")
        which, text = typed.pop("which"), typed.pop("value")
        contract_id = subject["given"]["contract_id"]
        try:
            with call.visit.reading() as see:
                id_ = facts_told.subject_id(see, contract_id, of, which or "")
        except Refused as refusal:
            raise FieldsWrong({"which": words.refusal(refusal.code, refusal.facts)}) from None
        return subject, {**typed, "subject": of, "subject_id": id_, "name": name,
                         "value": facts_told.value(name, FACTS[of, name].form, text)}  # fmt: skip

    def tell(self, call: Call, **told: str) -> Row:
        """What is told of whom, in words, and how many invoices are judged anew."""
        shown = super().tell(call, **told)
        answer = shown["preview"]["answer"]
        fact = FACTS[answer["subject"], answer["name"]]
        with call.visit.reading() as see:
            of = _named(see, call, answer["subject"], told)
            currency = lookup.contract(see, told["contract"], call.on)["currency"]
        value = facts_told.shown(answer["name"], answer["value"], currency)
        shown["preview"]["told"] = [
            {"heading": words.word("fact_subject", answer["subject"]), "value": of},
            {"heading": say(fact.english, fact.french), "value": value},
            {"heading": say("Invoices judged anew", "Factures réexaminées"),
             "value": str(answer["judged"])},
        ]  # fmt: skip
        return shown


def _named(see: See, call: Call, subject: str, told: dict[str, str]) -> str:
    """What a fact is of: a company's name, an invoice's number, the contract's."""
    if subject == "CONTRACT":
        return told["contract"]
    which = call.typed("which")
    return which if subject == "INVOICE" else str(lookup.buyer(see, which)["name"])


listing("contract_facts", LIST, Both("Facts told", "Faits notés"), FACTOR_ROLES, "read_facts",
        COLUMNS, arguments=of_contract, told_as=_told)  # fmt: skip
_FIELDS = (
    Field("fact", "choice", Both("What is told", "Ce qui est noté"), choices=_choices),
    Field("which", "text", Both("Invoice, or buyer (SIREN or name)",
                                "Facture, ou acheteur (SIREN ou nom)"),
          Both("Of the contract itself: empty.", "Du contrat lui-même : vide."),
          is_required=False),
    Field("value", "text", Both("Value", "Valeur"),
          Both("yes, no, none (it is over), an amount, a date, or a word.",
               "oui, non, aucun (c'est terminé), un montant, une date ou un mot.")),
    Field("from_on", "day", Both("From", "À partir du"), start=today),
    Field("source", "text", Both("Where this is known from", "D'où on le sait")),
    Field("is_confirmed", "flag", Both("The day of insolvency is right, though long past",
                                       "Le jour de défaillance est exact, bien qu'ancien"),
          is_required=False),
)  # fmt: skip
_FORM = Telling("record_fact", subjects.of_page(LIST), {one.name: one for one in _FIELDS}, back,
                True)  # fmt: skip
page(Page("fact_record", f"{LIST}/record", Both("Tell a fact", "Noter un fait"),
          RIGHTS["record_fact"], _FORM.look, "portal/form.html",
          acts={"do": _FORM.do, "look": _FORM.tell}))  # fmt: skip
