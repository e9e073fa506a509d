"""A real Chromium on the portal: Debian's package, driven by Playwright; absent, the tests skip.

COMPTANT_SCREENSHOTS names a folder where each page walked through leaves its picture.
"""

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import psycopg
import pytest

from comptant.operations.registry import signing
from tests import facts
from tests.browser.accessibility import AXE
from tests.houses import house

SERIOUS = ("serious", "critical")
TIMEOUT_MS = 120_000  # a machine that others use is slow, not wrong


def chromium() -> str:
    """Where Chromium is, or the test says that it is not and skips."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("no Chromium on this machine: apt install chromium")
    return found


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        return


@pytest.fixture
def served(database: str) -> Iterator[str]:
    """The portal on the test's database, on a port of this machine; its address."""
    import django
    from django.core.wsgi import get_wsgi_application

    django.setup()
    server = make_server(
        "127.0.0.1", 0, get_wsgi_application(), server_class=_Server, handler_class=_Silent
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def engine(template: psycopg.Connection) -> Iterator[Any]:
    """One Chromium for a file of tests. Migrations run before: Django's own connections are refused
    while Playwright's loop runs in the thread, and no test after this file must meet it."""
    path = chromium()
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Walk:
    """One person walking through the portal: each page shown is checked, and its picture kept."""

    page: Any
    base: str
    language: str
    told: list[str]

    def go(self, path: str) -> None:
        """Open an address."""
        self.page.goto(self.base + path)

    def found(self) -> tuple[list[dict[str, Any]], str]:
        """What axe-core finds on the page, and its version."""
        self.page.wait_for_load_state("load")
        # The page's policy lets no foreign script in: it is evaluated from outside the page.
        self.page.evaluate(AXE.read_text("utf-8"))
        told = self.page.evaluate(
            "async () => { const r = await axe.run(); return [r.violations, r.testEngine.version] }"
        )
        return told[0], told[1]

    def checked(self, name: str) -> None:
        """No serious finding of axe-core, nothing refused by the page's own policy, a picture."""
        found, _ = self.found()
        serious = [
            (one["id"], [node["html"][:200] for node in one["nodes"]])
            for one in found
            if one["impact"] in SERIOUS
        ]
        assert serious == [], (name, serious)
        assert self.told == [], (name, self.told)
        self.picture(name)

    def picture(self, name: str) -> None:
        """The page as it looks, where a folder of pictures is named."""
        folder = os.environ.get("COMPTANT_SCREENSHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            file = Path(folder) / f"{name}-{self.language}.png"
            self.page.screenshot(path=str(file), full_page=True)


@pytest.fixture
def walk(engine: Any, served: str, world: facts.World) -> Iterator[Any]:
    """`walk("alice", "fr")` signs somebody in by a link, on the day of the tests."""
    contexts = []

    def start(login: str, language: str, width: int = 1_200) -> Walk:
        context = engine.new_context(
            locale="fr-FR" if language == "fr" else "en-GB", timezone_id="Europe/Paris",
            viewport={"width": width, "height": 900},
        )  # fmt: skip
        contexts.append(context)
        context.set_default_timeout(TIMEOUT_MS)
        context.add_cookies([{"name": "day", "value": str(world.on), "url": served}])
        page = context.new_page()
        told: list[str] = []
        page.on("console", lambda line: told.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: told.append(str(error)))
        found = Walk(page, served, language, told)
        link = signing.make_link(world.conn, login=login, at=datetime.now(UTC))
        found.go(f"/enter/{link}")
        page.locator("main button").click()
        return found

    start.browser_version = engine.version  # type: ignore[attr-defined]
    yield start
    for context in contexts:
        context.close()


@house
def world(writer: psycopg.Connection) -> facts.World:
    """FACTOR SA and ALPHA SAS with contract C-1, an invoice bought, others sent and refused."""
    opened = facts.open_world(writer)
    opened.ids["C-1"] = opened.contract("C-1")
    opened.limit(opened.ids["C-1"], "BETA SA", 3_000_000)
    due = opened.on.replace(month=3)
    opened.remit(
        opened.ids["C-1"], {"number": "FA-1", "cents": 2_000_000, "due_on": due},
        {"number": "FA-2", "cents": 1_800_000, "due_on": due},
    )  # fmt: skip
    return opened
