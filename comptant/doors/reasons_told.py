"""Why a line is not taken, not fundable or held, in sentences filled with its facts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from comptant.doors import words

if TYPE_CHECKING:
    from comptant.store.access import See

Row = dict[str, Any]


def reason_facts(see: "See", contract_row: Row) -> tuple[Row, dict[int, Row]]:
    """What the sentences of reasons name: the contract's terms, and the facts of each buyer."""
    shared = {
        **(contract_row["terms"] or {}), "contract_currency": contract_row["currency"],
        "contract_status": contract_row["status"], "suspended_on": contract_row["suspended_on"],
    }  # fmt: skip
    buyers = {}
    for row in see("read_buyer_facts", contract_id=contract_row["id"]):
        facts = dict(row["facts"])
        facts["buyer_insolvent_on"] = facts.pop("insolvent_on", None)
        buyers[row["buyer_id"]] = facts
    return shared, buyers


PARTS = ("disputed_cents", "retention_cents")  # of what is open on an invoice


def told(rows: Sequence[Row], shared: Row, buyers: dict[int, Row]) -> list[Row]:
    """Rows with `sentence`: their reason in words, filled with the facts of the row."""
    done = []
    for row in rows:
        facts = {**shared, **buyers.get(row.get("buyer_id") or 0, {}), **(row.get("facts") or {})}
        kept = {name: value for name, value in row.items() if name != "facts"}
        if "open_cents" in row:  # a payment since has ended a part of the dispute
            open_cents = max(row["open_cents"], 0)
            facts |= {
                name: min(facts[name], open_cents) for name in PARTS if facts.get(name) is not None
            }
        done.append({**kept, "sentence": words.reason(row["reason"], {**facts, **kept})})
    return done
