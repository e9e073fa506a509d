"""Reads of sensitive data are kept: who read what, about what, how many rows, never the values.

`access.reading` asks here for every query: no door can look without it. What is kept is written in
a transaction of its own, since a look is read-only, and before anything of it is told: a read that
cannot be kept is refused.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from comptant.store import bulk
from comptant.store.pool import lent

# What is sensitive, once: the query -> the kind of data. A query that is not here tells nobody's
# account number, file, person or act; tests/store/test_kept_reads.py looks at the columns of each.
SENSITIVE: dict[str, str] = {
    "read_approvals": "account", "read_asked_orders": "account", "read_cash": "account",
    "read_decisions": "account",
    "read_instruments": "account", "read_late_orders": "account", "read_mandates": "account",
    "read_orders": "account",
    "read_dedicated": "account", "read_sweeps": "account",
    "read_payees": "account", "read_payments": "account", "read_released_orders": "account",
    "read_document": "document", "read_documents": "document", "read_entry_documents": "document",
    "read_outbox_files": "document", "read_signatures": "document",
    "read_arrivals": "person", "read_feeds": "person",
    "read_fraud_alarms": "person", "read_screening_hits": "person",
    "read_legal_holds": "person", "read_aml_alarms": "person", "read_aml_words": "person",
    "read_aml_payments": "account",
    "read_callback": "person", "read_callbacks": "person",
    "read_delegated_draws": "person", "read_delegations": "person", "read_keys": "person",
    "read_powers": "person", "read_team": "person", "read_team_requests": "person",
    "read_users": "person", "read_reminder_calls": "person", "read_reminder_contacts": "person",
    "read_reminder_batch": "person", "read_reminders": "person",
    "read_opening_facts": "opening",
    "read_handover_buyers": "export", "read_handover_invoices": "export",
    "read_handover_payments": "export",
    "read_act": "act", "read_act_approvals": "act", "read_act_documents": "document",
    "read_act_entries": "act", "read_acts": "act",
    "read_entries": "act", "read_entry": "act", "read_events": "act", "read_kept_reads": "act",
    "read_team_acts": "act",
    # No queries for doors: what is read with the auditor's eyes.
    "bank_proof": "account", "control_sheet": "act", "personal_data": "person",
    "retention_due": "person",
}  # fmt: skip
# The column that says whose row it is: a look that shows its reader nobody else is not kept.
OWN = {"read_team": "id", "read_users": "id"}
# Arguments in words that say where one looked; any other text may be a name, and is not kept.
TOLD = frozenset({"account", "digest", "kind", "operation", "role"})
HIDDEN = "*"


class Reads:
    """What one look has read and must keep; `at_once`: before each answer, not at the end."""

    def __init__(
        self, user_id: int, company_id: int | None, key_id: int | None, at_once: bool
    ) -> None:
        self.user_id, self.company_id = user_id, company_id
        self._key_id = key_id
        self._at_once = at_once
        self._rows: list[tuple[str, str, str, int]] = []

    def note(
        self, name: str, arguments: Mapping[str, object], found: Sequence[bulk.Row], count: int,
        *, is_later: bool = False,
    ) -> None:  # fmt: skip
        """That a query was asked and so many rows are told; `is_later`: not a list's first page."""
        kind = SENSITIVE.get(name)
        if kind is None or _own(name, self.user_id, found):
            return
        about = {one: _plain(one, value) for one, value in arguments.items() if value is not None}
        if is_later:
            about["after"] = HIDDEN
        text = json.dumps(about, sort_keys=True)
        self._rows.append((kind, name.removeprefix("read_"), text, count))
        if self._at_once:
            self.keep()

    def keep(self) -> None:
        """Write what was noted, in one statement."""
        if not self._rows:
            return
        kinds, names, about, counts = (list(column) for column in zip(*self._rows, strict=True))
        self._rows.clear()
        with lent("comptant_writer") as conn, conn.transaction():
            bulk.execute(
                conn, "keep_reads", user_id=self.user_id, company_id=self.company_id,
                key_id=self._key_id, kinds=kinds, names=names, about=about, counts=counts,
            )  # fmt: skip


def keep(
    user_id: int, company_id: int | None, name: str, row_count: int, /, *,
    key_id: int | None = None, **about: object,
) -> None:  # fmt: skip
    """Keep a read that is no query for doors, before it is told."""
    Reads(user_id, company_id, key_id, at_once=True).note(name, about, [], row_count)


def _own(name: str, user_id: int, found: Sequence[bulk.Row]) -> bool:
    return name in OWN and all(row[OWN[name]] == user_id for row in found)


def _plain(name: str, value: object) -> Any:
    """A filter as it is kept: an id, a day, a code; of a text that may name somebody, only that it
    was there."""
    if isinstance(value, bool | int):
        return value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(name, one) for one in value]
    return value if name in TOLD else HIDDEN
