"""The portfolio on a worse day, asked by fields: what is available, who bears what, which cash."""

from urllib.parse import urlencode

from django.http import HttpResponse

from comptant.doors import stress_told
from comptant.doors.portal.call import Call
from comptant.doors.portal.pages.watching import TEMPLATE, field, up_to
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.sending_files import named
from comptant.doors.portal.subjects import CONTRACT
from comptant.doors.words import Both, say
from comptant.operations.acts.roles import FACTOR_ROLES
from comptant.store.access import See

ALL, OWN = "stress", f"{CONTRACT}/stress"
TITLE = Both("Stress test", "Test de résistance")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A field, its question, an example, and the shock that it makes of what is typed.
FIELDS: dict[str, tuple[Both, str, str]] = {
    "largest": (Both("So many largest buyers fail", "Nombre de premiers acheteurs défaillants"),
                "3", "fail largest={}"),
    "buyer": (Both("Buyers that fail (numbers)", "Acheteurs défaillants (numéros)"),
              "443061841", "fail buyer={}"),
    "days": (Both("Days of delay more", "Jours de retard en plus"), "20", "delay days={}"),
    "country": (Both("of buyers of the country", "des acheteurs du pays"), "DE", ""),
    "kept": (Both("Limits kept, %", "Limites conservées, %"), "50", "limits kept={}"),
    "insurer": (Both("of the insurer", "de l'assureur"), "ASSUR", ""),
    "failed_insurer": (Both("Insurer that fails", "Assureur défaillant"), "ASSUR",
                       "insurer insurer={}"),
    "dilution": (Both("Credit notes to come, %", "Avoirs à venir, %"), "2", "dilution rate={}"),
    "rate": (Both("Reference rate up, points", "Hausse du taux de référence, points"), "1",
             "reference rate={}"),
}  # fmt: skip
WITHIN = {"days": "country", "kept": "insurer"}  # a field that says whom another's shock strikes


def _asked(call: Call) -> dict[str, str]:
    return {name: text for name in FIELDS if (text := call.asked(name).strip())}


def shocks(typed: dict[str, str]) -> list[Row]:
    """The shocks that fields make."""
    found = []
    for name, (_, _, line) in FIELDS.items():
        if not line or name not in typed:
            continue
        kind, _, pair = line.partition(" ")
        row = {"shock": kind, pair.partition("=")[0]: typed[name]}
        of = WITHIN.get(name)
        found.append({**row, of: typed[of]} if of and of in typed else row)
    return found


def show(see: See, call: Call, contract: str | None = None) -> Row:
    """The fields, and, once something is asked, the answer; to run it takes a while."""
    found, given = up_to(see, call, contract)
    typed = _asked(call)
    asked = [field(name, label.said(), typed.get(name, ""), "text", hint=hint)
             for name, (label, hint, _) in FIELDS.items()]  # fmt: skip
    if not shocks(typed):
        return {**given, "asked": asked, "sentences": [say(
            "Say what happens, then Show: the rules of every day run on it, and nothing is kept.",
            "Dites ce qui arrive, puis Montrer : les règles de tous les jours s'y appliquent, rien "
            "n'est gardé.")]}  # fmt: skip
    told = stress_told.told(call.visit.looking, shocks(typed), found["id"] if found else None)
    base = given.get("base")
    links = [{"href": f"{base}/stress.xlsx?{urlencode(typed)}" if base
              else f"/stress.xlsx?{urlencode(typed)}",
              "title": say("As a workbook", "En classeur")}]  # fmt: skip
    for row in told["contracts"]:
        row["href"] = f"/contracts/{row['contract_number']}/stress?{urlencode(typed)}"
    return {
        **given, "asked": asked, "links": links, "sentences": stress_told.sentences(told),
        "parts": [{"title": title.said(), "rows": told[key], "columns": names}
                  for key, (title, names) in stress_told.SHEETS.items() if told[key]],
    }  # fmt: skip


def _file(see: See, call: Call, contract: str | None = None) -> HttpResponse:
    found, _ = up_to(see, call, contract)
    told = stress_told.told(call.visit.looking, shocks(_asked(call)),
                            found["id"] if found else None, None)  # fmt: skip
    return named(stress_told.workbook(told), f"stress-{call.on.isoformat()}.xlsx", XLSX)


page(Page("stress", ALL, TITLE, FACTOR_ROLES, show, TEMPLATE, "work"))
page(Page("contract_stress", OWN, TITLE, FACTOR_ROLES, show, TEMPLATE))
for _name, _path in (("stress", ALL), ("contract_stress", OWN)):
    page(Page(f"{_name}_xlsx", f"{_path}.xlsx",
              Both("Stress test (XLSX)", "Test de résistance (XLSX)"),
              FACTOR_ROLES, lambda see, call, **told: {}, "", send=_file))  # fmt: skip
