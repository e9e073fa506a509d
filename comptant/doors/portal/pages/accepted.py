"""Quotes accepted by the company that they are for, and contracts opened from them."""

from urllib.parse import quote as quoted

from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field, today
from comptant.doors.portal.forms import form
from comptant.doors.portal.pages.callbacks import QUOTE, quote
from comptant.doors.portal.pages.terms import PREFIX, Terms
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.subjects import CONTRACT
from comptant.doors.words import Both, language, say
from comptant.operations.acts.rights import RIGHTS
from comptant.operations.acts.roles import CLIENT_ROLES, FACTOR_ROLES
from comptant.rules.agreement import promised
from comptant.store.access import See

ACCEPT = Both("Accept this quote", "Accepter ce devis")
OPEN = Both("Open the contract", "Ouvrir le contrat")


def _to_accept(see: See, call: Call, told: subjects.Told) -> Row:
    """The quote of the address; in which language one accepts is that of the page."""
    found = quote(see, call, told)
    return {**found, "given": {**found["given"], "language": language()}}


def _to_open(see: See, call: Call, told: subjects.Told) -> Row:
    """The quote of the address: its terms are not asked for again."""
    found = quote(see, call, told)
    offer = found["facts"]["offer"]
    return {**found, "facts": {**found["facts"], "terms": None},
            "agreed": set(promised(offer["terms"], offer["figures"]))}  # fmt: skip


class Left(Terms):
    """The form of a contract opened from a quote: the terms that the quote leaves open."""

    def fields(self, subject: Row) -> list[Field]:
        """Without those that the quote has promised."""
        return [one for one in super().fields(subject)
                if one.name.removeprefix(PREFIX) not in subject["agreed"]]  # fmt: skip


def _opened(answer: Row, subject: Row) -> str:
    return f"/contracts/{quoted(answer['number'], safe='')}"


def show(see: See, call: Call, contract: str) -> Row:
    """The quote that a contract was opened from; nothing where it was opened without one."""
    found = subjects.contract(see, call, {"contract": contract})
    rows = see("read_contract_quote", contract_id=found["given"]["contract_id"])
    for row in rows:
        row["href"] = f"/quotes/{row['id']}"
    return {**found, "title": say("Quote of the contract", "Devis du contrat"),
            "columns": ("id", "prospect", "product", "quoted_on", "accepted_on", "accepted_by",
                        "capacity"), "rows": rows}  # fmt: skip


OPENING = Left("open_from_quote", _to_open, {
    "number": Field("number", "text", Both("Number of the contract", "Numéro du contrat")),
    "client_id": Field("client_id", "party", Both("Client (SIREN or name)",
                                                  "Adhérent (SIREN ou nom)"),
                       Both("Empty: the company that the quote was made for.",
                            "Vide : la société pour qui le devis est fait."), is_required=False),
    "from_on": Field("from_on", "day", Both("From", "À partir du"), start=today),
}, _opened, True)  # fmt: skip

form("quote_accept", f"{QUOTE}/accept", ACCEPT, "accept_quote", subject=_to_accept, fields=(
    Field("capacity", "text", Both("As (manager, chairman…)", "En qualité de (gérant, président…)"),
          Both("You accept all the terms of this quote for the company; what you accept is kept as "
               "proof with its digest.",
               "Vous acceptez toutes les conditions de ce devis pour la société ; ce que vous "
               "acceptez est gardé comme preuve avec son empreinte.")),))  # fmt: skip
page(Page("quote_open", f"{QUOTE}/open", OPEN, RIGHTS["open_from_quote"], OPENING.look,
          "portal/form.html", acts={"do": OPENING.do, "look": OPENING.tell}))  # fmt: skip
page(Page("contract_quote", f"{CONTRACT}/quote", Both("Quote of the contract", "Devis du contrat"),
          CLIENT_ROLES | FACTOR_ROLES, show, "portal/list.html"))  # fmt: skip
