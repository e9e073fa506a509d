"""A device that keeps passkeys, in a page of code: what a browser would give for it.

Source: W3C, Web Authentication Level 2, 6.1 (authenticator data), 6.5.4 ("none" attestation).
"""

import base64
import hashlib
import json
import struct
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, HAS_KEY = 1, 4, 64


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


class Device:
    """One passkey: its key, its credential, how often it has signed."""

    def __init__(self, credential: bytes = b"c" * 32, counts: int = 1) -> None:
        self.counts = counts  # 0: a device that tells no count, as most do
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential = credential
        self.count = 0
        self.user = ""

    def create(self, options: str, origin: str) -> str:
        """A new passkey, as the portal asked for it."""
        asked = json.loads(options)
        self.user = asked["user"]["id"]
        point = self.key.public_key().public_numbers()
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"),
                              -3: point.y.to_bytes(32, "big")})  # fmt: skip
        kept = b"\0" * 16 + struct.pack(">H", len(self.credential)) + self.credential + public
        data = self._data(asked["rp"]["id"], PRESENT | VERIFIED | HAS_KEY) + kept
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", asked["challenge"], origin)
        return self._told({"clientDataJSON": _text(client), "attestationObject": _text(attested)})

    def sign(self, options: str, origin: str, flags: int = PRESENT | VERIFIED) -> str:
        """What the portal asked for, signed."""
        asked = json.loads(options)
        self.count += self.counts
        data = self._data(asked["rpId"], flags)
        client = self._client("webauthn.get", asked["challenge"], origin)
        signed = data + hashlib.sha256(client).digest()
        mark = self.key.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self._told({"clientDataJSON": _text(client), "authenticatorData": _text(data),
                           "signature": _text(mark), "userHandle": self.user})  # fmt: skip

    def _data(self, host: str, flags: int) -> bytes:
        return hashlib.sha256(host.encode()).digest() + struct.pack(">BI", flags, self.count)

    def _client(self, kind: str, challenge: str, origin: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin,
                           "crossOrigin": False}).encode()  # fmt: skip

    def _told(self, response: dict[str, Any]) -> str:
        id_ = _text(self.credential)
        return json.dumps({"id": id_, "rawId": id_, "type": "public-key", "response": response,
                           "clientExtensionResults": {}})  # fmt: skip
