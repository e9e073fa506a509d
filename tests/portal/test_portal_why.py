"""Every bar of the waterfall opens to its buyers, its invoices or its entries, which sum to it."""

import re
from datetime import date
from html import unescape

import psycopg

from comptant.doors.reads import PAGE_SIZE
from comptant.operations.drawing import payments
from tests import facts
from tests.houses import house
from tests.portal.conftest import Browser, browser, visible

DUE = date(2026, 2, 28)
COMMAND = re.compile(r"--[a-z]|comptant [a-z]")


@house
def world(writer: psycopg.Connection) -> facts.World:
    """ALPHA SAS has sold to BETA SA beyond its limit, more invoices than a page holds, and to two
    others; it has drawn, asks for more, was paid and credited, pays fees and a fund."""
    opened = facts.open_world(writer)
    contract = opened.ids["C-1"] = opened.contract(
        "C-1", fund_ppm=50_000, fee_billing="AT_ASSIGNMENT", concentration_ppm=700_000
    )
    opened.limit(contract, "BETA SA", 4_000_000)
    opened.limit(contract, "DELTA SARL", 5_000_000)
    opened.remit(contract, *(
        {"number": f"FA-{number}", "cents": 100_003 + number, "due_on": DUE}
        for number in range(PAGE_SIZE + 20)
    ))  # fmt: skip
    opened.remit(contract, {"number": "FD-1", "cents": 900_007, "buyer": "DELTA SARL",
                            "due_on": DUE},
                 {"number": "FG-1", "cents": 50_001, "buyer": "GAMMA SA", "due_on": DUE},
                 {"number": "AV-1", "cents": 30_003, "type_code": "381",
                  "buyer": "DELTA SARL"})  # fmt: skip
    opened.draw(contract, 1_000_000)
    opened.payout()
    opened.bank({"cents": -1_000_000, "text": "VIR"},
                {"cents": 20_005, "text": "?", "payer_name": "BETA SA"})  # fmt: skip
    opened.close()
    payments.draw(opened.conn, opened.asked("alice"), contract_id=contract, amount_cents=100_000,
                  payee_account_id=None)  # fmt: skip
    return opened


def amount(text: str) -> int:
    """€1,234.56 as cents."""
    return int(re.sub(r"[^\d-]", "", text))


def bars(alice: Browser) -> list[tuple[str, int, str]]:
    """The name, the amount and the address of each bar, from the table of the contract's page."""
    table = alice.get("/contracts/C-1").split("<details>")[1]
    rows = re.findall(r'<tr><td><a href="([^"]+)">([^<]+)</a>.*?text-nowrap">([^<]+)</td>', table)
    return [(name, amount(cents), unescape(href)) for href, name, cents in rows]


def pages(alice: Browser, href: str) -> list[str]:
    """A page and those that follow it."""
    found = [alice.get(href)]
    while following := re.search(r'rel="next"[^>]*href="([^"]+)"', found[-1]):
        found.append(alice.get(href.split("?")[0] + unescape(following[1])))
    return found


def rows(told: list[str]) -> list[tuple[str, int]]:
    """The address and the amount of each row of a list."""
    found = []
    for page in told:
        for row in re.findall(r"<tr>(.*?)</tr>", page.split("<tbody>")[1]):
            cells = re.findall(r"<td[^>]*>(.*?)</td>", row)
            cents = [cell for cell in cells if "€" in cell and "<a" not in cell]
            opened = re.search(r'href="([^"]+)"', row)
            if opened:
                found.append((unescape(opened[1]), amount([c for c in cents if len(c) < 20][-1])))
    return found


def test_every_bar_opens_to_what_makes_it_and_sums_to_it(world: facts.World) -> None:
    alice = browser(world, "alice")
    seen = bars(alice)
    names = {name for name, _, _ in seen}
    assert {"assigned", "over the limits", "concentration", "not advanced", "guarantee fund",
            "advanced", "asked for", "credit notes", "cash not matched", "not fundable",
            "available"} <= names, names  # fmt: skip
    for name, cents, href in seen:
        told = pages(alice, href)
        total = re.search(r'id="total">([^<]+)<', told[0])
        assert total is not None
        assert amount(total[1]) == cents, name
        if "<tbody>" not in told[0]:  # no buyer and no entry: pages that it comes from
            assert "It comes from:" in told[0], name
            continue
        made = rows(told)
        assert sum(one for _, one in made) == cents, name
        for deeper, whole in made:
            if "/why?" not in deeper:
                alice.get(deeper)
                continue
            items = rows(pages(alice, deeper))
            assert sum(one for _, one in items) == whole, (name, deeper)
            assert items, (name, deeper)
            alice.get(items[0][0])


def test_what_is_over_a_limit_is_told_invoice_by_invoice_over_several_pages(
    world: facts.World,
) -> None:
    alice = browser(world, "alice")
    (href,) = [href for name, _, href in bars(alice) if name == "over the limits"]
    (buyer,) = [row for row, _ in rows([alice.get(href)])]
    told = pages(alice, buyer)
    waits = world.rows("SELECT id, open_cents - reduction_cents - approved_cents FROM invoice"
                       " WHERE open_cents - ineligible_cents - reduction_cents > approved_cents"
                       " ORDER BY id")  # fmt: skip
    assert [(f"/contracts/C-1/invoices/{id_}", cents) for id_, cents in waits] == rows(told)


def test_what_frees_it_is_a_page_for_who_may_and_words_without_commands(
    world: facts.World,
) -> None:
    for login, may in (("alice", True), ("ugo", False)):
        if login == "ugo":
            facts.add_user(world, "ugo", world.ids["FACTOR SA"], ["auditor"], True)
        reader = browser(world, login)
        for name, _, href in bars(reader):
            page = reader.get(href)
            assert COMMAND.findall(visible(page)) == [], name
            if name == "over the limits":
                assert ('href="/contracts/C-1/ask-limit"' in page) is may
                assert "ask for a limit" in page


def test_without_a_bar_all_of_them_are_listed(world: facts.World) -> None:
    page = browser(world, "alice").get("/contracts/C-1/why")
    assert page.count("/why?part=") >= len(bars(browser(world, "alice"))) - 1


def test_the_bars_of_a_neighbour_tell_nothing(world: facts.World) -> None:
    facts.add_user(world, "cora", world.ids["GAMMA SA"], ["client_owner"], False)
    for asked in ("", "?part=over_limit", "?part=retained&buyer=1", "?part=funds_in_use"):
        browser(world, "cora").get(f"/contracts/C-1/why{asked}", 404)


def test_a_client_in_credit_reads_it_in_its_own_word_and_opens_the_entries(
    world: facts.World,
) -> None:
    second = world.ids["C-2"] = world.contract("C-2")
    world.remit(second, {"number": "FB-1", "cents": 100_000, "due_on": DUE})
    world.bank({"cents": 100_000, "text": "FB-1", "payer_name": "BETA SA"})
    alice = browser(world, "alice")
    page = alice.get("/contracts/C-2")
    assert "in your favour" in visible(page)
    assert ">advanced<" not in page
    found = alice.get("/contracts/C-2/why?part=in_credit&reason=in_credit")
    assert "Nothing is advanced to you: your account is in credit." in visible(found)
    assert "/contracts/C-2/entries/" in found
