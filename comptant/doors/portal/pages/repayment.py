"""A repayment plan simulated: how many instalments, from which day; proposed as it is shown."""

from urllib.parse import urlencode

import click

from comptant.doors import plans_simulated, words
from comptant.doors.portal.call import Call
from comptant.doors.portal.pages.watching import TEMPLATE, field, up_to
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.subjects import CONTRACT
from comptant.doors.values import COUNT, DAY
from comptant.doors.words import Both, language, say
from comptant.formats.currencies import EXPONENTS
from comptant.formats.typography import grouped
from comptant.operations.acts.act import Refused
from comptant.operations.acts.roles import FACTOR_ROLES
from comptant.store.access import See

SIMULATED = 6  # instalments, where nothing is asked


def simulated(see: See, call: Call, contract: str) -> Row:
    """The over-advance in monthly instalments, as asked; why not, in words."""
    found, given = up_to(see, call, contract)
    assert found is not None
    count = call.asked("count").strip() or str(SIMULATED)
    first = call.asked("first").strip() or call.on.isoformat()
    rows, why_not = [], ""
    try:
        with call.visit.looking() as (conn, asked):
            rows = plans_simulated.simulated(
                conn, asked, found, COUNT.convert(count, None, None),
                DAY.convert(first, None, None),
            )  # fmt: skip
    except Refused as refusal:
        why_not = words.refusal(refusal.code, refusal.facts)
    except click.UsageError as wrong:
        why_not = wrong.message
    shown = [{**row, "plan_left_cents": row["left_cents"]} for row in rows]
    links = []
    if rows and call.visit.may("propose_plan"):
        links = [{"href": f"{given['base']}/plan?{urlencode({'instalments': _typed(rows)})}",
                  "title": say("Propose this plan", "Proposer ce plan")}]  # fmt: skip
    return {
        **given, "links": links, "sentences": [why_not] if why_not else [],
        "asked": [field("count", say("Instalments", "Mensualités"), count, "number"),
                  field("first", say("First day", "Premier jour"), first)],
        "parts": [{"rows": shown, "columns": plans_simulated.COLUMNS}] if shown else [],
    }  # fmt: skip


def _typed(rows: list[Row]) -> str:
    """The instalments as the form of a plan takes them, one a line."""
    return "\n".join(
        f"{row['due_on'].isoformat()}="
        f"{grouped(row['instalment_cents'], EXPONENTS.get(row['currency'], 2), language())}"
        for row in rows
    )


page(Page("plan_simulated", f"{CONTRACT}/plan-simulated",
          Both("Simulate a repayment plan", "Simuler un plan d'apurement"), FACTOR_ROLES,
          simulated, TEMPLATE))  # fmt: skip
