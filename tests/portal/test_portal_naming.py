"""Names, numbers and release letters in the portal: said by the desk, read where they are one's."""

import io
import zipfile
from typing import Any

from comptant.doors.portal.pages import pages
from tests import facts
from tests.everyone import address, everyone
from tests.naming import MARK, VAT, sell
from tests.portal.conftest import browser, visible


def _words(response: Any) -> str:
    """What an answer says, a packed one too."""
    content = b"".join(response) if response.streaming else response.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"\n".join(map(packed.read, packed.namelist()))
    return content.decode("utf-8", "replace")


def test_no_page_tells_a_client_what_another_calls_the_buyer(world: facts.World) -> None:
    sell(everyone(world))
    cora = browser(world, "cora")
    seen = 0
    for page in pages().values():
        told = _words(cora.client.get(address(page, world, ours=False)))
        assert MARK not in told, page.name
        seen += "PAULUS SAS" in told
    assert seen > 2


def test_the_desk_checks_a_claim_from_its_queue(world: facts.World) -> None:
    paul = sell(world)
    anna = browser(world, "anna")
    told = anna.get("/parties/claims")
    assert VAT in told
    assert f"/parties/number?party_id={paul}&amp;scheme=vat&amp;number={VAT}" in told
    form = anna.get(f"/parties/number?party_id={paul}&scheme=vat&number={VAT}")
    assert f'value="{VAT}"' in form
    typed = {"act": "do", "party_id": paul, "scheme": "vat", "number": VAT, "source": "VIES"}
    anna.post("/parties/number", key="n-1", **typed)  # unchecked: it is not theirs
    assert world.rows("SELECT party_id, identifier, is_borne FROM number_word") == [
        (paul, VAT, False)]  # fmt: skip
    assert VAT not in anna.get("/parties/claims")
    anna.post("/parties/name", act="do", key="n-2", party_id=paul, name="PAULUS", source="SIRENE")
    assert "PAULUS" in visible(browser(world, "alice").get("/contracts/C-1/buyers"))


def test_the_desk_records_a_release_letter_and_the_client_sees_it(world: facts.World) -> None:
    anna, alice = browser(world, "anna"), browser(world, "alice")
    anna.post("/contracts/C-1/release-letter", act="do", key="r-1", invoice_number="V1",
              source="AUTRE FACTOR, 12 January")  # fmt: skip
    told = visible(alice.get("/contracts/C-1/release_letters"))
    assert "V1" in told
    assert "AUTRE FACTOR, 12 January" in told
    alice.get("/contracts/C-1/release-letter", 404)
