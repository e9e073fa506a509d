"""Whether a call comes from the provider of advanced signatures: signed with the secret that we
share, COMPTANT_SIGNATURES_SECRET. Without one, no call is believed.

Source: developers.yousign.com, webhooks: X-Yousign-Signature-256, HMAC-SHA-256 of the raw body.
"""

import hashlib
import hmac
import os


def is_signed(body: bytes, told: str) -> bool:
    """Whether the header of a call is what its body makes with our secret."""
    secret = os.environ.get("COMPTANT_SIGNATURES_SECRET", "")
    made = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return bool(secret) and hmac.compare_digest(f"sha256={made}".encode(), told.encode())
