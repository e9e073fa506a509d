"""A portfolio watched: aged balance of any day, how buyers pay, whom to remind, what will come."""

from datetime import date, datetime
from urllib.parse import quote

from django.http import HttpResponse

from comptant.doors import forecasting, lookup, words
from comptant.doors import watching as told
from comptant.doors.charts.forecast import COLUMNS, TITLE
from comptant.doors.charts.forecast import forecast as chart
from comptant.doors.portal.call import Call
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.sending_files import drawn
from comptant.doors.portal.subjects import CONTRACT, address
from comptant.doors.values import DAY, INSTANT
from comptant.doors.words import Both, say
from comptant.operations.acts.roles import CLIENT_ROLES, FACTOR_ROLES
from comptant.store.access import See

ALL = CLIENT_ROLES | FACTOR_ROLES
BUCKETS = ("not_due_cents", "late_30_cents", "late_60_cents", "late_90_cents", "later_cents",
           "notes_cents", "open_cents", "guaranteed_cents")  # fmt: skip
TEMPLATE = "portal/watched.html"


def asked_day(call: Call, name: str = "on") -> date:
    """The day asked for, or today."""
    text = call.asked(name).strip()
    return DAY.convert(text, None, None) if text else call.on


def field(name: str, label: str, value: object, kind: str = "date", **more: object) -> Row:
    """A field of the form that says what is shown."""
    shown = value.isoformat() if isinstance(value, date) else value
    return {"name": name, "label": label, "value": shown, "type": kind, **more}


def up_to(see: See, call: Call, contract: str | None) -> tuple[Row | None, Row]:
    """The contract of the address, if it names one, and the way back to it."""
    if contract is None:
        return None, {}
    found = lookup.contract(see, contract, call.on)
    base = address(CONTRACT, {"contract": contract})
    return found, {"up": {"href": base, "text": found["number"]}, "base": base}


def aged(see: See, call: Call, contract: str | None = None) -> Row:
    """The aged balance at a value date as known at an instant, with its total."""
    found, given = up_to(see, call, contract)
    on, known = asked_day(call), call.asked("known_at").strip()
    at: datetime | None = INSTANT.convert(known, None, None) if known else None
    if found:
        rows = see("read_aged_buyers", contract_id=found["id"], on=on, known_at=at)
        names: tuple[str, ...] = ("name",)
    else:
        rows = see("read_aged_contracts", on=on, known_at=at)
        names = ("contract_number", "client_name")
        for row in rows:
            row["href"] = f"/contracts/{quote(row['contract_number'], safe='')}/aged"
    rows += _totals(rows, names[0])
    return {**given, "parts": [{"rows": rows, "columns": (*names, *BUCKETS)}], "asked": [
        field("on", say("Value date, included", "Date de valeur, incluse"), on),
        field("known_at", say("As it was known on (empty: now)",
                              "Tel que connu le (vide : maintenant)"), known, "text",
              hint="2026-01-31")]}  # fmt: skip


def _totals(rows: list[Row], name: str) -> list[Row]:
    told_of = []
    for currency in sorted({row["currency"] for row in rows}):
        own = [row for row in rows if row["currency"] == currency]
        told_of.append({name: say("Total", "Total"), "currency": currency,
                        **{one: sum(row[one] for row in own) for one in BUCKETS}})  # fmt: skip
    return told_of


def collection(see: See, call: Call, contract: str | None = None) -> Row:
    """How buyers pay, and whom to remind first."""
    found, given = up_to(see, call, contract)
    on, of = asked_day(call), found["id"] if found else None
    names = ("buyer_name",) if found else ("contract_number", "client_name")
    measured = told.measures(see, on, of, "buyer" if found else "contract")
    alerts = [
        say(f"{row[names[0]]}: more than 2 % of the last thirty days' payments went to the client.",
            f"{row[names[0]]} : plus de 2 % des règlements de trente jours reçus par l'adhérent.")
        for row in measured if row["is_direct_alert"]
    ]  # fmt: skip
    listed = told.collectors(see, on, of)
    for row in listed:
        row["href"] = f"/contracts/{quote(row['contract_number'], safe='')}/aged"
    return {
        **given, "asked": [field("on", say("Value date", "Date de valeur"), on)],
        "sentences": alerts,
        "parts": [
            {"title": say("To remind first: what is overdue and will not come by itself",
                          "À relancer d'abord : l'échu qui ne viendra pas de lui-même"),
             "rows": listed, "columns": told.COLLECTED},
            {"title": say("How they pay", "Comment ils paient"), "rows": measured,
             "columns": (*names, *told.MEASURED)},
        ],
    }  # fmt: skip


