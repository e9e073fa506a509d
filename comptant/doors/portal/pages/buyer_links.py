"""Links to the accounts of buyers: made, ended, and what buyers said by them."""

from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field
from comptant.doors.portal.forms import form
from comptant.doors.portal.pages.queues import queue
from comptant.doors.portal.parts import listing, of_contract
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.subjects import CONTRACT, Told, about, address, number
from comptant.doors.words import Both, say
from comptant.operations.acts.act import Refused
from comptant.operations.acts.roles import FACTOR_ROLES
from comptant.operations.buyer_page.links import LINK_DAYS
from comptant.store.access import See

LINKS = f"{CONTRACT}/buyer-links"
LINK = f"{LINKS}/<str:buyer_link>"
FACTS = ("id", "contract_number", "buyer_name", "language", "made_on", "until_on", "link_state",
         "ended_on", "reason", "by_login", "answer_count")  # fmt: skip
ANSWERS = ("answered_on", "buyer_answer", "invoice_numbers", "amount_cents", "said")
TITLE = Both("Links of buyers", "Liens des acheteurs")


def link(see: See, call: Call, told: Told) -> Row:
    """A link to a buyer's account; Refused: link_unknown."""
    from comptant.doors import lookup

    found = lookup.contract(see, told["contract"], call.on)
    id_ = number(told["buyer_link"])
    rows = [row for row in see("read_buyer_links", contract_id=found["id"], on=call.on)
            if row["id"] == id_]  # fmt: skip
    if not rows:
        raise Refused("link_unknown")
    return about(call, LINK, told, {"link_id": id_}, rows[0], FACTS, address(LINKS, told), str(id_))


def shown(see: See, call: Call, **told: str) -> Row:
    """The link, and what was said by it; a file that came opens from its row."""
    found = link(see, call, told)
    rows = see("read_buyer_answers", contract_id=None, link_id=found["given"]["link_id"])
    for row in rows:
        row["href"] = f"/documents/{row['digest']}" if row["digest"] else ""
    id_ = found["given"]["link_id"]
    is_open = found["facts"]["link_state"] == "OPEN"
    return {**found, "rows": rows, "table_columns": ANSWERS, "title": say(f"Link {id_}",
                                                                          f"Lien {id_}"),
            "links": found["links"] if is_open else []}  # fmt: skip


queue("buyer_answers", "buyer-answers", Both("What buyers said by their links",
                                             "Ce que les acheteurs ont dit par leurs liens"),
      FACTOR_ROLES, "read_buyer_answers",
      ("id", "contract_number", "buyer_name", *ANSWERS),
      lambda row: f"/contracts/{row['contract_number']}/buyer-links/{row['link_id']}",
      about=Both("The latest first. Each is done already, as by the desk.",
                 "La dernière d'abord. Chacune est déjà faite, comme par le service."),
      )  # fmt: skip
listing("buyer_links", LINKS, TITLE, FACTOR_ROLES, "read_buyer_links",
        ("id", "buyer_name", "language", "made_on", "until_on", "link_state", "answer_count",
         "by_login"), arguments=of_contract, href="/contracts/{contract}/buyer-links/{id}",
        )  # fmt: skip
page(Page("buyer_link", LINK, Both("Link of a buyer", "Lien d'un acheteur"), FACTOR_ROLES, shown,
          "portal/item.html"))  # fmt: skip
form("buyer_link_share", f"{LINKS}/share", Both("Make a link for a buyer",
                                                "Créer un lien pour un acheteur"),
     "share_buyer_account", subject=subjects.of_page(LINKS), fields=(
         Field("buyer_id", "party", Both("Buyer (SIREN or name)", "Acheteur (SIREN ou nom)"),
               Both("Whoever has the link answers for this buyer: send it to the buyer alone.",
                    "Qui a le lien répond pour cet acheteur : envoyez-le au seul acheteur.")),
         Field("days", "number", Both("Days that it serves", "Durée en jours"),
               start=lambda see, call, subject: str(LINK_DAYS))))  # fmt: skip
form("notice_ask", f"{LINKS}/ask-notice", Both("Ask for a notice to a buyer",
                                               "Demander un avis pour un acheteur"),
     "ask_notice", subject=subjects.of_page(LINKS), fields=(
         Field("buyer_id", "party", Both("Buyer (SIREN or name)", "Acheteur (SIREN ou nom)"),
               Both("It waits to be sent like every notice; the buyer is told once it has left.",
                    "Il attend son envoi comme tout avis ; l'acheteur est informé une fois parti.")
               ),))  # fmt: skip
form("buyer_link_end", f"{LINK}/end", Both("End the link", "Mettre fin au lien"),
     "end_buyer_account", subject=link, fields=(
         Field("reason", "text", Both("Why", "Pourquoi")),))  # fmt: skip
