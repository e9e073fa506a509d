"""A client's coming weeks, and the books that its accountant imports."""

from datetime import date
from urllib.parse import urlencode

from django.http import HttpResponse

from comptant.doors import client_books, places, treasury_told, words
from comptant.doors.bounds import framed
from comptant.doors.charts.treasury import COLUMNS, TITLE
from comptant.doors.charts.treasury import treasury as chart
from comptant.doors.csv_files import MEDIA_TYPE
from comptant.doors.minor_units import listed, of
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field
from comptant.doors.portal.forms import form
from comptant.doors.portal.pages.watching import ALL, TEMPLATE, asked_day, field, up_to
from comptant.doors.portal.parts import part_of
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.sending_files import drawn, named
from comptant.doors.portal.subjects import CONTRACT, contract
from comptant.doors.values import IN_CURRENCY
from comptant.doors.words import Both, say
from comptant.formats.planned_lists import read_planned
from comptant.operations.acts.act import Refused
from comptant.operations.acts.rights import RIGHTS
from comptant.operations.drawing.plans import PLANNED, plan_payments
from comptant.store.access import See

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _plan(see: See, call: Call, found: Row) -> Row:
    cash = call.asked("cash").strip()
    return treasury_told.told(
        see, call.visit.looking, found, call.on, case=call.asked("case") or "middle",
        cash_cents=of(IN_CURRENCY.convert(cash, None, None), found["currency"]) if cash else 0,
    )  # fmt: skip


def treasury(see: See, call: Call, contract: str) -> Row:
    """Thirteen weeks: what may be drawn, what is planned, the lowest point, what would lift it. To
    live the days through takes a second or more: only when it is asked for."""
    found, given = up_to(see, call, contract)
    assert found is not None
    case = call.asked("case")
    cases = [(one, words.word("case", one)) for one in treasury_told.CASES]
    asked = [field("cash", say("Your cash today", "Votre trésorerie ce jour"), call.asked("cash"),
                   "text", hint="0,00"),
             field("case", say("Buyers pay", "Les acheteurs paient"), case,
                   choices=cases)]  # fmt: skip
    links = []
    if call.visit.may("plan_payments"):
        links = [{"title": PLANNED_TITLE.said(), "href": f"{given['base']}/planned"}]
    if not case:
        return {**given, "links": links, "asked": asked, "sentences": [say(
            "Show lives the next thirteen weeks by the rules of today: what buyers pay, what is "
            "billed, what you draw for the payments planned.",
            "Montrer fait vivre les treize semaines à venir selon les règles d'aujourd'hui : ce "
            "que paient les acheteurs, ce qui est facturé, ce que vous tirez pour les paiements "
            "prévus.")]}  # fmt: skip
    plan = _plan(see, call, found)
    query = urlencode({"cash": call.asked("cash"), "case": case})
    links.insert(0, {"title": say("As a workbook", "En classeur"),
                     "href": f"{given['base']}/treasury.xlsx?{query}"})  # fmt: skip
    figure = {"title": TITLE.said(), "svg": chart(plan["days"], plan["currency"]).svg(),
              "rows": plan["weeks"], "columns": COLUMNS, "currency": plan["currency"],
              "file": f"{given['base']}/treasury", "asked": query}  # fmt: skip
    return {
        **given, "links": links, "sentences": [treasury_told.sentence(plan)], "asked": asked,
        "figures": [figure],
        "parts": [
            {"title": say("Week by week", "Semaine par semaine"), "rows": plan["weeks"],
             "columns": treasury_told.OF_WEEK},
            {"title": say("What keeps back on the lowest day", "Ce qui retient au plus bas"),
             "rows": plan["lifts"], "columns": treasury_told.LIFTS},
            {"title": say("Day by day", "Jour par jour"), "rows": plan["days"],
             "columns": treasury_told.OF_DAY, "folded": True},
        ],
    }  # fmt: skip


