"""Who may sign for companies: for the desk, all; for a client's owner, those of its own."""

from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field, today
from comptant.doors.portal.forms import form
from comptant.doors.portal.parts import listing
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.subjects import Told
from comptant.doors.words import Both
from comptant.operations.acts.act import Refused
from comptant.operations.acts.roles import CLIENT_OWNER, FACTOR_ROLES
from comptant.store.access import See

READERS = FACTOR_ROLES | {CLIENT_OWNER}
ALL = Both("Powers to sign", "Pouvoirs de signature")
ONE = "powers/<str:power>"
COLUMNS = ("id", "company_name", "name", "login", "email", "phone", "from_on", "until_on",
           "ceiling_cents", "signer_count", "is_ended", "source", "by_login")  # fmt: skip
SOURCE = Field("source", "text", Both("Document that says it", "Pièce qui le dit"))


def power(see: See, call: Call, told: Told) -> Row:
    """The latest word on a person's power; Refused: power_unknown."""
    id_ = subjects.number(told["power"])
    facts = subjects.one_of(see, "read_powers", id_, company_id=None)
    if facts is None:
        raise Refused("power_unknown", power_id=id_)
    about = subjects.about(call, ONE, told, {"power_id": id_}, facts, COLUMNS, "/powers",
                           facts["login"])  # fmt: skip
    return {**about, "links": [] if facts["is_ended"] else about["links"]}


def _all(see: See, call: Call, told: Told) -> Row:
    return {"given": {}, "up": {"href": "/powers", "text": ALL.said()}}


def _to_all(answer: Row, subject: Row) -> str:
    return "/powers"


listing("powers", "powers", ALL, READERS,
        "read_powers", COLUMNS, menu="house", href="/powers/{id}")  # fmt: skip
page(Page("power", ONE, Both("Power to sign", "Pouvoir de signature"), READERS,
          lambda see, call, **told: power(see, call, told), "portal/thing.html"))  # fmt: skip
form("power_add", "powers/add", Both("Record a power to sign", "Enregistrer un pouvoir"),
     "propose_power", subject=_all, fields=(
         Field("company_id", "party", Both("Company (SIREN or name)", "Société (SIREN ou nom)")),
         Field("login", "text", Both("Name the person signs in with", "Nom de connexion")),
         Field("email", "text", Both("E-mail for codes", "E-mail pour les codes")),
         Field("phone", "loose", Both("Phone for a provider's code (+33612345678)",
                                      "Téléphone pour le code d'un prestataire (+33612345678)"),
               is_required=False),
         Field("from_on", "day", Both("From", "À partir du"), start=today),
         Field("until_on", "day", Both("Last day (empty: none)", "Dernier jour (vide : aucun)"),
               is_required=False),
         Field("ceiling_cents", "amount", Both("Most of one paper (empty: any)",
                                               "Plafond d'un document (vide : aucun)"),
               is_required=False),
         Field("currency", "text", Both("Currency", "Devise"),
               start=lambda see, call, subject: "EUR"),
         Field("signer_count", "number", Both("Signs with how many in all",
                                              "Signe à combien en tout"),
               Both("1: alone; 2: two together.", "1 : seul ; 2 : à deux conjointement."),
               start=lambda see, call, subject: "1"), SOURCE))  # fmt: skip
form("power_end", f"{ONE}/end", Both("The power is over", "Le pouvoir a pris fin"), "end_power",
     subject=power, then=_to_all, fields=(SOURCE,))  # fmt: skip