def forecast(see: See, call: Call, contract: str | None = None) -> Row:
    """What will be paid, with its range, and how past forecasts did."""
    found, given = up_to(see, call, contract)
    of = found["id"] if found else None
    rows = forecasting.weeks(see, call.on, of)
    tested = forecasting.backtest(see, call.on, of)
    judged = forecasting.judged(tested)
    currency = _currency(call, rows, found)
    own = [row for row in rows if row["currency"] == currency]
    figure = {"title": TITLE.said(), "svg": chart(own, currency).svg(), "rows": own,
              "columns": COLUMNS, "currency": currency,
              "file": f"{given.get('base', '')}/forecast"}  # fmt: skip
    facts = [(words.column(name), words.value_of(name, value))
             for name, value in (judged or {}).items()]  # fmt: skip
    return {
        **given, "figures": [figure], "facts": facts, "sentences": [say(
            "From how late each buyer has paid in twelve months; a buyer who has paid little is "
            "taken as all are. Four times of five the sum falls within the range.",
            "D'après le retard de chaque acheteur sur douze mois ; qui a peu payé est pris comme "
            "tous. Quatre fois sur cinq la somme tombe dans la fourchette.")],
        "parts": [{"title": say("The same forecasts in the past", "Les mêmes prévisions, hier"),
                   "rows": [row for row in tested if row["currency"] == currency],
                   "columns": forecasting.TESTED}],
    }  # fmt: skip


def _currency(call: Call, rows: list[Row], found: Row | None) -> str:
    if found:
        return str(found["currency"])
    asked = call.asked("currency")
    known = [row["currency"] for row in rows]
    return asked if asked in known else known[0] if known else "EUR"


def picture(see: See, call: Call, form: str, contract: str | None = None) -> HttpResponse:
    """The forecast as a file."""
    found, _ = up_to(see, call, contract)
    rows = forecasting.weeks(see, call.on, found["id"] if found else None)
    currency = _currency(call, rows, found)
    label = found["number"] if found else "portfolio"
    return drawn(chart(rows, currency).svg(), form, f"{label}-forecast-{call.on}")


AGED = Both("Aged balance", "Balance âgée")
COLLECTION = Both("Collection", "Recouvrement")
FORECAST = Both("Expected receipts", "Encaissements attendus")
DRAWN = Both("The forecast as a file", "La prévision en fichier")
page(Page("aged", "aged", AGED, FACTOR_ROLES, aged, TEMPLATE, menu="books"))
page(Page("collection", "collection", COLLECTION, FACTOR_ROLES, collection, TEMPLATE, menu="work"))
page(Page("forecast", "forecast", FORECAST, FACTOR_ROLES, forecast, TEMPLATE, menu="mine"))
page(Page("forecast_picture", "forecast.<str:form>", DRAWN, FACTOR_ROLES, picture, "",
          send=picture))  # fmt: skip
page(Page("contract_aged", f"{CONTRACT}/aged", Both("Aged balance by buyer",
                                                    "Balance âgée par acheteur"), ALL, aged,
          TEMPLATE))  # fmt: skip
page(Page("contract_collection", f"{CONTRACT}/collection", Both("How buyers pay",
                                                                "Comment paient les acheteurs"),
          ALL, collection, TEMPLATE))  # fmt: skip
page(Page("contract_forecast", f"{CONTRACT}/forecast", FORECAST, ALL, forecast, TEMPLATE))
page(Page("contract_forecast_picture", f"{CONTRACT}/forecast.<str:form>", DRAWN, ALL, picture, "",
          send=picture))  # fmt: skip
