"""The forms of the staff's operations, the bank, the close, the portfolio; and their queries."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from comptant.doors.demo.bank import Bank
from comptant.doors.portal.pages import pages
from comptant.operations.acts.rights import RIGHTS
from comptant.store.access import reading
from tests import facts
from tests.everyone import CAST
from tests.partners import add_partners
from tests.portal.conftest import browser, seen, visible


def previewed(who: Any, path: str, **form: Any) -> str:
    """A form shown, then confirmed as it was shown; what the preview said."""
    shown = who.post(path, 200, act="look", key="k", **form).content.decode()
    who.post(path, act="do", key="k", seen=seen(shown), **form)
    return visible(shown)


def test_terms_are_amended_by_their_fields(world: facts.World) -> None:
    anna = browser(world, "anna")
    form = {"from_on": "2026-01-16", "source": "amendment 1", "term_fee_ppm": "0.70"}
    previewed(anna, "/contracts/C-1/amend", **form)
    assert world.one("SELECT value FROM term WHERE contract_id = %s AND name = 'fee_ppm'"
                     " ORDER BY recorded_at DESC LIMIT 1", world.ids["C-1"]) == 7_000  # fmt: skip
    wrong = anna.post("/contracts/C-1/amend", 422, act="look", key="w",
                      **{**form, "term_fee_ppm": "much"}).content.decode()  # fmt: skip
    assert 'id="f-term_fee_ppm-wrong"' in wrong


def test_the_house_is_kept_by_forms(world: facts.World) -> None:
    anna, ada, tania = (browser(world, login) for login in ("anna", "ada", "tania"))
    anna.post("/parties/add", act="do", key="p", kind="COMPANY", name="EPSILON SAS", country="fr",
              siren="380129866")  # fmt: skip
    assert "EPSILON SAS" in visible(anna.get("/parties"))
    wrong = anna.post("/parties/add", 422, act="do", key="q", kind="COMPANY", name="ZETA",
                      country="FR", siren="380129867").content.decode()  # fmt: skip
    assert "380129867" in wrong
    ada.post("/users/add", act="do", key="u", login="zoe", name="Zoe", company_id="EPSILON SAS",
             password=facts.PASSWORD, roles=["client_owner"])  # fmt: skip
    assert "zoe" in visible(ada.get("/users"))
    at = tania.post("/rates/propose", act="do", key="r", index_name="EURIBOR3M", rate_ppm="2.5",
                    fixing_on="2026-01-17", source="EMMI").headers["Location"]  # fmt: skip
    assert "waits for another person" in visible(tania.get(at))
    anna.post("/limits/propose", act="do", key="l", scope="CONTRACT_BUYER", contract_id="C-1",
              party_id="BETA SA", amount_cents="60 000", currency="EUR", from_on="2026-01-16",
              source="committee")  # fmt: skip
    assert "€60,000.00" in visible(browser(world, "carl").get("/limit-requests"))


def test_bank_files_have_an_answer_each(world: facts.World) -> None:
    tania = browser(world, "tania")
    files = [SimpleUploadedFile("a.txt", b"nothing of a bank"),
             SimpleUploadedFile("b.xml", b"<Document/>")]  # fmt: skip
    page = visible(tania.post("/bank", 200, act="take", key="b", files=files).content.decode())
    assert page.count("Not taken in") == 2
    assert "a.txt" in page
    assert "b.xml" in page
    assert world.one("SELECT count(*) FROM bank_statement") == 0


def test_a_bank_file_that_does_not_follow_the_last_one_says_so(world: facts.World) -> None:
    world.bank({"cents": 1_500, "text": "?"})
    told = Bank(facts.FACTOR_IBAN, "AGRIFRPP", 900_000, 7).statement(world.on)
    page = visible(browser(world, "tania").post(
        "/bank", 200, act="take", key="b", files=[SimpleUploadedFile("late.xml", told)],
    ).content.decode())  # fmt: skip
    assert "late.xml" in page
    assert "is missing" in page
    assert world.one("SELECT count(*) FROM bank_statement") == 1


def test_released_orders_leave_in_one_file_that_the_outbox_keeps(world: facts.World) -> None:
    world.draw(world.ids["C-1"], 100_000)
    tania = browser(world, "tania")
    assert "€1,000.00" in visible(tania.get("/payout"))
    previewed(tania, "/payout", own_account_id=str(world.ids["bank"]), execute_on="")
    line = world.one("SELECT max(id) FROM outbox WHERE kind = 'payment_file'")
    page = tania.get(f"/outbox/{line}")
    digest = page.split("/documents/")[1][:64]
    assert b"pain.001" in tania.client.get(f"/documents/{digest}").content
    tania.post(f"/outbox/{line}/sent", 422, act="do", key="s", outcome="SENT", proof="")
    tania.post(f"/outbox/{line}/sent", act="do", key="s", outcome="SENT", proof="ticket 7")
    assert world.one("SELECT outcome FROM outbox_done WHERE outbox_id = %s", line) == "SENT"
    assert f"/documents/{digest}" in tania.get("/files-made")  # to be had again, for good
    assert browser(world, "alice").client.get(f"/documents/{digest}").status_code == 404


def test_what_stays_out_of_the_file_is_told_with_its_reason(world: facts.World) -> None:
    order = world.draw(world.ids["C-1"], 100_000)
    world.amend(world.ids["C-1"], {"status": "SUSPENDED"})
    tania = browser(world, "tania")
    shown = tania.post("/payout", 200, act="look", key="k", execute_on="",
                       own_account_id=str(world.ids["bank"])).content.decode()  # fmt: skip
    told = f"payment order {order['order_id']} its contract was stopped since"
    assert told in " ".join(visible(shown).split())
    done = tania.post("/payout", 200, act="do", key="k", seen=seen(shown), execute_on="",
                      own_account_id=str(world.ids["bank"])).content.decode()  # fmt: skip
    assert told in " ".join(visible(done).split())


def test_a_day_is_closed_and_reported(world: facts.World) -> None:
    aron = browser(world, "aron")
    to = aron.post("/close", act="close", key="c", day="2026-01-16").headers["Location"]
    assert to == "/close/2026-01-16?done=close_day"
    told = visible(aron.get(to))
    for part in ("Close of 2026-01-16", "Aged balance", "€20,000.00"):
        assert part in told, part
    aron.post("/close", 422, act="close", key="d", day="2026-01-17")
    assert world.one("SELECT count(*) FROM day_close") == 1


def test_a_long_close_stops_and_takes_up_where_it_was(
    world: facts.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from comptant.doors.portal.pages import closing
    from comptant.operations.closing import close

    monkeypatch.setattr(closing, "SECONDS_AT_ONCE", -1)
    monkeypatch.setattr(close.close, "__defaults__", (1,))  # one contract a slice
    aron = browser(world, "aron")
    to, steps = "/close", 0
    while "done=" not in to and steps < 9:
        to = aron.post("/close", act="close", key=f"c{steps}", day="2026-01-16").headers["Location"]
        if "closed=" in to:
            assert "Contracts closed:" in visible(aron.get(to))
        steps += 1
    assert steps == 2  # a contract each


def test_the_portfolio_adds_up_and_its_figures_are_files(world: facts.World) -> None:
    world.draw(world.ids["C-1"], 900_000)
    anna = browser(world, "anna")
    told = visible(anna.get("/portfolio"))
    for part in ("€20,000.00", "€9,000.00", "ALPHA SAS", "BETA SA", "100.00%"):
        assert part in told, part
    for name in ("over-time", "ageing", "concentration", "delays", "cost"):
        for form, magic in (("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF")):
            response = anna.client.get(f"/portfolio/{name}.{form}")
            assert response.content.startswith(magic), (name, form)
    assert anna.client.get("/portfolio/nothing.svg").status_code == 404
    alice = browser(world, "alice")
    assert "BETA SA" in visible(alice.get("/contracts/C-1/figures"))
    assert alice.client.get("/contracts/C-1/figures/delays.svg").status_code == 404


def test_a_statement_adds_up_on_the_page_and_in_the_file(world: facts.World) -> None:
    world.draw(world.ids["C-1"], 900_000)
    alice = browser(world, "alice", "fr")
    told = visible(alice.get("/contracts/C-1/account"))
    assert "11 000,00 €" in told  # 20 000 assigned, 9 000 drawn
    file = alice.client.get("/contracts/C-1/account.csv").getvalue().decode("utf-8-sig")
    lines = file.splitlines()
    assert lines[0] == "comptabilisé le;date de valeur;événement;montant;solde"
    assert lines[-1].endswith("-9000,00;11000,00")
    before = visible(alice.get("/contracts/C-1/account?from=2026-02-01&until=2026-02-28"))
    assert "Solde avant : 11 000,00 €" in before


def test_the_aged_balance_is_that_of_now_where_the_last_close_knew_of_nothing(
    writer: psycopg.Connection,
) -> None:
    world = facts.open_world(writer)
    world.ids["C-1"] = world.contract("C-1")
    world.close()
    world.on += timedelta(days=1)
    world.limit(world.ids["C-1"], "BETA SA", 5_000_000)
    world.remit(world.ids["C-1"], {"number": "FA-1", "cents": 700_000,
                                   "due_on": world.on.replace(month=3)})  # fmt: skip
    for contract in (None, world.ids["C-1"]):
        with reading(world.users["anna"].id) as see:
            rows = see("read_ageing", on=world.on, contract_id=contract)
        assert [(row["told_on"], row["bucket"], row["open_cents"]) for row in rows] == [
            (world.on, "NE", 700_000)]  # fmt: skip
    anna = browser(world, "anna")
    anna.client.cookies["day"] = world.on.isoformat()
    told = visible(anna.get("/portfolio"))
    assert "Nothing yet" not in told.split("Aged balance")[-1].split("Concentration")[0]
    world.close()
    with reading(world.users["anna"].id) as see:
        (row,) = see("read_ageing", on=world.on + timedelta(days=9), contract_id=None)
    assert row["told_on"] == world.on  # the close knows: nothing is counted anew


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the queries asked."""
    from comptant.store import bulk

    found: list[str] = []

    def counting(ask: Any) -> Any:
        def count(conn: Any, query: str, /, *told: Any, **arguments: Any) -> Any:
            found.append(query)
            return ask(conn, query, *told, **arguments)

        return count

    for name in ("rows", "page"):
        monkeypatch.setattr(bulk, name, counting(getattr(bulk, name)))
    return found


