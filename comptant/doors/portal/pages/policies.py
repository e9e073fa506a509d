"""Policies of credit insurers: terms, covers and limits; what they cover and by when it is lost."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from comptant.doors import cover_told, words
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field, FieldsWrong, of_domain, today
from comptant.doors.portal.forms import Form, form
from comptant.doors.portal.parts import contract_of, listing, of_contract, page_by
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.subjects import CONTRACT, address
from comptant.doors.words import FRENCH, Both, language, say
from comptant.operations.acts.act import Refused
from comptant.operations.acts.rights import RIGHTS
from comptant.operations.acts.roles import CLIENT_ROLES, FACTOR_ROLES
from comptant.rules.policy_terms import POLICY_TERMS
from comptant.store.access import See

COVERS, COVER = f"{CONTRACT}/policies", f"{CONTRACT}/cover"
PREFIX = "term_"
SOURCE = Field("source", "text", Both("Where this is known from", "D'où on le sait"))
FROM = Field("from_on", "day", Both("From", "À partir du"), start=today)


def policies(see: See, call: Call, told: object) -> Row:
    """A form that leads back to the policies."""
    return {"given": {}, "up": {"href": "/policies", "text": say("Policies", "Polices")}}


def _known(see: See, call: Call, subject: Row) -> list[tuple[str, str]]:
    return [(str(row["id"]), f"{row['policy_number']} · {row['insurer_name']}")
            for row in see("read_policies", on=call.on)]  # fmt: skip


def _amount(typed: Row) -> Row:
    return {**typed, "amount_cents": typed["amount_cents"] or 0}


POLICY = Field("policy_id", "choice_id", Both("Policy", "Police"), choices=_known)


class PolicyTerms(Form):
    """The form of a policy's terms: those that are left empty stay as they are."""

    def fields(self, subject: Row) -> list[Field]:
        """The operation's own fields, then one for each term."""
        own = [field for field in super().fields(subject) if field.name != "terms"]
        return [*own, *map(_field, POLICY_TERMS)]

    def arguments(self, call: Call, told: Any) -> tuple[Row, Row]:
        """The terms that were given a value, in their types; FieldsWrong."""
        subject, typed = super().arguments(call, told)
        terms: Row = {}
        wrong: dict[str, str] = {}
        for name in POLICY_TERMS:
            text = typed.pop(f"{PREFIX}{name}")
            if text is None:
                continue
            if language() != FRENCH:
                text = text.replace(",", "")
            try:
                terms |= cover_told.terms_typed((f"{name}={text.replace(words.NBSP, '')}",))
            except Refused as refusal:
                wrong[f"{PREFIX}{name}"] = words.refusal(refusal.code, refusal.facts)
        if wrong:
            raise FieldsWrong(wrong)
        return subject, {**typed, "terms": terms}


def _field(name: str) -> Field:
    term = POLICY_TERMS[name]
    usual = say("Where nothing is said yet: ", "Si rien n'est encore dit : ")
    hint = f"{usual}{cover_told.term_told(name, term.default, 'EUR')}"
    choices = [(one, words.word(name, one)) for one in term.choices]
    if term.kind == "flag":
        choices = [("yes", say("yes", "oui")), ("no", say("no", "non"))]
    return Field(
        f"{PREFIX}{name}", "choice" if choices else "text", Both(term.english, term.french),
        Both(hint, hint), (lambda see, call, about: choices) if choices else None,
        is_required=False,
    )  # fmt: skip


def _list(
    look: Callable[..., tuple[list[Row], str]], columns: tuple[str, ...]
) -> Callable[..., Row]:  # fmt: skip
    """A page of the rows that a look gives, of the contract in the address or of all."""

    def shown(see: See, call: Call, **told: str) -> Row:
        id_ = contract_of(see, call, told)["id"] if told else None
        found = page_by(call, lambda after: look(see, call.on, id_, after))
        for row in found["rows"]:
            number = quote(row["contract_number"], safe="")
            of = f"invoices/{row['invoice_id']}" if "invoice_id" in row else "cover"
            row["href"] = f"/contracts/{number}/{of}"
        up = {"href": address(CONTRACT, told), "text": told["contract"]} if told else None
        acts = subjects.links(call, COVER, told) if told else []
        return {**found, "columns": columns, "up": up, "links": acts, "about": ""}

    return shown


listing("policies", "policies", Both("Policies", "Polices"), FACTOR_ROLES, "read_policies",
        ("id", "policy_number", "insurer_name", "holder_name", "from_on", "insured_base",
         "insured_ppm", "is_delegated", "is_paid_up", "source"),
        arguments=lambda see, call, told: {"on": call.on}, menu="house")  # fmt: skip
