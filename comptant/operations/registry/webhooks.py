"""Addresses that are told of events, signed as Standard Webhooks are.

Source: standardwebhooks.com, specification 1.0: headers webhook-id, webhook-timestamp,
webhook-signature (v1, HMAC-SHA-256 of id.timestamp.body).
"""

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from datetime import datetime
from socket import inet_aton, inet_ntoa
from urllib.parse import urlsplit

from comptant import settings
from comptant.operations.acts.act import Act, Answer, Refused, operation
from comptant.operations.acts.events import KINDS
from comptant.operations.registry.people import token_mark
from comptant.store import bulk

PREFIX = "whsec_"
URL_LENGTH_MAX = 2_000
OVERLAP_HOURS_MAX = 720


@operation
def add_webhook(do: Act, *, url: str, kinds: list[str], token: str) -> Answer:
    """Tell an address of events of one's own contracts (the factor: of all), of some kinds (none:
    of all). The door makes the token that signs and shows it once.

    Refused: url_wrong, url_private (where it says so by itself; a name that leads to one is not
    called), event_unknown, token_weak.
    """
    try:
        told = urlsplit(url)
        is_port = told.port is None or told.port > 0
    except ValueError:  # an IPv6 address that is none, a port beyond all
        raise Refused("url_wrong", url=url[:200]) from None
    is_written = (
        is_port and re.search(r"[\s\x00-\x1f\x7f]", url) is None and len(url) <= URL_LENGTH_MAX
    )
    if told.scheme not in ("http", "https") or not _is_host(told.hostname) or not is_written:
        raise Refused("url_wrong", url=url[:200])
    if told.username or told.password:
        raise Refused("url_wrong", url=told.hostname)
    if not _may_be_called(told.hostname):
        raise Refused("url_private", url=told.hostname)
    for kind in kinds:
        if kind not in KINDS:
            raise Refused("event_unknown", kind=kind)
    if len(secret_of(token)) < 24:
        raise Refused("token_weak")
    row = do.conn.execute(
        """INSERT INTO webhook (company_id, url, kinds, token, act_id)
           VALUES (%s, %s, %s, %s, %s) RETURNING id""",
        (do.by.company_id, url, sorted(set(kinds)), token, do.id),
    ).fetchone()
    assert row is not None
    return {"webhook_id": row[0], "url": url, "kinds": sorted(set(kinds)),
            "token_mark": token_mark(token)}  # fmt: skip


@operation
def rotate_webhook(do: Act, *, webhook_id: int, hours: int, token: str) -> Answer:
    """Another secret that signs what an address is told; for some hours messages are signed with
    the old one too, so that the receiver changes it when it can. The door makes the token and
    shows it once. Refused: webhook_unknown, hours_wrong, token_weak.

    Source: Standard Webhooks 1.0, "Signature scheme": several signatures, one per secret.
    """
    if not 0 <= hours <= OVERLAP_HOURS_MAX:
        raise Refused("hours_wrong", most=OVERLAP_HOURS_MAX)
    if len(secret_of(token)) < 24:
        raise Refused("token_weak")
    # By the clock on the wall, as messages are signed, whatever day is played on a trial.
    changed = do.conn.execute(
        """UPDATE webhook SET token = %s, token_before = token,
               token_before_until = now() + make_interval(hours => %s)
           WHERE id = %s AND ended_at IS NULL AND company_id = %s
           RETURNING url, token_before_until""",
        (token, hours, webhook_id, do.by.company_id),
    ).fetchone()
    if changed is None:
        raise Refused("webhook_unknown", webhook_id=webhook_id)
    return {"webhook_id": webhook_id, "url": changed[0], "until_at": changed[1],
            "token_mark": token_mark(token)}  # fmt: skip


@operation
def end_webhook(do: Act, *, webhook_id: int) -> Answer:
    """Tell an address nothing more; what waits for it is dropped. Refused: webhook_unknown."""
    ended = do.conn.execute(
        """UPDATE webhook SET ended_at = now() WHERE id = %s AND ended_at IS NULL
           AND company_id = %s RETURNING id""",
        (webhook_id, do.by.company_id),
    ).fetchone()
    if ended is None:
        raise Refused("webhook_unknown", webhook_id=webhook_id)
    do.conn.execute(
        "UPDATE delivery SET next_at = NULL WHERE webhook_id = %s AND next_at IS NOT NULL",
        (webhook_id,),
    )
    return {"webhook_id": webhook_id}


@operation
def replay(do: Act, *, webhook_id: int, from_at: datetime, until_at: datetime) -> Answer:
    """Tell an address again of all events between two instants, heard or not, in their order.

    Refused: webhook_unknown.
    """
    found = do.conn.execute(
        "SELECT 1 FROM webhook WHERE id = %s AND ended_at IS NULL AND company_id = %s",
        (webhook_id, do.by.company_id),
    ).fetchone()
    if found is None:
        raise Refused("webhook_unknown", webhook_id=webhook_id)
    count = bulk.execute(
        do.conn, "replay_deliveries", webhook_id=webhook_id, from_at=from_at, until_at=until_at
    )
    return {"webhook_id": webhook_id, "count": count}


def signed(id_: str, at: datetime, body: bytes, *tokens: str) -> dict[str, str]:
    """The headers of a message: its id, its instant, its signature by each token that counts."""
    stamp = str(int(at.timestamp()))
    macs = (hmac.new(secret_of(token), f"{id_}.{stamp}.".encode() + body, hashlib.sha256)
            for token in tokens)  # fmt: skip
    told = " ".join(f"v1,{base64.b64encode(mac.digest()).decode()}" for mac in macs)
    return {
        "content-type": "application/json", "webhook-id": id_, "webhook-timestamp": stamp,
        "webhook-signature": told,
    }  # fmt: skip


def new_token() -> str:
    """What signs, as receivers' libraries take it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def secret_of(token: str) -> bytes:
    """The bytes that sign; none for a token that is not one."""
    try:
        return base64.b64decode(token.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _is_host(host: str | None) -> bool:
    """Whether a name can be that of a host: labels of 63 signs at most, 253 in all."""
    labels = (host or "").rstrip(".").split(".")
    return bool(host) and len(host or "") <= 253 and all(0 < len(one) <= 63 for one in labels)


def _may_be_called(host: str) -> bool:
    """Whether a host is public, as far as its writing tells."""
    address = "127.0.0.1" if host == "localhost" or host.endswith(".localhost") else host
    try:
        return settings.may_call(address)
    except ValueError:
        pass
    try:  # 0, 2130706433, 0x7f.1: an address in the forms that resolvers take
        packed = inet_aton(address)
    except OSError:
        return True  # a name
    return settings.may_call(inet_ntoa(packed))
