"""The facts of papers that the tests of rendering print."""

from datetime import UTC, date, datetime
from typing import Any

from tests.facts import SIRENS

AT = datetime(2026, 1, 16, 8, 5, tzinfo=UTC)
TITLE: dict[str, Any] = {
    "currency": "EUR", "transfer_mode": "SUBROGATION", "factor_name": "FACTOR SA",
    "factor_siren": SIRENS["FACTOR SA"], "client_name": "ALPHA SAS",
    "client_siren": SIRENS["ALPHA SAS"], "client_country": "FR", "contract_number": "C-1",
    "title_number": 12, "posted_on": date(2026, 1, 16), "line_count": 1, "total_cents": 123_456,
    "standing_consent": "quittance permanente 2026-01", "entry_id": 1193,
    "entry_on": date(2026, 1, 16), "paid_cents": 123_456, "received_at": AT, "files": None,
    "digest": "ab" * 32, "is_sent_by_client": True, "sent_at": AT, "sent_on": date(2026, 1, 16),
    "sender_name": "Alice Martin", "sender_login": "alice", "sending_act_id": 1190,
    "sender_key_id": None, "sender_key_name": None,
}  # fmt: skip
LINE: dict[str, Any] = {
    "invoice_number": "FA-1", "buyer_name": "BETA SA", "buyer_siren": SIRENS["BETA SA"],
    "issued_on": date(2026, 1, 10), "due_on": date(2026, 3, 17), "amount_cents": 123_456,
    "currency": "EUR", "iban": "FR7630006000011234567890189",
}  # fmt: skip
