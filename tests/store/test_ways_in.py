"""What everyone reads of the ways in: one's own, and the keys of one's company."""

from datetime import UTC, datetime

import psycopg
import pyotp

from comptant.operations.acts.act import Asked
from comptant.operations.registry import identities, keys, signing
from tests.cast import add_cast
from tests.facts import World, open_world
from tests.houses import house
from tests.store.test_row_security import see


@house
def world(writer: psycopg.Connection) -> World:
    opened = open_world(writer)
    add_cast(opened)
    return opened


def test_everyone_sees_their_own_way_in_and_the_keys_of_their_company(
    world: World, reader: psycopg.Connection
) -> None:
    """Alice is signed in and has an authenticator and an account elsewhere; a program has a key."""
    at = datetime.now(UTC)
    secret = signing.new_secret()
    alice = Asked(world.users["alice"], "factor", at, world.on)
    code = pyotp.TOTP(secret).at(at)
    signing.add_second_factor(world.conn, alice, name="phone", secret=secret, code=code)
    identities.link_identity(
        world.conn, world.asked("alice"), issuer="https://login.example.com", subject="s", name="a"
    )
    keys.add_key(
        world.conn, world.asked("ada"), login="alice", company_id=world.ids["ALPHA SAS"],
        name="books", scopes=["read"], networks=[], days=30, token="k" * 43,
    )  # fmt: skip
    reader.autocommit = True
    users = {login: world.users[login].id for login in ("alice", "bruno", "celine", "anna")}
    seen = {
        login: [len(see(reader, id_, table, "id"))
                for table in ("session", "second_factor", "identity", "api_key")]
        for login, id_ in users.items()
    }  # fmt: skip
    assert seen == {"alice": [1, 1, 1, 1], "bruno": [0, 0, 0, 1], "celine": [0, 0, 0, 0],
                    "anna": [0, 0, 0, 1]}  # fmt: skip
