"""The main journey of each role outside the house's desk, in a real browser, in both languages: a
broker, an adviser, a buyer, a supplier, an insurer, a guarantor, an accountant of a firm, an
auditor. One house and one browser serve them all."""

import re
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.acts import audit
from comptant.operations.closing.decide import decide
from comptant.operations.registry import delegations
from comptant.operations.risk import facts as facts_
from tests import facts
from tests.browser.test_browser_client import said
from tests.everyone import everyone, two_clients
from tests.houses import house

LIMIT = 100_000
# Who opens which list from home, and what stands in it.
OWN_LISTS = (
    ("broker", "brice", "/brokered", ("C-1", "ALPHA SAS")),
    ("adviser", "ines", "/advised", ("C-1", "ALPHA SAS")),
    ("buyer", "bea", "/owed", ("FA-1", "ALPHA SAS")),
    ("insurer", "ivan", "/insured", ("BETA SA", "C-1")),
    ("guarantor", "gael", "/guaranteed", ("C-1", "ALPHA SAS")),
    ("supplier", "sam", "/sold", ("FA-1", "BETA SA")),
)


@house
def world(writer: psycopg.Connection) -> facts.World:
    """Everyone, a payable offered to ALPHA SAS, and draws of C-1 delegated to eve."""
    opened = everyone(two_clients(writer))
    opened.remit(opened.ids["C-1"], {"number": "FA-2", "cents": 1_000_000,
                                     "due_on": opened.on + timedelta(days=50)})  # fmt: skip
    asked = opened.asked("alice")
    waits = delegations.delegate_draws(
        writer, asked, contract_id=opened.ids["C-1"], login="eve", draw_limit_cents=LIMIT,
        from_on=None, until_on=opened.on + timedelta(days=30),
    )  # fmt: skip
    decide(writer, opened.asked("anna"), approval_id=waits["approval_id"], approve=True, reason="")
    facts_.record_fact(
        writer, opened.asked("anna"), contract_id=opened.ids["C-1"], subject="BUYER",
        subject_id=opened.ids["BETA SA"], name="is_notified", value=True, from_on=opened.on,
        source="registered letter",
    )  # fmt: skip
    audit.seal(writer, opened.asked("aron"))
    return opened


def main(walk: Any) -> str:
    """The words of the page."""
    return said(walk.page.locator("main").inner_text())


def partner(walk: Any, language: str, role: str, login: str, path: str, seen: Any) -> Any:
    """From home to one's own list; nothing of a neighbour is in it, and the contract stays shut."""
    person = walk(login, language)
    person.checked(f"{role}-home")
    person.page.locator(f'main a[href="{path}"]').first.click()
    person.page.wait_for_url(f"**{path}")
    told = main(person)
    for word in seen:
        assert word in told, (role, told)
    assert "GAMMA" not in told
    person.checked(f"{role}-list")
    answer = person.page.request.get(f"{person.base}/contracts/C-1")
    assert answer.status == 404
    return person


def supplier(sam: Any, world: facts.World) -> None:
    """A programme of a buyer is joined; of what it has approved, early payment is asked for, its
    price seen before."""
    sam.go("/programmes")
    sam.page.locator("main tbody a").first.click()
    sam.page.locator('main a[href$="/join"]').click()
    sam.page.locator("#f-consent").fill("ok")
    sam.checked("supplier-join")
    sam.page.locator("main form button.btn-primary").click()
    sam.page.locator(".alert-success").first.wait_for()
    sam.go("/offered")
    sam.page.locator("main tbody a").first.click()
    sam.page.wait_for_url(re.compile(r"/offered/\d+$"))
    sam.checked("supplier-offered")
    sam.page.locator('main a[href$="/early"]').click()
    sam.page.locator("button[value=look]").click()
    sam.page.locator("#preview").wait_for()
    sam.checked("supplier-early")
    sam.page.locator("button[value=do]").click()
    sam.page.locator(".alert-success").first.wait_for()
    sam.checked("supplier-asked")
    assert world.one("SELECT count(*) FROM act WHERE operation = 'ask_early'") == 1


def accountant(eve: Any, world: facts.World) -> None:
    """The books of a client, its journal down to an entry, and a draw as it was delegated."""
    eve.checked("accountant-home")
    eve.go("/contracts/C-1/account")
    eve.checked("accountant-statement")
    with eve.page.expect_download() as download:
        eve.page.locator('main a[href*="account.csv"]').click()
    assert download.value.path().read_bytes().startswith("\ufeff".encode())
    eve.go("/contracts/C-1/journal")
    eve.page.locator("main tbody a").first.click()
    eve.page.wait_for_url("**/entries/*")
    eve.checked("accountant-entry")
    eve.go("/contracts/C-1/delegations")
    eve.checked("accountant-delegations")
    assert "ALPHA SAS" in main(eve)  # who proposed it, as far as the firm may know
    eve.go("/contracts/C-1")
    eve.page.locator("#amount").fill("900")
    eve.page.locator("#amount").press("Enter")
    eve.checked("accountant-draw")
    eve.page.locator("main button.btn-primary").click()
    eve.page.locator("#promised").wait_for()
    eve.checked("accountant-order")
    assert world.rows("SELECT amount_cents FROM delegated_draw") == [(90_000,)]


def auditor(ugo: Any, world: facts.World) -> None:
    """An act of a period, opened to its entry and its place in the chain; who decided what."""
    ugo.checked("auditor-home")
    ugo.go("/acts")
    ugo.checked("auditor-acts")
    ugo.page.locator("#login").fill("alice")
    ugo.page.locator("#code").select_option("remit")
    ugo.page.locator("main form button.btn-outline-primary").click()
    ugo.page.wait_for_url("**/acts?*operation=remit*")
    with ugo.page.expect_download() as download:
        ugo.page.locator('main a[href^="/acts.csv"]').click()
    lines = download.value.path().read_text("utf-8-sig").splitlines()
    acts = world.one("SELECT count(*) FROM act a JOIN app_user u ON u.id = a.by_id"
                     " WHERE u.login = 'alice' AND a.operation = 'remit'")  # fmt: skip
    assert len(lines) == acts + 1
    ugo.page.locator("main tbody a").first.click()
    ugo.page.wait_for_url(re.compile(r"/acts/\d+$"))
    ugo.checked("auditor-act")
    ugo.page.locator('main a[href*="/entries/"]').first.click()
    ugo.page.wait_for_url("**/entries/*")
    ugo.go("/decisions?kind=delegation")
    ugo.checked("auditor-decisions")
    assert "eve" in main(ugo)
    ugo.page.locator("main tbody a").first.click()
    ugo.page.wait_for_url(re.compile(r"/acts/\d+$"))
    ugo.checked("auditor-decision")
    assert ugo.page.locator("main button.btn-primary").count() == 0


LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])


@LANGUAGES
def test_a_partner_reads_its_own_list_and_a_supplier_is_paid_early(
    walk: Any, world: facts.World, language: str
) -> None:
    for role, login, path, seen in OWN_LISTS:
        person = partner(walk, language, role, login, path, seen)
        if role == "supplier":
            supplier(person, world)


@LANGUAGES
def test_an_accountant_reads_the_books_and_draws_as_delegated(
    walk: Any, world: facts.World, language: str
) -> None:
    accountant(walk("eve", language), world)


@LANGUAGES
def test_an_auditor_opens_acts_and_decisions_and_changes_nothing(
    walk: Any, world: facts.World, language: str
) -> None:
    before = world.one("SELECT count(*) FROM act")
    auditor(walk("ugo", language), world)
    assert world.one("SELECT count(*) FROM act") == before
