"""Events of acts and their deliveries: to whom, what is told, and that it is told at last."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import psycopg
import pytest
from standardwebhooks import Webhook

from comptant.doors.worker import post
from comptant.operations.acts.act import Refused
from comptant.operations.acts.events import EVENTS
from comptant.operations.acts.rights import RIGHTS
from comptant.operations.drawing import payments
from comptant.operations.registry import deliveries, webhooks
from comptant.operations.risk import doubles, fraud_decisions
from comptant.store.access import reading
from tests.delivering import deliver
from tests.facts import World, add_user, open_world
from tests.houses import house


def now() -> datetime:
    """The instant: deliveries are due by the clock of the wall."""
    return datetime.now(UTC)


class Receiver:
    """A program that hears: what came, and how it answers."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.status = 200
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                receiver.heard.append(({k.lower(): v for k, v in self.headers.items()}, body))
                self.send_response(receiver.status)
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hooks"
        Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    monkeypatch.setenv("COMPTANT_PRIVATE_WEBHOOKS", "1")
    made = Receiver()
    yield made
    made.server.shutdown()
    made.server.server_close()


@house
def world(writer: psycopg.Connection) -> World:
    opened = open_world(writer)
    add_user(opened, "cora", opened.ids["GAMMA SA"], ["client_owner"], False)
    opened.ids["C-1"] = opened.contract("C-1")
    opened.limit(opened.ids["C-1"], "BETA SA", 5_000_000)
    return opened


def listen(world: World, login: str, url: str, *kinds: str) -> tuple[int, str]:
    """An address is told from now on; its id and what signs."""
    token = webhooks.new_token()
    added = webhooks.add_webhook(
        world.conn, world.asked(login), url=url, kinds=list(kinds), token=token
    )
    return added["webhook_id"], token


def test_events_are_of_operations_that_exist() -> None:
    assert set(EVENTS) <= set(RIGHTS)


def test_a_draw_is_told_to_its_client_signed_and_once(world: World, receiver: Receiver) -> None:
    _, token = listen(world, "alice", receiver.url, "draw.asked")
    listen(world, "cora", receiver.url)
    due = world.on + timedelta(days=40)
    world.remit(world.ids["C-1"], {"number": "FA-1", "cents": 2_000_000, "due_on": due})
    order = world.draw(world.ids["C-1"], 100_000)
    assert deliver(world.conn, post.send, now() + timedelta(minutes=1)) == 1
    ((headers, body),) = receiver.heard
    told = Webhook(token).verify(body, headers)
    assert (told["type"], told["data"]["contract_id"]) == ("draw.asked", world.ids["C-1"])
    assert told["data"]["answer"]["order_id"] == order["order_id"]
    assert deliver(world.conn, post.send, now() + timedelta(days=1)) == 0
    assert len(receiver.heard) == 1


def test_money_that_a_bank_file_brings_is_told_to_each_client_that_it_pays(world: World) -> None:
    due = world.on + timedelta(days=40)
    world.remit(world.ids["C-1"], {"number": "FA-1", "cents": 2_000_000, "due_on": due})
    world.bank({"cents": 2_000_000, "text": "FA-1", "payer_name": "BETA SA"})
    told = world.rows("SELECT contract_id, for_client FROM event WHERE kind = 'money.received'")
    assert told == [(world.ids["C-1"], True)]
    world.bank({"cents": -500, "text": "FRAIS"})  # nobody is paid: the house alone
    told = world.rows("SELECT contract_id FROM event WHERE kind = 'money.received' ORDER BY id")
    assert told == [(world.ids["C-1"],), (0,)]


def test_a_client_is_not_told_of_what_the_house_suspects(world: World, receiver: Receiver) -> None:
    due = world.on + timedelta(days=40)
    world.remit(world.ids["C-1"], {"number": "FA-1", "cents": 2_000_000, "due_on": due})
    listen(world, "alice", receiver.url)
    found = doubles.record_double(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
        invoice_id=world.one("SELECT id FROM invoice"), peer="FACTOR B", kind="EXACT",
    )  # fmt: skip
    asked = fraud_decisions.decide_alarm(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], outcome="CLEARED",
        alarm_id=found["alarm_id"], reason="another year",
    )  # fmt: skip
    world.approve(asked, "carl")
    kinds = {kind for (kind,) in world.rows("SELECT kind FROM event WHERE for_client")}
    assert "fraud.double_recorded" not in kinds
    deliver(world.conn, post.send, now() + timedelta(minutes=1))
    assert receiver.heard == []


def test_a_changed_body_or_another_secret_does_not_verify(world: World) -> None:
    token, other = webhooks.new_token(), webhooks.new_token()
    headers = webhooks.signed("evt_1", datetime.now(UTC), b'{"a":1}', token)
    assert Webhook(token).verify(b'{"a":1}', headers) == {"a": 1}
    for secret, body in ((token, b'{"a":2}'), (other, b'{"a":1}')):
        with pytest.raises(Exception, match="matching signature"):
            Webhook(secret).verify(body, headers)


