"""The portfolio on one page: totals, figures with their tables, and each client's profitability."""

from django.http import HttpResponse

from comptant.doors import lookup
from comptant.doors.charts.portfolio import CHARTS, OF_CONTRACT, Chart
from comptant.doors.portal.call import Call
from comptant.doors.portal.parts import rows_of
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.sending_files import drawn
from comptant.doors.portal.subjects import CONTRACT, address
from comptant.doors.reporting import BUCKETS
from comptant.doors.words import Both
from comptant.operations.acts.act import Refused
from comptant.operations.acts.roles import CLIENT_ROLES, FACTOR_ROLES
from comptant.store.access import See

ALL = CLIENT_ROLES | FACTOR_ROLES
TOTALS = ("outstanding_cents", "funds_in_use_cents", "approved_cents", "ineligible_cents",
          "fund_cents", "unallocated_cash_cents", "open_count", "contract_count",
          "buyer_count")  # fmt: skip
CLIENTS = ("contract_number", "client_name", "outstanding_cents", "funds_in_use_cents",
           "fund_cents", "turning_days", "dilution_ppm", "losses_cents", "fees_cents",
           "charges_cents", "result_cents", "yield_ppm")  # fmt: skip


def rows_for(see: See, call: Call, chart: Chart, contract_id: int | None) -> list[Row]:
    """The rows of a chart, of a contract or of all; buckets in words and in their order."""
    arguments = {"on": call.on}
    if chart.query != "read_portfolio":
        arguments["contract_id"] = contract_id  # type: ignore[assignment]
    rows = see(chart.query, **arguments)
    if chart.query == "read_ageing":
        order = list(BUCKETS)
        rows.sort(key=lambda row: order.index(row["bucket"]))
        for row in rows:
            row["bucket_name"] = BUCKETS[row["bucket"]].said()
    return rows


def _figure(name: str, rows: list[Row], currency: str, base: str) -> Row:
    chart = CHARTS[name]
    own = [row for row in rows if row["currency"] == currency]
    return {"name": name, "title": chart.said(own), "svg": chart.draw(own, currency).svg(),
            "rows": own, "columns": chart.columns, "file": f"{base}/{name}",
            "currency": currency}  # fmt: skip


def _currency(call: Call, rows: list[Row]) -> str:
    """The currency asked for, or that of the largest part of the portfolio."""
    known = [row["currency"] for row in sorted(rows, key=lambda row: -row["outstanding_cents"])]
    wanted = call.asked("currency")
    return wanted if wanted in known else known[0] if known else "EUR"


def portfolio(see: See, call: Call) -> Row:
    """Totals, figures and clients, in a constant number of queries."""
    totals = see("read_portfolio_totals", on=call.on)
    currency = _currency(call, totals)
    figures = [_figure(name, rows_for(see, call, chart, None), currency, "/portfolio")
               for name, chart in CHARTS.items()]  # fmt: skip
    given = rows_of(see, call, "read_portfolio", {})
    for row in given["rows"]:
        row["href"] = address(CONTRACT, {"contract": row["contract_number"]})
    return {
        **given, "columns": CLIENTS, "figures": figures, "currency": currency,
        "currencies": [row["currency"] for row in totals], "names": TOTALS,
        "totals": next((row for row in totals if row["currency"] == currency), None),
    }  # fmt: skip


def picture(see: See, call: Call, chart: str, form: str) -> HttpResponse:
    """A figure of the portfolio as a file."""
    return _picture(see, call, chart, form, None)


def _picture(see: See, call: Call, name: str, form: str, contract: Row | None) -> HttpResponse:
    allowed = OF_CONTRACT if contract else CHARTS
    if name not in allowed:
        raise Refused("document_unknown")
    chart = CHARTS[name]
    rows = rows_for(see, call, chart, contract["id"] if contract else None)
    currency = str(contract["currency"]) if contract else call.asked("currency") or "EUR"
    own = [row for row in rows if row["currency"] == currency]
    label = contract["number"] if contract else "portfolio"
    return drawn(chart.draw(own, currency).svg(), form, f"{label}-{name}-{call.on}")


def contract_figures(see: See, call: Call, contract: str) -> Row:
    """The figures of one contract, for its client and for the staff."""
    found = lookup.contract(see, contract, call.on)
    base = address(CONTRACT, {"contract": contract})
    figures = [
        _figure(name, rows_for(see, call, CHARTS[name], found["id"]), found["currency"],
                f"{base}/figures")
        for name in OF_CONTRACT
    ]  # fmt: skip
    return {"figures": figures, "up": {"href": base, "text": found["number"]}}


def contract_picture(see: See, call: Call, contract: str, chart: str, form: str) -> HttpResponse:
    """A figure of one contract as a file."""
    return _picture(see, call, chart, form, lookup.contract(see, contract, call.on))


page(Page("portfolio", "portfolio", Both("Portfolio", "Portefeuille"), FACTOR_ROLES, portfolio,
          "portal/portfolio.html", menu="mine", query="read_portfolio",
          columns=CLIENTS))  # fmt: skip
page(Page("portfolio_picture", "portfolio/<str:chart>.<str:form>",
          Both("A figure as a file", "Un graphique en fichier"), FACTOR_ROLES, picture, "",
          send=picture))  # fmt: skip
page(Page("contract_figures", f"{CONTRACT}/figures", Both("Figures", "Graphiques"), ALL,
          contract_figures, "portal/figures.html"))  # fmt: skip
page(Page("contract_picture", f"{CONTRACT}/figures/<str:chart>.<str:form>",
          Both("A figure as a file", "Un graphique en fichier"), ALL, contract_picture, "",
          send=contract_picture))  # fmt: skip