def treasury_file(see: See, call: Call, contract: str, form: str) -> HttpResponse:
    """The same as a workbook, or as a drawing."""
    found, _ = up_to(see, call, contract)
    assert found is not None
    plan, name = _plan(see, call, found), f"{found['number']}-plan-{call.on}"
    if form == "xlsx":
        return named(treasury_told.workbook(plan), f"{name}.xlsx", XLSX)
    return drawn(chart(plan["days"], plan["currency"]).svg(), form, name)


def planned(see: See, call: Call, contract: str) -> Row:
    """What the client has planned, and the list that replaces it."""
    found, given = up_to(see, call, contract)
    assert found is not None
    rows = see("read_planned_payments", contract_id=found["id"], on=call.on)
    return {**given, "takes_file": say(
        "Your list (CSV or workbook: date, amount below zero where you pay, label)",
        "Votre liste (CSV ou classeur : date, montant négatif quand vous payez, libellé)"),
        "parts": [{"rows": rows, "columns": treasury_told.PLANNED}]}  # fmt: skip


def _place(text: str) -> str:
    """A place of a list, its column by its word."""
    where, column, name = places.place(text).rpartition(say("column ", "colonne "))
    return f"{where}{column}{words.column(name)}" if name in PLANNED.names else text


def take_plan(call: Call, contract: str) -> str | Row:
    """The list becomes the plan; where it cannot be read, it is told why."""
    with call.visit.reading() as see:
        found, given = up_to(see, call, contract)
    assert found is not None
    upload = call.request.FILES.get("file")
    if upload is None:
        return {"faults": [{"place": "", "cause": words.fault("file_empty")}], "answer_status": 422}
    read = read_planned(upload.name or "list", upload.read())
    if read.faults:
        return {"faults": [{"place": _place(one.place), "cause": words.fault(one.code)}
                           for one in read.faults], "answer_status": 422}  # fmt: skip
    rows = [{**row, "amount_cents": listed(row["amount_cents"], found["currency"])}
            for row in read.rows]  # fmt: skip
    call.run(plan_payments, contract_id=found["id"], payments=framed(PLANNED, rows))
    return f"{given['base']}/treasury?case=middle"


def period(call: Call) -> tuple[date, date]:
    """The days asked for: by default the month so far."""
    last = asked_day(call, "until")
    first = asked_day(call, "from") if call.asked("from").strip() else last.replace(day=1)
    return first, last


def _asked(first: date, last: date) -> list[Row]:
    return [field("from", say("From", "Du"), first), field("until", say("To", "Au"), last)]


def books(see: See, call: Call, contract: str) -> Row:
    """The client's journal of a period, its way to the statement, and the files to import."""
    found, given = up_to(see, call, contract)
    assert found is not None
    first, last = period(call)
    made = client_books.made(see, found, first, last, "csv", words.language())
    query = urlencode({"from": first, "until": last})
    links = [{"title": title, "href": f"{given['base']}/books.{end}?{query}"}
             for title, end in (("CSV", "csv"), ("FEC", "txt"))]  # fmt: skip
    if call.visit.may("name_accounts"):
        links.append({"title": ACCOUNTS.said(), "href": f"{given['base']}/book-accounts"})
    facts = [(words.column(name), words.money(made.bridge[name], found["currency"]))
             for name in client_books.BRIDGE]  # fmt: skip
    return {**given, "asked": _asked(first, last), "links": links, "facts": facts,
            "parts": [{**part_of(call, made.rows), "columns": client_books.COLUMNS}]}  # fmt: skip


def books_file(see: See, call: Call, contract: str, form: str) -> HttpResponse:
    """The journal as CSV, or (txt) with the columns of a FEC."""
    found, _ = up_to(see, call, contract)
    assert found is not None
    if form not in ("csv", "txt"):
        raise Refused("document_unknown")
    kind = "fec" if form == "txt" else "csv"
    made = client_books.made(see, found, *period(call), kind, words.language())
    return named(made.content, made.name, made.media_type)


