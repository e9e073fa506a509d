"""Pages of partners, of accountants and of auditors in a real browser; with a folder named, every
page of the portal, and what axe-core found written there:

    COMPTANT_ACCESSIBILITY=docs .venv/bin/pytest tests/browser/test_browser_accessibility.py
"""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest

from comptant.doors.portal.pages import pages
from comptant.doors.portal.registry import Page
from comptant.operations.acts.roles import PARTNER_ROLES
from comptant.operations.closing import close
from comptant.operations.drawing import payments
from comptant.operations.risk import limits
from tests import facts
from tests.browser.accessibility import FILE, Seen, axe_version, written
from tests.everyone import CAST, address, everyone, two_clients

DOCS = Path(__file__).parents[2] / "docs"
FOLDER = os.environ.get("COMPTANT_ACCESSIBILITY", "")
# How wide, and in which language, each page is opened: a desk's and a phone's.
WAYS = (("fr", 1_280), ("en", 390))
# Of those who read most pages, the ones that are theirs.
READ = {
    "external_accountant": ("home", "contracts", "contract", "contract_journal", "statement",
                            "contract_documents"),
    "auditor": ("home", "journal", "ledger", "portfolio", "approvals", "keys"),
}  # fmt: skip


@pytest.fixture
def world(writer: psycopg.Connection) -> facts.World:
    """Everyone; an order that has left, one that waits, a limit asked for, a debit to explain, and
    the day closed."""
    opened = everyone(two_clients(writer))
    contract = opened.ids["C-1"]
    opened.draw(contract, 5_000)
    opened.payout()
    opened.bank({"cents": -1_500, "text": "FRAIS"})
    opened.ids["order"] = payments.draw(
        opened.conn, opened.asked("alice"), contract_id=contract, amount_cents=5_000,
        payee_account_id=None,
    )["order_id"]  # fmt: skip
    limits.request_limit(
        opened.conn, opened.asked("alice"), contract_id=contract,
        buyer_id=opened.ids["BETA SA"], amount_cents=9_000_000, currency="EUR",
    )  # fmt: skip
    close.close(writer, opened.asked("aron"), opened.on, lambda done, of: None)
    opened.ids["day"] = opened.on.isoformat()  # type: ignore[assignment]
    for name, query in (("approval", "SELECT max(id) FROM approval"),
                        ("outbox", "SELECT max(id) FROM outbox WHERE kind = 'payment_file'"),
                        ("movement", "SELECT max(id) FROM bank_movement WHERE amount_cents < 0")
                        ):  # fmt: skip
        opened.ids[name] = opened.one(query)
    return opened


def place(page: Page, world: facts.World) -> str:
    """The address of a page, with something of ours on it."""
    path = page.path
    for name in ("order", "approval", "outbox", "movement", "day"):
        path = path.replace(f"<str:{name}>", str(world.ids[name]))
    return address(replace(page, path=path), world, ours=True)


def theirs(role: str) -> list[Page]:
    """The pages that a walk opens for a role."""
    shown = [one for one in pages().values() if role in one.roles and not one.send]
    if role in READ:
        return [one for one in shown if one.name in READ[role]]
    return [one for one in shown if "<" not in one.path]


@pytest.mark.parametrize(("language", "width"), WAYS)
@pytest.mark.parametrize("role", sorted({*PARTNER_ROLES, *READ}))
def test_the_pages_of_partners_and_readers_have_no_serious_finding(
    walk: Any, world: facts.World, role: str, language: str, width: int
) -> None:
    visitor = walk(CAST[role], language, width)
    opened = theirs(role)
    assert opened
    for page in opened:
        visitor.go(place(page, world))
        visitor.checked(f"{role}-{page.name}-{width}")
        assert visitor.page.locator("h1").inner_text().strip(), page.name
        wide = visitor.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, (page.name, wide)


def everything() -> list[tuple[str, Page]]:
    """Every page with somebody who may open it: partners first, then clients, then the staff; and
    where everyone starts, as everyone sees it."""
    order = [*sorted(PARTNER_ROLES), "client_owner", "account_manager", "treasurer", "accountant",
             "administrator", "credit_analyst", *sorted(CAST)]  # fmt: skip
    shown = [one for one in pages().values() if not one.send and not one.is_fragment]
    home = pages()["home"]
    return [*((role, home) for role in sorted(CAST)),
            *((next(role for role in order if role in one.roles), one) for one in shown
              if one is not home)]  # fmt: skip


@pytest.mark.skipif(not FOLDER, reason="COMPTANT_ACCESSIBILITY names no folder")
def test_every_page_is_opened_and_what_was_found_is_written(walk: Any, world: facts.World) -> None:
    seen: list[Seen] = []
    version = ""
    for language, width in WAYS:
        visitors: dict[str, Any] = {}
        for role, page in everything():
            if role not in visitors:
                visitors[role] = walk(CAST[role], language, width)
            visitor = visitors[role]
            visitor.go(place(page, world))
            found, version = visitor.found()
            visitor.picture(f"{page.name}-{role}-{width}")
            status = visitor.page.evaluate(
                "performance.getEntriesByType('navigation')[0].responseStatus"
            )
            wide = visitor.page.evaluate("document.documentElement.scrollWidth") - width
            seen.append(Seen(page.name, page.path, role, language, width, status, max(wide, 0),
                             found))  # fmt: skip
    text = written(seen, version, walk.browser_version)
    (Path(FOLDER) / FILE).write_text(text, "utf-8")


def test_the_report_in_the_documents_is_of_this_portal_and_this_axe() -> None:
    """Made again when a page comes or goes, or when axe-core changes."""
    text = (DOCS / FILE).read_text("utf-8")
    assert f"axe-core {axe_version()}" in text
    for _, page in everything():
        assert f"| `/{page.path}` |".replace("<str:", "<") in text, page.name