def asked_by_page(browsers: dict[str, Any], counted: list[str]) -> dict[str, int]:
    """How many queries each page asks, opened by somebody who may."""
    found = {}
    for page in pages().values():
        if page.path.count("<") > page.path.count("<str:contract>"):
            continue
        if page.name in ("draw", "treasury_file"):  # they try what would be done, on request
            continue
        login = next(CAST[role] for role in sorted(CAST) if role in page.roles
                     and role not in ("auditor", "client_user"))  # fmt: skip
        counted.clear()
        browsers[login].client.get("/" + page.path.replace("<str:contract>", "C-1"))
        found[page.name] = len(counted)
    return found


def test_every_page_asks_as_many_questions_with_more_rows(
    world: facts.World, counted: list[str]
) -> None:
    """The number of queries of a page is that of its parts, not of what it lists."""
    facts.add_user(world, "adam", world.ids["ALPHA SAS"], ["client_user"], False)
    facts.add_user(world, "theo", world.ids["ALPHA SAS"], ["client_treasurer"], False)
    add_partners(world, world.ids["C-1"])
    browsers = {login: browser(world, login) for login in set(CAST.values())}

    def more(*numbers: int) -> None:
        for number in numbers:
            buyer = "BETA SA" if number % 2 else "DELTA SARL"
            world.remit(world.ids["C-1"], {"number": f"M-{number}", "cents": 9_000 + number,
                                           "due_on": world.on.replace(month=3),
                                           "buyer": buyer})  # fmt: skip
            world.bank({"cents": 1_000 + number, "text": "?", "payer_name": "NOBODY"})

    more(0, 1)
    asked_by_page(browsers, counted)
    few = asked_by_page(browsers, counted)
    more(2, 3, 4, 5)
    many = asked_by_page(browsers, counted)
    assert few == many
    # A forecast is made again for eight past days, to tell how well it does.
    # A hand-over pack has a list of each kind of thing that there may be.
    most = {"forecast": 32, "contract_forecast": 32, "handover": 24}
    assert {name: count for name, count in many.items() if count > most.get(name, 20)} == {}


def test_no_form_is_offered_to_those_who_may_not_send_it() -> None:
    for page in pages().values():
        for act in page.acts.values():
            form = getattr(act, "__self__", None)
            if form is not None:
                assert page.roles <= RIGHTS[form.operation] or page.name in READ_BY_MORE, page.name


READ_BY_MORE = ("approval", "payment_waiting")  # their facts; their buttons are for those who may
