"""The turnover that an insurer is told of a period, and what the period costs: rows, CSV, XLSX."""

import csv
import io
from datetime import date
from typing import TYPE_CHECKING, Any

from comptant.doors import cover_told, words
from comptant.doors.words import Both

if TYPE_CHECKING:
    from comptant.store.access import See

Row = dict[str, Any]
COLUMNS = ("contract_number", "buyer_name", "country", "turnover_cents",
           "declared_turnover_cents")  # fmt: skip
OF_PERIOD = ("policy_number", "insurer_name", "from_on", "until_on", "insured_base",
             "declared_turnover_cents")  # fmt: skip
OF_PREMIUM = ("from_on", "until_on", "premium_base_cents", "premium_to_date_cents",
              "premium_before_cents", "period_premium_cents", "period_tax_cents", "limit_count",
              "limit_fees_cents", "limit_fees_vat_cents", "period_total_cents")  # fmt: skip
DUTIES = ("act_by_on", "cover_days_left_days", "policy_duty", "policy_number", "insurer_name",
          "buyer_name", "from_on", "until_on", "amount_cents", "lapses_on")  # fmt: skip
PREMIUMS = ("id", "policy_number", "insurer_name", "from_on", "until_on", "premium_base_cents",
            "premium_cents", "period_tax_cents", "limit_fees_cents", "total_cents",
            "rebilled_cents", "due_on", "premium_state", "paid_on")  # fmt: skip
DECLARED = ("policy_number", "insurer_name", "from_on", "until_on", "declared_turnover_cents",
            "insured_base", "declared_on", "reference")  # fmt: skip
FORMS = {"csv": "text/csv", "xlsx":
         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
         "pdf": "application/pdf"}  # fmt: skip
SHEET = Both("Turnover", "Chiffre d'affaires")


def turnover(see: "See", text: str, on: date, until_on: date | None) -> Row:
    """The turnover of a policy's period: of the next one to declare, or of one declared before
    that ended on a day. Refused: policy_unknown, no_turnover_asked, period_unknown."""
    from comptant.operations.insurance.turnover import weighed
    from comptant.rules.policy_terms import complete

    policy = cover_told.policy(see, text, on)
    period = _declared(see, policy, until_on) if until_on else _next(see, policy, on)
    terms = complete(policy["terms"] or {})
    if until_on:
        terms["insured_base"] = period["insured_base"]
    rows = weighed(
        see("read_policy_turnover", policy_id=policy["id"], from_on=period["from_on"],
            until_on=period["until_on"]), terms,
    )  # fmt: skip
    rows = [row for row in rows if row["turnover_cents"]]
    return {
        "policy_id": policy["id"], "policy_number": policy["policy_number"],
        "insurer_name": policy["insurer_name"], "holder_name": policy["holder_name"],
        "currency": policy["currency"], "from_on": period["from_on"],
        "until_on": period["until_on"], "insured_base": terms["insured_base"],
        "declared_turnover_cents": sum(row["declared_turnover_cents"] for row in rows),
        "rows": rows,
    }  # fmt: skip


def premium(see: "See", text: str, on: date) -> Row:
    """What the running period of a policy comes to so far. Refused: policy_unknown,
    no_premium_asked."""
    from comptant.operations.insurance.premiums import figures_of
    from comptant.operations.insurance.turnover import weighed
    from comptant.rules.policy_terms import complete

    policy = cover_told.policy(see, text, on)
    found = see("read_policy_period", policy_id=policy["id"], every="premium_months",
                is_premium=True, on=on)  # fmt: skip
    if not found:
        from comptant.operations.acts.act import Refused

        raise Refused("no_premium_asked", policy_number=policy["policy_number"])
    period = found[0]
    terms = complete(period["terms"])
    of_year = weighed(
        see("read_policy_turnover", policy_id=policy["id"], from_on=period["year_on"],
            until_on=min(period["until_on"], on)), terms,
    )  # fmt: skip
    told = figures_of(period, terms, of_year)
    return {**{name: period[name] for name in ("policy_id", "policy_number", "currency",
                                               "from_on", "until_on", "premium_before_cents")},
            **{name: told[name] for name in OF_PREMIUM if name in told}}  # fmt: skip


def _next(see: "See", policy: Row, on: date) -> Row:
    found = see("read_policy_period", policy_id=policy["id"], every="turnover_months",
                is_premium=False, on=on)  # fmt: skip
    if not found:
        from comptant.operations.acts.act import Refused

        raise Refused("no_turnover_asked", policy_number=policy["policy_number"])
    return found[0]


def _declared(see: "See", policy: Row, until_on: date) -> Row:
    for row in see("read_turnover_declarations", policy_id=policy["id"]):
        if row["until_on"] == until_on:
            return row
    from comptant.operations.acts.act import Refused

    raise Refused("period_unknown", policy_number=policy["policy_number"], until_on=until_on)


def file_of(see: "See", told: Row, form: str, on: date) -> tuple[str, bytes]:
    """The name and the bytes of a declaration, as CSV, XLSX, or the form for people (PDF). Refused:
    form_unknown."""
    name = f"turnover-{told['policy_number']}-{told['until_on']}"
    if form == "csv":
        return f"{name}.csv", _csv(told)
    if form == "xlsx":
        return f"{name}.xlsx", _workbook(told)
    if form == "pdf":
        from comptant.doors.papers.turnover import declaration

        made = declaration(see, told, name, on)
        return made.name, made.content
    from comptant.operations.acts.act import Refused

    raise Refused("form_unknown", form=form, forms=" ".join(FORMS))


def _csv(told: Row) -> bytes:
    """Codes and cents as they are, a line a contract and buyer: for programs."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["policy_number", "from_on", "until_on", "insured_base", "currency", *COLUMNS])
    for row in told["rows"]:
        writer.writerow([
            told["policy_number"], told["from_on"], told["until_on"], told["insured_base"],
            told["currency"], *(_plain(row[name]) for name in COLUMNS),
        ])  # fmt: skip
    return out.getvalue().encode()


def _plain(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula is quoted."""
    is_formula = isinstance(value, str) and value.startswith(("=", "+", "-", "@"))
    return f"'{value}" if is_formula else value


def _workbook(told: Row) -> bytes:
    from comptant.formats import workbook_out

    rows = [[workbook_out.Cents(row[name]) if name.endswith("_cents") else row[name]
             for name in COLUMNS] for row in told["rows"]]  # fmt: skip
    heads = [words.column(name) for name in COLUMNS]
    return workbook_out.written([workbook_out.Sheet(SHEET.said(), heads, rows)])
