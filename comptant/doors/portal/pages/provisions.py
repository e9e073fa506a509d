"""Provisions: default, stages and expected losses of the portfolio or of a contract; as files."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpResponse

from comptant.doors import csv_files, provisions_told, words
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field, today
from comptant.doors.portal.forms import form, nothing
from comptant.doors.portal.parts import contract_of
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.sending_files import named
from comptant.doors.portal.subjects import CONTRACT, address
from comptant.doors.words import Both, say
from comptant.operations.acts.roles import FACTOR_ROLES
from comptant.rules.provisions import TERMS
from comptant.store.access import See

ALL, OWN = "provisions", f"{CONTRACT}/provisions"
TITLE = Both("Provisions and default", "Provisions et défaut")
SHOWN = 10  # exposures a page: with recourse each is of a whole contract
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _of(see: See, call: Call, told: dict[str, str]) -> int | None:
    return contract_of(see, call, told)["id"] if told else None


def show(see: See, call: Call, **told: str) -> Row:
    """A page of exposures, the sums per stage of what is shown, the matrix of all."""
    found, more = provisions_told.page(
        see, call.on, _of(see, call, told), call.asked("after"), SHOWN
    )
    base = address(OWN, told) if told else f"/{ALL}"
    is_whole = not more and not call.asked("after")
    sections = [
        {"title": say("By stage", "Par strate") if is_whole else say(
            "By stage, of this page (of all: in the files)",
            "Par strate, de cette page (de l'ensemble : dans les fichiers)"),
         "columns": provisions_told.SUMS, "rows": found["sums"]},
        {"title": say("Exposures", "Expositions"), "columns": provisions_told.COLUMNS,
         "rows": found["rows"], "next_page": urlencode({"after": more}) if more else ""},
        {"title": say("By the matrix", "Par la matrice"), "columns": provisions_told.BY_BUCKET,
         "rows": found["matrix"]},
    ]  # fmt: skip
    links = [{"href": f"{base}.{form}", "title": form.upper()} for form in ("xlsx", "csv")]
    if not told:
        links.append({"href": f"/{ALL}/terms", "title": TERMS_TITLE.said()})
    up = {"href": address(CONTRACT, told), "text": told["contract"]} if told else None
    return {"facts": {"on": call.on}, "columns": ("on",), "title": TITLE.said(), "up": up,
            "links": links, "sections": [one for one in sections if one["rows"]]}  # fmt: skip


def _sent(ending: str) -> Callable[..., HttpResponse]:
    def send(see: See, call: Call, **told: str) -> HttpResponse:
        id_ = _of(see, call, told)
        name = f"provisions-{call.on.isoformat()}.{ending}"
        if ending == "xlsx":
            return named(provisions_told.workbook(provisions_told.told(see, call.on, id_)), name,
                         XLSX)  # fmt: skip
        parts = provisions_told.parts(see, call.on, id_)
        made = csv_files.blocks(provisions_told.COLUMNS, parts, words.language())
        return named(b"".join(made), name, csv_files.MEDIA_TYPE)

    return send


def _gathered(typed: Row) -> Row:
    said = {name: typed.pop(name) for name in TERMS}
    return {**typed, "terms": {name: value for name, value in said.items() if value is not None}}


TERMS_TITLE = Both("What provisions are reckoned with", "Paramètres des provisions")
page(Page("provisions", ALL, TITLE, FACTOR_ROLES, show, "portal/claim.html", "work"))
page(Page("contract_provisions", OWN, TITLE, FACTOR_ROLES, show, "portal/claim.html"))
for _ending in ("xlsx", "csv"):
    for _name, _path in (("provisions", ALL), ("contract_provisions", OWN)):
        page(Page(f"{_name}_{_ending}", f"{_path}.{_ending}",
                  Both(f"Provisions ({_ending.upper()})", f"Provisions ({_ending.upper()})"),
                  FACTOR_ROLES, lambda see, call, **told: {}, "", send=_sent(_ending)))  # fmt: skip
form("provision_terms", f"{ALL}/terms", TERMS_TITLE, "set_provision_terms", subject=nothing,
     gather=_gathered, hides=("terms",), fields=(
         *(Field(name, "rate", is_required=False) for name in TERMS),
         Field("technical_90_from_on", "day", Both("EBA/GL/2026/05 counts from",
                                                   "EBA/GL/2026/05 compte dès le"),
               is_required=False),
         Field("from_on", "day", Both("From", "À partir du"), start=today),
         Field("source", "text", Both("Where it is decided", "Où c'est décidé"))),
     then=lambda answer, subject: f"/{ALL}")  # fmt: skip
