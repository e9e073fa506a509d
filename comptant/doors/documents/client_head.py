"""A client of the API of Comptant, one module, Python 3.11 and its standard library only.

    from comptant_client import Comptant, Problem

    books = Comptant("https://portal.example.com", key=os.environ["COMPTANT_KEY"])
    for order in books.list_orders(contract_id=7):
        ...
    books.draw(contract_id=7, amount_cents=100_000, key="draw-2026-01-16")

A write is sent under an idempotency key, made if none is given: tried again after a lost answer or
a 429, it is done once. A refusal is a Problem with its stable code. Made from the description of
the API (openapi.json); do not edit.
"""

import base64
import http.client
import json
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, NotRequired, TypedDict  # noqa: F401 - for what is made below

Answer = dict[str, Any]
TRIES = 4
RETRIED = (429, 502, 503, 504)


class Problem(Exception):
    """What the API refuses: `code` is stable, `title` is for people, `errors` name the fields."""

    def __init__(self, status: int, told: Answer) -> None:
        super().__init__(f"{status} {told.get('code')}: {told.get('title')}")
        self.status = status
        self.code = str(told.get("code") or told.get("error") or "")
        self.title = str(told.get("title") or "")
        self.errors: list[Answer] = told.get("errors") or []
        self.facts: Answer = told.get("facts") or {}


class Transport:
    """Calls with a key, or with tokens got for the id and the key of a client."""

    def __init__(
        self, url: str, *, key: str = "", client_id: str = "", client_secret: str = "",
        language: str = "en", day: date | None = None, timeout: float = 60.0,
    ) -> None:  # fmt: skip
        self.url = url.rstrip("/") + "/api/v1/"
        self.timeout = timeout
        self._client = (client_id, client_secret)
        self._token = key
        self._headers = {"accept-language": language, "accept": "application/json"}
        if day:  # on a trial: the day played
            self._headers["comptant-day"] = day.isoformat()

    def write(self, name: str, key: str | None, given: Answer) -> Any:
        """An operation, under its idempotency key."""
        body = json.dumps({n: v for n, v in given.items() if v is not None}, default=_plain)
        headers = {"idempotency-key": key or str(uuid.uuid4()), "content-type": "application/json"}
        return self._call("POST", name, body.encode(), headers)

    def look(self, name: str, given: Answer) -> Any:
        """One object."""
        asked = {n: _text(v) for n, v in given.items() if v is not None}
        query = urllib.parse.urlencode(asked, doseq=True)
        return self._call("GET", f"{name}?{query}", None, {})

    def rows(self, name: str, given: Answer, size: int) -> Iterator[Any]:
        """Every row of a list, a page at a time."""
        after = ""
        while True:
            asked = {n: _text(v) for n, v in given.items() if v is not None}
            query = urllib.parse.urlencode({**asked, "after": after, "size": size}, doseq=True)
            page = self._call("GET", f"{name}?{query}", None, {})
            yield from page["rows"]
            after = page["after"]
            if not after:
                return

    def stream(
        self, contract_id: int, body: bytes | Iterable[bytes], kind: str, name: str, key: str | None
    ) -> Any:
        """A list of invoices; blocks are kept in a file until their length is known; tried once."""
        query = urllib.parse.urlencode({"contract_id": contract_id, "name": name})
        headers = {"idempotency-key": key or str(uuid.uuid4()), "content-type": kind}
        if isinstance(body, bytes):
            return self._call("POST", f"bulk/remit?{query}", body, headers)
        with tempfile.TemporaryFile() as kept:
            kept.writelines(body)
            headers["content-length"] = str(kept.tell())
            kept.seek(0)
            return self._call("POST", f"bulk/remit?{query}", kept, headers)

    def files(
        self, path: str, contract_id: int, files: Mapping[str, bytes], key: str | None = None
    ) -> Any:
        """Files by their names, as a form."""
        mark = uuid.uuid4().hex
        parts = []
        for name, content in files.items():
            told = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
            parts += [f'--{mark}\r\nContent-Disposition: form-data; name="files"; '
                      f'filename="{told}"\r\n\r\n'.encode(), content, b"\r\n"]  # fmt: skip
        parts.append(f"--{mark}--\r\n".encode())
        query = urllib.parse.urlencode({"contract_id": contract_id})
        headers = {"content-type": f"multipart/form-data; boundary={mark}"}
        if key:
            headers["idempotency-key"] = key
        return self._call("POST", f"{path}?{query}", b"".join(parts), headers)

    def _call(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Answer:
        tries = TRIES if body is None or isinstance(body, bytes) else 1
        for number in range(1, tries + 1):
            if not self._token:
                self._token = self._new_token()
            request = urllib.request.Request(
                self.url + path,
                body,
                method=method,
                headers={**self._headers, **headers, "authorization": f"Bearer {self._token}"},
            )
            try:
                with urllib.request.urlopen(request, timeout=self.timeout) as answer:
                    return dict(json.load(answer))
            except urllib.error.HTTPError as error:
                if error.code == 401 and self._client[0] and number < tries:
                    self._token = ""  # its hour is over
                    continue
                if error.code not in RETRIED or number == tries:
                    raise Problem(error.code, _read(error)) from None
                time.sleep(min(int(error.headers.get("Retry-After") or number), 60))
            except (OSError, http.client.HTTPException):  # not reached, or its answer was lost
                if number == tries:
                    raise
                time.sleep(number)
        raise AssertionError("every try returns or raises")

    def _new_token(self) -> str:
        told = base64.b64encode(":".join(self._client).encode()).decode()
        request = urllib.request.Request(
            self.url + "oauth/token",
            b"grant_type=client_credentials",
            {"authorization": f"Basic {told}"},
        )
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as answer:
                return str(json.load(answer)["access_token"])
        except urllib.error.HTTPError as error:
            raise Problem(error.code, _read(error)) from None


def _read(error: urllib.error.HTTPError) -> Answer:
    try:
        return dict(json.load(error))
    except ValueError:
        return {"code": "unreadable", "title": error.reason}


def _text(value: Any) -> Any:
    if isinstance(value, list):
        return [_text(one) for one in value]
    return str(value).lower() if isinstance(value, bool) else _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return str(value)
