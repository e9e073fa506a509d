"""The tariffs of the house: those there were and are, row by row; proposed whole from a file, shown
to the public, each time by two people."""

from django.http import HttpResponse

from comptant.doors import files_sent, words
from comptant.doors.bounds import framed
from comptant.doors.csv_files import MEDIA_TYPE
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field, today
from comptant.doors.portal.forms import form
from comptant.doors.portal.parts import listing
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.tariffs_told import row_told
from comptant.doors.words import Both, say
from comptant.formats.tariffs import read_tariff
from comptant.operations.acts.act import Refused
from comptant.operations.acts.roles import FACTOR_ROLES
from comptant.operations.quoting.tariffs import TARIFF, example_file
from comptant.store.access import See

FILE = "tariff.csv"
LIST = "tariffs"
ONE = f"{LIST}/<str:tariff>"
TITLE = Both("Tariffs", "Tarifs")
COLUMNS = ("id", "valid_from_on", "source", "is_example", "row_count", "proposed_by", "decided_by",
           "is_public")  # fmt: skip
ROWS = ("row_number", "grid", "row_name", "turnover_from_cents", "mean_from_cents",
        "dilution_from_ppm", "client_class", "buyer_class", "condition", "rate_ppm", "amount_cents",
        "charge_unit", "vat_class", "is_in_teg")  # fmt: skip
SOURCE = Field("source", "text", Both("The decision or the document that it comes from",
                                      "La décision ou le document d'où il vient"))  # fmt: skip


def one(see: See, call: Call, told: subjects.Told) -> Row:
    """A tariff of the house; Refused: tariff_unknown."""
    id_ = subjects.number(told["tariff"])
    found = [row for row in see("read_tariffs") if row["id"] == id_]
    if not found:
        raise Refused("tariff_unknown", tariff_id=id_)
    on = words.day(found[0]["valid_from_on"])
    return subjects.about(call, ONE, told, {"tariff_id": id_}, found[0], COLUMNS, f"/{LIST}",
                          say(f"Tariff of {on}", f"Tarif du {on}"))  # fmt: skip


def show(see: See, call: Call, tariff: str) -> Row:
    """A tariff with its rows."""
    found = one(see, call, {"tariff": tariff})
    rows = see("read_tariff_rows", tariff_id=found["given"]["tariff_id"], on=call.on)
    return {
        **found,
        "rows": [row_told(row) for row in rows],
        "table_columns": ROWS,
        "table_title": say("Rows", "Lignes"),
    }


def _all(see: See, call: Call, told: subjects.Told) -> Row:
    return {"given": {}, "up": {"href": f"/{LIST}", "text": TITLE.said()}}


def _example(see: See, call: Call) -> HttpResponse:
    """The example of a tariff, to be edited: its form is ours, its prices are invented."""
    return HttpResponse(example_file(), content_type=MEDIA_TYPE, headers={
        "Content-Disposition": f'attachment; filename="{FILE}"'})  # fmt: skip


def _gathered(typed: Row) -> Row:
    """The rows of the file that was given. Refused: files_unread, with its first fault."""
    content = bytes(typed.pop("content"))
    read = read_tariff(FILE, content)
    if read.faults:
        raise files_sent.unread(list(read.faults))
    return {**typed, "rows": framed(TARIFF, read.rows)}


listing("tariffs", LIST, TITLE, FACTOR_ROLES, "read_tariffs", COLUMNS, menu="house",
        href="/tariffs/{id}", others=(
            ("/tariffs-propose", Both("Propose a tariff", "Proposer un tarif")),
            ("/tariffs-example", Both("Example of a tariff (CSV)",
                                      "Exemple de tarif (CSV)"))))  # fmt: skip
page(Page("tariff_example", "tariffs-example", Both("Example of a tariff", "Exemple de tarif"),
          FACTOR_ROLES, lambda see, call: {}, "", send=_example))  # fmt: skip
page(Page("tariff", ONE, Both("Tariff", "Tarif"), FACTOR_ROLES, show,
          "portal/thing.html"))  # fmt: skip
form("tariff_propose", "tariffs-propose", Both("Propose a tariff", "Proposer un tarif"),
     "propose_tariff", subject=_all, gather=_gathered, hides=("rows",), fields=(
         Field("content", "file", Both("File (CSV)", "Fichier (CSV)"),
               Both("In the form of the example, beside the list of tariffs. Another person "
                    "approves it; quotes use it from its day on.",
                    "Dans la forme de l'exemple, à côté de la liste des tarifs. Une autre personne "
                    "l'approuve ; les devis s'en servent à partir de son jour.")),
         Field("valid_from_on", "day", Both("From", "À partir du"), start=today),
         SOURCE))  # fmt: skip
form("tariff_public", f"{ONE}/public", Both("Show it to the public", "L'ouvrir au public"),
     "set_public_tariff", subject=one, fields=(
         Field("is_public", "flag", Both("It prices quotes of the public (page /prospect)",
                                         "Il chiffre les devis du public (page /prospect)")),
         SOURCE))  # fmt: skip
