"""Insurers reached by REST: COMPTANT_INSURERS, a JSON file that only we read, names each.

    [{"insurer": "ASSUR", "url": "https://api.assur.example/v1",
      "token_url": "https://api.assur.example/oauth2/token",
      "client_id": "factor", "client_secret": "..."}]

OAuth2 client credentials (RFC 6749, 4.4); messages are jobs that are polled. Nothing of a secret is
in an error's text. The words are those of docs/insurers.md.
"""

import base64
import hashlib
import json
import os
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import quote, urlsplit

import requests

from comptant.operations.insurance.insurer_calls import Rejected, Said, Told, Unanswered
from comptant.rules.money import AMOUNT_CENTS_MAX
from comptant.settings import BadSetting

TIMEOUT_SECONDS = 20
ANSWER_BYTES_MAX = 5_000_000
DECISIONS_MAX = 200
TEXT_LENGTH_MAX = 200
REASON_LENGTH_MAX = 500
UNNAMED = "unnamed-"  # a decision without a name of its own: what it is kept under begins so
EARLY_SECONDS = 30  # a token is renewed so long before its end
WAIT_SECONDS_MAX = 86_400
# A refusal of what was sent, however often; 401, 403, 408 and 429 are ours or theirs to put right.
FOR_GOOD = frozenset({400, 404, 405, 410, 413, 415, 422})
STATES = {"PENDING": "PENDING", "ACCEPTED": "TAKEN", "REJECTED": "REJECTED"}
NAMES = ("insurer", "url", "token_url", "client_id", "client_secret")
Row = dict[str, Any]


def adapters() -> dict[str, "Rest"]:
    """The insurers of the setting, by their names; none where it is not set. BadSetting."""
    said = os.environ.get("COMPTANT_INSURERS", "")
    if not said:
        return {}
    path = Path(said)
    try:
        if path.stat().st_mode & 0o077:
            raise BadSetting("COMPTANT_INSURERS holds secrets: nobody but us may read it (0600)")
        told = json.loads(path.read_text("utf-8"))
        found = [{name: str(row[name]) for name in NAMES} for row in told]
    except (OSError, ValueError, KeyError, TypeError):
        raise BadSetting("COMPTANT_INSURERS must be a JSON list, each with "
                         + ", ".join(NAMES)) from None  # fmt: skip
    for row in found:
        for name in ("url", "token_url"):
            where = urlsplit(row[name])
            is_near = where.hostname in ("127.0.0.1", "localhost")
            if not where.hostname or (where.scheme != "https" and not is_near) or where.username:
                raise BadSetting(f"COMPTANT_INSURERS: {name} must be an https address")
    return {row["insurer"]: Rest(row["url"].rstrip("/"), row["token_url"], row["client_id"],
                                 row["client_secret"]) for row in found}  # fmt: skip


