"""Of programs: the addresses told of events, what was told, the log of events of a contract."""

from comptant.doors.portal.parts import listing, of_contract
from comptant.doors.words import Both
from comptant.operations.acts.rights import (
    ADMINISTRATOR,
    AUDITOR,
    CLIENT_OWNER,
    CLIENT_ROLES,
    FACTOR_ROLES,
)

_OWNERS = frozenset({ADMINISTRATOR, AUDITOR, CLIENT_OWNER})

listing("webhooks", "webhooks", Both("Webhooks", "Webhooks"), _OWNERS, "read_webhooks",
        ("id", "company_name", "url", "event_kinds", "recorded_at"), menu="house")  # fmt: skip
listing(
    "deliveries",
    "deliveries",
    Both("What they were told", "Ce qui leur fut dit"),
    _OWNERS,
    "read_deliveries",
    ("id", "event_id", "url", "tries", "delivered_at", "next_at", "last_answer"),
    menu="house",
)
listing("contract_events", "contracts/<str:contract>/events", Both("Events", "Événements"),
        CLIENT_ROLES | FACTOR_ROLES, "read_events", ("happened_at", "event_kind", "act_id"),
        arguments=of_contract)  # fmt: skip