def receipts(see: See, call: Call, contract: str) -> Row:
    """What VAT on receipts needs: each invoice, what was paid of it, and when."""
    found, given = up_to(see, call, contract)
    assert found is not None
    first, last = period(call)
    rows = see("read_receipts", contract_id=found["id"], from_on=first, until_on=last)
    query = urlencode({"from": first, "until": last})
    return {**given, "asked": _asked(first, last),
            "links": [{"title": "CSV", "href": f"{given['base']}/receipts.csv?{query}"}],
            "parts": [{**part_of(call, rows), "columns": client_books.RECEIPTS}]}  # fmt: skip


def receipts_file(see: See, call: Call, contract: str) -> HttpResponse:
    """The same as CSV."""
    found, _ = up_to(see, call, contract)
    assert found is not None
    first, last = period(call)
    rows = see("read_receipts", contract_id=found["id"], from_on=first, until_on=last)
    word = say("receipts", "encaissements")
    content = client_books.csv(rows, words.language(), client_books.RECEIPTS)
    return named(content, f"{found['number']}-{word}-{first}-{last}.csv", MEDIA_TYPE)


def _numbered(see: See, call: Call, told: Row) -> Row:
    """The contract whose accounts are numbered, with the numbers that it has."""
    found = contract(see, call, told)
    found["up"] = {"href": f"{found['up']['href'].rstrip('/')}/books", "text": BOOKS.said()}
    return found


def _numbers_now(see: See, call: Call, subject: Row) -> str:
    rows = client_books.numbers(see, subject["given"]["contract_id"])
    return "\n".join(f"{row['code']}={row['account_number']}" for row in rows)


def _gathered(typed: Row) -> Row:
    return {"accounts": dict(client_books.pair(line) for line in typed["accounts"])}


BOOKS = Both("Your books", "Vos écritures")
PLANNED_TITLE = Both("Plan payments", "Prévoir des paiements")
ACCOUNTS = Both("Account numbers", "Numéros de comptes")
page(Page("treasury", f"{CONTRACT}/treasury", Both("Plan of treasury", "Plan de trésorerie"), ALL,
          treasury, TEMPLATE))  # fmt: skip
page(Page("treasury_file", f"{CONTRACT}/treasury.<str:form>", Both("Plan as a file",
                                                                   "Plan en fichier"), ALL,
          treasury, "", send=treasury_file))  # fmt: skip
page(Page("planned", f"{CONTRACT}/planned", Both("Payments planned", "Paiements prévus"),
          RIGHTS["plan_payments"], planned, TEMPLATE, acts={"do": take_plan}))  # fmt: skip
page(Page("client_books", f"{CONTRACT}/books", BOOKS, ALL, books, TEMPLATE))
page(Page("client_books_file", f"{CONTRACT}/books.<str:form>", Both("Journal as a file",
                                                                    "Journal en fichier"), ALL,
          books, "", send=books_file))  # fmt: skip
page(Page("receipts", f"{CONTRACT}/receipts", Both("Receipts for VAT", "Encaissements pour la TVA"),
          ALL, receipts, TEMPLATE))  # fmt: skip
page(Page("receipts_file", f"{CONTRACT}/receipts.csv", Both("Receipts as a file",
                                                            "Encaissements en fichier"), ALL,
          receipts, "", send=receipts_file))  # fmt: skip
form("client_accounts", f"{CONTRACT}/book-accounts", ACCOUNTS, "name_accounts",
     subject=_numbered, gather=_gathered, fields=(
         Field("accounts", "texts", ACCOUNTS, Both(
             "CODE=NUMBER, one a line; a buyer's own account: C411/id=NUMBER.",
             "CODE=NUMÉRO, un par ligne ; le compte d'un acheteur : C411/id=NUMÉRO."),
             start=_numbers_now),))  # fmt: skip
