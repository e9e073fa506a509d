"""The file of a contract before its client draws: what is missing, what is recorded, the forms."""

from comptant.doors import opening_told
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field, of_domain, today
from comptant.doors.portal.forms import form, nothing
from comptant.doors.portal.parts import contract_of
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.subjects import CONTRACT
from comptant.doors.words import Both
from comptant.operations.acts.roles import FACTOR_ROLES
from comptant.rules.opening import GUARDS, RECORDED
from comptant.store.access import See

FILE = f"{CONTRACT}/opening"
COLUMNS = ("guard", "label", "opening_state", "fact_on", "until_on", "source", "login")
SINCE = Field("fact_on", "day", Both("Day of the document", "Date de la pièce"), start=today)
SOURCE = Field("source", "text", Both("Document that says it", "Document qui le dit"))


def show(see: See, call: Call, contract: str) -> Row:
    """The file: what the house wants and lacks first, then what is recorded, the latest first."""
    found = contract_of(see, call, {"contract": contract})
    told = {"contract": contract}
    return {
        "rows": opening_told.file_of(see, found, call.on), "columns": COLUMNS, "next_page": "",
        "up": {"href": subjects.address(CONTRACT, told), "text": found["number"]},
        "links": subjects.links(call, FILE, told),
    }  # fmt: skip


page(Page("opening", FILE, Both("Opening file", "Dossier d'ouverture"), FACTOR_ROLES, show,
          "portal/list.html"))  # fmt: skip
form("opening_record", f"{FILE}/record", Both("Record a part", "Enregistrer une pièce"),
     "record_opening_fact", subject=subjects.of_page(FILE), fields=(
         Field("guard", "choice", Both("Part of the file", "Pièce"),
               choices=of_domain("guard", *RECORDED)),
         Field("label", "loose", Both("Who may sign, or which condition",
                                      "Qui peut signer, ou quelle condition"), is_required=False),
         SINCE, Field("until_on", "day", Both("Its last day", "Son dernier jour"),
                      Both("Empty: none.", "Vide : aucun."), is_required=False), SOURCE,
     ))  # fmt: skip
form("opening_owners", f"{FILE}/owners", Both("Beneficial owners", "Bénéficiaires effectifs"),
     "record_owners", subject=subjects.of_page(FILE), fields=(
         Field("owners", "owners", Both("All of them, one a line", "Tous, un par ligne"),
               Both("Alice Martin=60; 0 where control is by other means.",
                    "Alice Martin=60 ; 0 si le contrôle est autre.")), SINCE, SOURCE,
     ))  # fmt: skip
form("opening_screen", f"{FILE}/screen", Both("Look on a list", "Chercher sur une liste"),
     "screen_names", subject=subjects.of_page(FILE), fields=(
         Field("list_name", "text", Both("Name of the list", "Nom de la liste")),
         Field("list_on", "day", Both("Day of the list", "Date de la liste"), start=today),
         Field("content", "file", Both("The list as published", "La liste telle que publiée")),
     ))  # fmt: skip
form("opening_clear", f"{FILE}/clear", Both("Clear same names", "Écarter des homonymes"),
     "clear_screening", subject=subjects.of_page(FILE))  # fmt: skip
form("opening_committee", f"{FILE}/committee", Both("Committee's agreement", "Accord du comité"),
     "propose_committee", subject=subjects.of_page(FILE), fields=(
         Field("decided_on", "day", Both("Day of the decision", "Date de la décision"),
               start=today),
         Field("conditions", "texts", Both("Conditions to meet, one a line",
                                           "Conditions à lever, une par ligne"),
               is_required=False),
         Field("source", "text", Both("Minutes", "Procès-verbal")),
     ))  # fmt: skip
form("opening_guards", "opening-guards", Both("What a contract needs before it draws",
                                              "Ce qu'il faut avant de financer"),
     "set_opening_guards", subject=nothing, menu="house", fields=(
         Field("guards", "many", Both("Parts of the file (none: nothing)",
                                      "Pièces du dossier (aucune : rien)"),
               choices=of_domain("guard", *GUARDS), is_required=False),
         Field("from_on", "day", Both("From", "À partir du"), start=today), SOURCE,
     ))  # fmt: skip
