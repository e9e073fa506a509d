"""Advanced signatures at Yousign, by its API v3: COMPTANT_SIGNATURES_URL
(https://api.yousign.app/v3), COMPTANT_SIGNATURES_KEY.

Its signers prove who they are with an identity document and a code by SMS. Nothing of the key is
in an error's text. Source: developers.yousign.com (signature requests, documents, signers, audit
trails).
"""

import json
import os
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

import requests

from comptant.operations.assigning.envelopes import Heard, Letter, Rejected, Unanswered
from comptant.settings import BadSetting

TIMEOUT_SECONDS = 20
FILE_BYTES_MAX = 50_000_000
# A refusal of what was sent, however often; 401, 403, 408 and 429 are ours or theirs to put right.
FOR_GOOD = frozenset({400, 404, 409, 410, 413, 415, 422})
STATES = {"ongoing": "SENT", "approval": "SENT", "done": "SIGNED", "declined": "DECLINED",
          "rejected": "DECLINED", "expired": "OVER", "canceled": "OVER",
          "deleted": "OVER"}  # fmt: skip
# Where the sign of a signature is drawn: at the foot of the last page, in points from the top left.
PLACE = {"type": "signature", "x": 380, "y": 770, "width": 160, "height": 40}
Row = dict[str, Any]


def provider() -> "Yousign | None":
    """The provider of the environment; None where none is set. BadSetting."""
    url = os.environ.get("COMPTANT_SIGNATURES_URL", "")
    if not url:
        return None
    told, key = urlsplit(url), os.environ.get("COMPTANT_SIGNATURES_KEY", "")
    is_near = told.hostname in ("127.0.0.1", "localhost")
    if not told.hostname or (told.scheme != "https" and not is_near) or told.username:
        raise BadSetting("COMPTANT_SIGNATURES_URL must be like https://api.yousign.app/v3")
    if not key:
        raise BadSetting("COMPTANT_SIGNATURES_KEY is missing beside COMPTANT_SIGNATURES_URL")
    return Yousign(url.rstrip("/"), key)


@dataclass(frozen=True)
class Yousign:
    """The provider: where it is asked, and our key, which is never shown."""

    url: str
    key: str = field(repr=False)

    def send(self, letter: Letter) -> str:
        """A request of one file and one signer, sent to them; found again where it was made."""
        found = self._json("GET", f"/signature_requests?external_id={quote(letter.reference)}")
        for one in found.get("data", []):
            if one["external_id"] == letter.reference and one["status"] in STATES:
                return str(one["id"])
            if one["external_id"] == letter.reference:  # a draft that was left half made
                self._ask("DELETE", f"/signature_requests/{_part(one['id'])}")
        made = self._json("POST", "/signature_requests", json={
            "name": letter.name, "delivery_mode": "email", "timezone": "Europe/Paris",
            "external_id": letter.reference, "expiration_date": letter.last_on.isoformat(),
            "audit_trail_locale": letter.language, "signers_allowed_to_decline": True,
        })  # fmt: skip
        at = f"/signature_requests/{_part(made['id'])}"
        paper = self._json(
            "POST",
            f"{at}/documents",
            data={"nature": "signable_document"},
            files={"file": (letter.name, letter.content, "application/pdf")},
        )
        first, _, last = letter.signatory.strip().partition(" ")
        self._json("POST", f"{at}/signers", json={
            "info": {"first_name": first, "last_name": last.strip() or first, "email": letter.email,
                     "phone_number": letter.phone, "locale": letter.language},
            "signature_level": "advanced_electronic_signature",
            "signature_authentication_mode": "otp_sms",
            "fields": [{**PLACE, "document_id": paper["id"], "page": paper["total_pages"] or 1}],
        })  # fmt: skip
        self._json("POST", f"{at}/activate")
        return str(made["id"])

    def ask(self, reference: str) -> Heard:
        """How a request stands; signed, by whom, when, and of which file."""
        told = self._json("GET", f"/signature_requests/{_part(reference)}")
        state = STATES.get(told["status"])
        if state is None:
            raise Rejected(f"a request in the state {str(told['status'])[:50]}")
        if state != "SIGNED":
            why = (told.get("decline_information") or {}).get("reason") or ""
            return Heard(state, str(why) if state == "DECLINED" else "")
        trail = self._trail(told)
        try:
            signer, paper = trail["signer"], trail["documents"][0]
            at = datetime.fromisoformat(signer["signature_process_completed_at"])
            name = f"{signer['first_name']} {signer['last_name']}"
            return Heard("SIGNED", "", name, at, signer["email_address"], paper["initial_hash"])
        except (KeyError, IndexError, TypeError, ValueError):
            raise Unanswered("the audit trail says not who signed what, or when") from None

    def fetch(self, reference: str) -> tuple[bytes, bytes]:
        """The sealed file, and the audit trail of its signer as JSON."""
        told = self._json("GET", f"/signature_requests/{_part(reference)}")
        paper = told["documents"][0]["id"]
        signed = self._ask("GET", f"/signature_requests/{_part(reference)}/documents/"
                                  f"{_part(paper)}/download")  # fmt: skip
        if not signed.startswith(b"%PDF-"):
            raise Unanswered("the signed file is no PDF")
        trail = json.dumps(self._trail(told), ensure_ascii=False, indent=1, sort_keys=True)
        return signed, trail.encode()

    def cancel(self, reference: str) -> None:
        """End a request; one that has ended is left as it is."""
        try:
            self._json("POST", f"/signature_requests/{_part(reference)}/cancel",
                       json={"reason": "other"})  # fmt: skip
        except Rejected:
            return

    def _trail(self, told: Row) -> Row:
        signer = told["signers"][0]["id"]
        return self._json("GET", f"/signature_requests/{_part(told['id'])}/signers/"
                                 f"{_part(signer)}/audit_trails")  # fmt: skip

    def _json(self, method: str, path: str, **told: Any) -> Row:
        content = self._ask(method, path, **told)
        try:
            found = json.loads(content) if content else {}
        except ValueError:
            raise Unanswered(f"{method}: no JSON") from None
        if not isinstance(found, dict):
            raise Unanswered(f"{method}: no object")
        return _Told(found)

    def _ask(self, method: str, path: str, **told: Any) -> bytes:
        """One call; redirects are not followed. Unanswered, Rejected: by kind and status only."""
        head = {"Authorization": f"Bearer {self.key}", "User-Agent": "Comptant"}
        try:
            with requests.request(
                method, self.url + path, headers=head, timeout=TIMEOUT_SECONDS,
                allow_redirects=False, stream=True, **told,
            ) as answer:  # fmt: skip
                content = b""
                for block in answer.iter_content(65_536):
                    content += block
                    if len(content) > FILE_BYTES_MAX:
                        raise Unanswered(f"{method}: the answer is too large")
                status = answer.status_code
        except requests.RequestException as error:
            raise Unanswered(f"{method}: {type(error).__name__}") from None
        if status in FOR_GOOD:
            raise Rejected(f"{method} {path.split('?')[0].split('/')[-1]}: {status}")
        if not 200 <= status < 300:
            raise Unanswered(f"{method}: {status}")
        return content


class _Told(dict[str, Any]):
    """An object of the provider; what it must say and does not is no answer."""

    def __missing__(self, name: str) -> Any:
        raise Unanswered(f"{name} is missing")


def _part(text: object) -> str:
    """An id as a part of an address."""
    return quote(str(text), safe="")
