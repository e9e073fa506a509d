"""Files of requests and offers: taken in, listed, their offers side by side; a quote as one."""

from django.http import HttpResponse

from comptant.doors.offer_files import file_of, taken_file
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field
from comptant.doors.portal.forms import form
from comptant.doors.portal.pages.comparison import COLUMNS, told_in_short
from comptant.doors.portal.pages.offers import ALL, products
from comptant.doors.portal.parts import listing
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.sending_files import named
from comptant.doors.words import Both, say
from comptant.operations.acts.act import Refused
from comptant.operations.acts.rights import RIGHTS
from comptant.operations.quoting.offer_files import compare_files
from comptant.store.access import Paging, See

OTHERS_MOST = 200  # files looked through for those of the same company
FILE = "files/<str:file>"


def _files(see: See, call: Call, told: object) -> Row:
    return {"given": {}, "up": {"href": "/files", "text": say("Files", "Fichiers")}}


def _named(typed: Row) -> Row:
    return {**typed, "file_name": "offers.json"}


def show(see: See, call: Call, file: str) -> Row:
    """One file, and which products of the house to lay beside it. Refused: file_unknown."""
    id_ = subjects.number(file)
    found = subjects.one_of(see, "read_offer_files", id_)
    if found is None:
        raise Refused("file_unknown", file_id=id_)
    chosen = call.request.POST.getlist("product") if call.request.method == "POST" else None
    others = [row for row in see("read_offer_files", Paging(("id",), OTHERS_MOST, None, True))
              if row["id"] != id_ and _is_same(row, found)]  # fmt: skip
    return {
        "title": found["prospect"], "file": found, "callback": f"/files/{id_}/callback",
        "others": [{**row, "is_chosen": str(row["id"]) in call.request.POST.getlist("other")}
                   for row in others],
        "up": {"href": "/files", "text": say("Files", "Fichiers")},
        "products": [{**one, "is_chosen": chosen is None or one["code"] in chosen}
                     for one in products()], "columns": COLUMNS,
    }  # fmt: skip


def compare(call: Call, file: str) -> Row:
    """Its offers, with those of the other files chosen, beside the products chosen. Refused: as
    compare_files()."""
    others = [subjects.number(one) for one in call.request.POST.getlist("other")]
    answer = call.run(
        compare_files, file_ids=[subjects.number(file), *others], client_class="C",
        products=call.request.POST.getlist("product"),
    )  # fmt: skip
    return {"compared": told_in_short(answer)}


def _is_same(one: Row, other: Row) -> bool:
    """Whether two files are of one company."""
    return bool((one["siren"] or one["prospect"]) == (other["siren"] or other["prospect"]))


def again(see: See, call: Call, file: str) -> HttpResponse:
    """A file that came in, to go on to another factor. Refused: file_unknown."""
    name, content = taken_file(see, subjects.number(file))
    return named(content, name, "application/json")


def download(see: See, call: Call, quote: str) -> HttpResponse:
    """A quote as a file for other factors. Refused: quote_unknown, charge_not_told."""
    name, content = file_of(see, [subjects.number(quote)])
    return named(content, name, "application/json")


listing("files", "files", Both("Files of offers", "Fichiers d'offres"), ALL & RIGHTS["take_file"],
        "read_offer_files", ("id", "prospect", "siren", "asked_on", "offer_count", "recorded_at"),
        menu="sell", href="/files/{id}")  # fmt: skip
form("file_load", "files/load", Both("Take in a file", "Prendre un fichier"), "take_file",
     subject=_files, gather=_named, hides=("file_name",), fields=(
         Field("content", "file", Both("File (JSON)", "Fichier (JSON)"),
               Both("A request and its offers, in the open form.",
                    "Une demande et ses offres, dans le format ouvert.")),))  # fmt: skip
page(Page("quote_file", "quotes/<str:quote>/file.json",
          Both("Quote as a file", "Devis en fichier"), ALL, lambda see, call, **told: {}, "",
          send=download))  # fmt: skip
page(Page("file_again", f"{FILE}/file.json", Both("File of offers", "Fichier d'offres"),
          RIGHTS["compare_files"], lambda see, call, **told: {}, "", send=again))  # fmt: skip
page(Page("file", FILE, Both("File of offers", "Fichier d'offres"), RIGHTS["compare_files"], show,
          "portal/offer_file.html", acts={"compare": compare}))  # fmt: skip