def test_what_was_refused_is_tried_again_later_and_later_then_given_up(
    world: World, receiver: Receiver
) -> None:
    listen(world, "alice", receiver.url, "invoices.remitted")
    receiver.status = 500
    world.remit(world.ids["C-1"], {"number": "FA-1", "cents": 2_000_000})
    at, waited = now() + timedelta(minutes=1), []
    while deliver(world.conn, post.send, at):
        next_at = world.one("SELECT next_at FROM delivery")
        assert deliver(world.conn, post.send, at) == 0
        if next_at is None:
            break
        waited.append(next_at - at)
        at = next_at
    assert tuple(waited) == deliveries.WAITS
    assert len(receiver.heard) == len(deliveries.WAITS) + 1
    assert len({headers["webhook-id"] for headers, _ in receiver.heard}) == 1
    assert world.rows("SELECT tries, next_at, delivered_at, last_answer FROM delivery") == [
        (10, None, None, "500")]  # fmt: skip


def test_a_replay_tells_again_what_was_given_up_under_the_same_id(
    world: World, receiver: Receiver
) -> None:
    hook, _ = listen(world, "alice", receiver.url, "invoices.remitted")
    world.remit(world.ids["C-1"], {"number": "FA-1", "cents": 2_000_000})
    deliver(world.conn, post.send, now() + timedelta(minutes=1))
    asked = world.asked("alice")
    again = {"from_at": now() - timedelta(hours=1), "until_at": now() + timedelta(hours=1)}
    assert webhooks.replay(world.conn, asked, webhook_id=hook, **again)["count"] == 1
    deliver(world.conn, post.send, now() + timedelta(minutes=2))
    first, second = (headers["webhook-id"] for headers, _ in receiver.heard)
    assert first == second
    with pytest.raises(Refused, match="webhook_unknown"):
        webhooks.replay(world.conn, world.asked("cora"), webhook_id=hook, **again)


def test_an_act_that_fails_tells_nothing(world: World, receiver: Receiver) -> None:
    listen(world, "alice", receiver.url)
    before = world.one("SELECT count(*) FROM event")
    with pytest.raises(Refused):
        payments.draw(world.conn, world.asked("alice"), contract_id=world.ids["C-1"],
                      amount_cents=99, payee_account_id=None)  # fmt: skip
    assert world.one("SELECT count(*) FROM event") == before
    assert world.one("SELECT count(*) FROM delivery") == 0


def test_the_factor_is_told_of_all_and_an_ended_address_of_nothing(
    world: World, receiver: Receiver
) -> None:
    hook, _ = listen(world, "ada", receiver.url)
    world.remit(world.ids["C-1"], {"number": "FA-1", "cents": 2_000_000})
    assert world.one("SELECT count(*) FROM delivery WHERE next_at IS NOT NULL") == 1
    webhooks.end_webhook(world.conn, world.asked("ada"), webhook_id=hook)
    assert deliver(world.conn, post.send, now() + timedelta(minutes=1)) == 0
    world.remit(world.ids["C-1"], {"number": "FA-2", "cents": 2_000_000})
    assert world.one("SELECT count(*) FROM delivery") == 1


def test_a_client_sees_its_addresses_and_what_they_were_told_and_a_neighbour_nothing(
    world: World,
) -> None:
    listen(world, "alice", "https://books.example.com/hooks")
    world.remit(world.ids["C-1"], {"number": "FA-1", "cents": 2_000_000})
    counts = {}
    for login in ("alice", "cora", "anna"):
        with reading(world.users[login].id) as see:
            counts[login] = [
                len(see("read_webhooks")), len(see("read_deliveries", webhook_id=None)),
                len(see("read_events", contract_id=world.ids["C-1"])) > 0,
            ]  # fmt: skip
    assert counts == {"alice": [1, 1, True], "cora": [0, 0, False], "anna": [1, 1, True]}


@pytest.mark.parametrize("url", [
    "ftp://a.example/x", "https://", "javascript:1", "https://user:word@a.example/",
    "https://" + "a" * 2_000,
])  # fmt: skip
def test_what_is_no_address_is_refused(world: World, url: str) -> None:
    with pytest.raises(Refused, match="url_wrong"):
        listen(world, "alice", url)


@pytest.mark.parametrize("host", [
    "127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "[::1]", "[::ffff:127.0.0.1]",
    "localhost", "0.0.0.0",
])  # fmt: skip
def test_private_networks_are_not_called_unless_allowed(
    world: World, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COMPTANT_PRIVATE_WEBHOOKS", raising=False)
    is_heard, said = post.send(f"http://{host}:9/x", b"{}", {})
    assert not is_heard
    assert said.startswith("not allowed")
    with pytest.raises(Refused, match="url_private"):
        webhooks.add_webhook(
            world.conn, world.asked("alice"), url=f"http://{host}:9/x", kinds=[],
            token=webhooks.new_token(),
        )  # fmt: skip