@dataclass
class Rest:
    """An insurer's REST door: where it is asked, and who we are there, which is never shown."""

    url: str
    token_url: str
    client_id: str
    client_secret: str = field(repr=False)
    token: str = field(default="", repr=False)
    until: float = 0.0  # by the monotonic clock

    def find(self, reference: str) -> str | None:
        """A message that it has under our reference."""
        found = self._json("GET", f"/messages?reference={quote(reference, safe='')}")
        for one in _list(found):
            if isinstance(one, dict) and one.get("reference") == reference and one.get("job"):
                return str(one["job"])
        return None

    def send(self, message: Row) -> str:
        """A message, under a key that makes it one however often it comes."""
        made = self._json("POST", "/messages", message, key=message["reference"])
        return str(made["job"])

    def ask(self, job: str) -> Said:
        """How a message stands."""
        told = self._json("GET", f"/messages/{quote(job, safe='')}")
        state = STATES.get(str(told["state"]))
        if state is None:
            raise Unanswered(f"a message in the state {str(told['state'])[:50]}")
        return Said(state, str(told.get("number") or ""), str(told.get("reason") or ""))

    def decisions(self, after: str) -> Told:
        """What it has decided since."""
        found = self._json("GET", f"/decisions?after={quote(after, safe='')}")
        return Told([_decision(one) for one in _list(found)[:DECISIONS_MAX]])

    def _json(self, method: str, path: str, body: Row | None = None, *, key: str = "") -> Row:
        """One call with a token; one that is no longer good is asked for once more."""
        for is_last in (False, True):
            status, answer, wait = self._call(
                method, self.url + path, body, {
                    "Authorization": f"Bearer {self._token()}",
                    **({"Idempotency-Key": key} if key else {}),
                },
            )  # fmt: skip
            if status != 401 or is_last:
                break
            self.token = ""
        if status == 409 and key:
            found = self.find(key)
            if found:
                return {"job": found}
        if status in FOR_GOOD:
            why = str(answer.get("reason") or "")[:300] if isinstance(answer, dict) else ""
            raise Rejected(f"{status} {why}".strip())
        return _object(method, status, answer, wait)

    def _token(self) -> str:
        if self.token and monotonic() < self.until:
            return self.token
        pair = base64.b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        status, answer, wait = self._call(
            "POST", self.token_url, {"grant_type": "client_credentials"},
            {"Authorization": f"Basic {pair}"}, is_form=True,
        )  # fmt: skip
        told = _object("token", status, answer, wait)
        self.token = str(told["access_token"])
        seconds = told.get("expires_in")
        lives = seconds if isinstance(seconds, int) else 60
        self.until = monotonic() + max(lives - EARLY_SECONDS, 0)
        return self.token

    def _call(
        self, method: str, url: str, body: Row | None, head: dict[str, str], *,
        is_form: bool = False,
    ) -> tuple[int, Any, timedelta | None]:  # fmt: skip
        """Status, JSON and how long to wait; redirects are not followed. Unanswered."""
        told: Row = {} if body is None else {"data" if is_form else "json": body}
        try:
            with requests.request(
                method, url, headers={**head, "User-Agent": "Comptant"}, timeout=TIMEOUT_SECONDS,
                allow_redirects=False, stream=True, **told,
            ) as answer:  # fmt: skip
                content = b""
                for block in answer.iter_content(65_536):
                    content += block
                    if len(content) > ANSWER_BYTES_MAX:
                        raise Unanswered(f"{method}: the answer is too large")
                status, after = answer.status_code, answer.headers.get("Retry-After", "")
        except requests.RequestException as error:
            raise Unanswered(f"{method}: {type(error).__name__}") from None
        seconds = min(int(after), WAIT_SECONDS_MAX) if after.isdigit() else None
        try:
            found = json.loads(content) if content else {}
        except ValueError:
            found = None
        return status, found, timedelta(seconds=seconds) if seconds is not None else None


def _object(method: str, status: int, answer: Any, wait: timedelta | None) -> Row:
    if not 200 <= status < 300:
        raise Unanswered(f"{method}: {status}", wait)
    if not isinstance(answer, dict):
        raise Unanswered(f"{method}: no object")
    return _Told(answer)


def _list(found: Row) -> list[Any]:
    if not isinstance(found["data"], list):
        raise Unanswered("data: no list")
    return found["data"]


def _decision(one: Any) -> Row:
    """A decision in our words (INSURER_ANSWERS). What it must say and does not, or says unreadably,
    is empty: it is kept and refused there, and those after it are read."""
    told = one if isinstance(one, dict) else {}
    amount = told.get("amount_cents")
    is_amount = type(amount) is int and abs(amount) <= AMOUNT_CENTS_MAX
    number = _text(told.get("id"))
    said = json.dumps(one, sort_keys=True).encode()
    return {
        "insurer_answer_number": number or f"{UNNAMED}{hashlib.sha256(said).hexdigest()[:16]}",
        "insurer_policy_number": _text(told.get("policy")),
        "request_reference": _text(told["reference"]) if told.get("reference") else None,
        "buyer_siren": _text(told.get("buyer_siren")),
        "response_code": _text(told.get("response_code")),
        "limit_decision_number": _text(told.get("number") or number),
        "told_limit_cents": amount if is_amount else 0,
        "currency": _text(told.get("currency")), "limit_from_on": _day(told.get("from_on")),
        # A last day that cannot be read is before every first one: no limit without an end.
        "limit_until_on": (_day(told["until_on"]) or date.min) if told.get("until_on") else None,
        "response_reason": _reason(told.get("reason")),
    }  # fmt: skip


def _text(value: object) -> str:
    """A word of an insurer's; empty where it is none, or not one to keep."""
    text = str(value) if type(value) in (str, int) else ""
    return text if text.isprintable() and len(text) <= TEXT_LENGTH_MAX else ""


def _reason(value: object) -> str | None:
    text = "".join(letter for letter in str(value or "") if letter.isprintable())
    return text[:REASON_LENGTH_MAX] or None


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


class _Told(dict[str, Any]):
    """An object of the insurer; what it must say and does not is no answer."""

    def __missing__(self, name: str) -> Any:
        raise Unanswered(f"{name} is missing")
