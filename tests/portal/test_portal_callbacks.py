"""An adviser is asked for from a quote, with an account or by a link; the staff works the queue."""

import re

from tests import facts
from tests.operations.offering import TYPED, quote
from tests.portal.conftest import browser, visible

CALLER = {"caller": "Alice Martin", "phone": "06 12 34 56 78", "question": "Why this fee?"}


def test_a_client_asks_and_the_staff_takes_calls_and_closes(world: facts.World) -> None:
    made = quote(world, login="alice", terms=TYPED, need_cents=20_000_000)["quote_id"]
    alice, anna = browser(world, "alice"), browser(world, "anna", "fr")
    assert f"/quotes/{made}/callback" in alice.get(f"/quotes/{made}")
    wrong = alice.post(f"/quotes/{made}/callback", 422, act="do", key="w",
                       **{**CALLER, "phone": "mine"})  # fmt: skip
    assert "mine is no phone number" in visible(wrong.content.decode())
    led = alice.post(f"/quotes/{made}/callback", act="do", key="a", **CALLER)
    shown = visible(alice.get(led.headers["Location"]))
    assert "lacks of the cash needed: €" in shown
    assert "January 2026" in shown or "2026" in shown
    assert "Take it" not in shown
    browser(world, "cora").get(led.headers["Location"].split("?")[0], 404)
    browser(world, "cora").get(f"/quotes/{made}/callback", 404)
    queue = anna.get("/callbacks")
    assert "data-queue" in queue
    assert "0612345678" in queue
    (href,) = set(re.findall(r'href="(/callbacks/\d+)"', queue))
    page = visible(anna.get(href))
    assert "Points faibles du poste clients" in page
    assert "un acheteur pèse lourd dans les ventes 100,00 % 40,00 %" in page
    anna.post(f"{href}/take", act="do", key="t")
    anna.post(f"{href}/note", act="do", key="n", outcome="SPOKEN", call_by_on="2026-01-20",
              note="elle réfléchit")  # fmt: skip
    assert "appelé" in visible(anna.get("/callbacks"))
    anna.post(f"{href}/close", act="do", key="c", outcome="NOT_NOW")
    assert "0612345678" not in anna.get(href)
    assert "elle réfléchit" in visible(alice.get(href))


def test_a_link_opens_the_quote_to_somebody_without_an_account(world: facts.World) -> None:
    made = quote(world, terms=TYPED, prospect="OMEGA")["quote_id"]
    anna = browser(world, "anna")
    shared = anna.post(f"/quotes/{made}/share", 200, act="do", key="s").content.decode()
    found = re.search(r"http://localhost(/offer/[\w-]{32})<", shared)
    assert found is not None, visible(shared)
    reader = browser(world, "cora", "fr")
    reader.client.cookies.pop("comptant")
    page = visible(reader.get(found[1]))
    assert "Affacturage : votre devis" in page
    assert "OMEGA" in page
    assert "margin" not in page.lower()
    assert "Pour la maison seule" not in page
    reader.get("/quotes", 303)
    wrong = reader.post(found[1], 422, key="w", caller="Zoé", phone="?")
    assert "pas un numéro" in visible(wrong.content.decode())
    asked = reader.post(found[1], 200, key="k", **CALLER)
    assert "Un conseiller vous appelle au plus tard le" in visible(asked.content.decode())
    again = reader.post(found[1], 422, key="l", **CALLER)
    assert "déjà demandé" in visible(again.content.decode())
    reader.get("/offer/" + "x" * 32, 404)
    assert "oui" in visible(browser(world, "anna", "fr").get("/callbacks"))