listing("policy_limits", "policy-limits", Both("Limits of insurers", "Limites des assureurs"),
        FACTOR_ROLES, "read_policy_limits",
        ("policy_number", "buyer_name", "policy_decision", "decision_number", "amount_cents",
         "valid_from_on", "until_on", "source"), menu="house")  # fmt: skip
form("policy_open", "policies/open", Both("Keep a policy", "Enregistrer une police"),
     "open_policy", subject=policies, fields=(
         Field("insurer_id", "party", Both("Insurer", "Assureur")),
         Field("holder_id", "party", Both("Held by", "Souscrite par")),
         Field("policy_number", "text", Both("Number", "Numéro")),
         Field("currency", "text", Both("Currency", "Devise"),
               start=lambda see, call, subject: "EUR"), FROM, SOURCE))  # fmt: skip
TERMS = PolicyTerms("propose_policy_terms", policies, {
    "policy_id": POLICY, "from_on": FROM, "source": SOURCE},
    lambda answer, subject: "/policies", previews=False)  # fmt: skip
page(Page("policy_terms", "policies/terms", Both("Propose terms of a policy",
                                                 "Proposer des conditions d'une police"),
          RIGHTS["propose_policy_terms"], TERMS.look, "portal/form.html",
          acts={"do": TERMS.do, "look": TERMS.tell}))  # fmt: skip
form("policy_limit", "policies/limit", Both("Decision of an insurer", "Décision d'un assureur"),
     "record_policy_limit", subject=policies, gather=_amount, fields=(
         POLICY, Field("buyer_id", "party", Both("Buyer (SIREN or name)",
                                                 "Acheteur (SIREN ou nom)")),
         Field("decision", "choice", Both("Decision", "Décision"),
               choices=of_domain("policy_decision")),
         Field("decision_number", "text", Both("Number", "Numéro")),
         Field("amount_cents", "amount", Both("Amount", "Montant"), is_required=False),
         Field("valid_from_on", "day", Both("From", "À partir du"), start=today),
         Field("until_on", "day", Both("Until", "Jusqu'au"), is_required=False),
         Field("told_on", "day", Both("Told on", "Notifiée le"), Both(
             "Nothing: today. Of less, what was delivered before keeps its cover.",
             "Vide : ce jour. Ce qui fut livré avant une baisse reste garanti."),
             is_required=False),
         SOURCE))  # fmt: skip
listing("contract_policies", COVERS, Both("Covered by policies", "Garanti par des polices"),
        CLIENT_ROLES | FACTOR_ROLES, "read_policy_covers",
        ("policy_number", "insurer_name", "buyer_name", "valid_from_on", "layer", "share_ppm",
         "source"), arguments=of_contract)  # fmt: skip
form("policy_cover", f"{COVERS}/propose", Both("Propose a cover", "Proposer une garantie"),
     "propose_policy_cover", subject=subjects.of_page(COVERS), fields=(
         POLICY, Field("buyer_id", "party0", Both("Buyer (SIREN or name)",
                                                  "Acheteur (SIREN ou nom)"),
                       Both("Nothing: each without a word of his own.",
                            "Vide : chacun sans disposition propre."), is_required=False),
         Field("layer", "number", Both("Layer", "Rang"), start=lambda see, call, subject: "1"),
         Field("share_ppm", "rate", Both("Share (%)", "Part (%)"),
               start=lambda see, call, subject: "100"), FROM, SOURCE))  # fmt: skip
page(Page("contract_cover", COVER, Both("Cover of each invoice", "Garantie de chaque facture"),
          CLIENT_ROLES | FACTOR_ROLES, _list(cover_told.insured_page, cover_told.COLUMNS),
          "portal/queue.html"))  # fmt: skip
form("cover_told", f"{COVER}/told", Both("Told to the insurer", "Dit à l'assureur"),
     "record_cover_step", subject=subjects.of_page(COVER), fields=(
         POLICY, Field("invoice_ids", "invoices", Both("Invoices, one a line",
                                                       "Factures, une par ligne")),
         Field("step", "choice", Both("What", "Quoi"), choices=of_domain("cover_step")),
         Field("step_on", "day", Both("On", "Le"), start=today),
         Field("reference", "text", Both("Its number, or where it is said",
                                         "Son numéro, ou où il est dit"))))  # fmt: skip
page(Page("cover_deadlines", "cover-deadlines", Both("Deadlines of insurers",
                                                     "Échéances des assureurs"),
          FACTOR_ROLES, _list(cover_told.deadlines_page, cover_told.DEADLINES), "portal/queue.html",
          "work"))  # fmt: skip
page(Page("cover_claims", "cover-claims", Both("Expected of insurers", "Attendu des assureurs"),
          FACTOR_ROLES, _list(cover_told.claims_page, cover_told.CLAIMS), "portal/queue.html",
          "work"))  # fmt: skip
