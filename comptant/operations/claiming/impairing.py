"""What the factor may lose of a claim, impaired and released as the claim goes. Source: DOMAIN 8.3,
W8-E."""

from typing import Any

from comptant.operations.acts.act import Act
from comptant.operations.books.ledger import book
from comptant.rules.batch import decide
from comptant.rules.claim_shares import impairment_cents
from comptant.rules.columns import shape

Row = dict[str, Any]
IMPAIRED = shape("doubtful_cents", "expected_cents")


def impair(
    do: Act, claim: Row, items: list[Row], told: Row | None = None, *, expected_cents: int = 0
) -> int:
    """Bring the impairment of a claim to what the factor may lose of it; by how much it grew, below
    zero where it is released. A debt is impaired once, by its oldest claim. `told`: the indemnity
    that is to come, before the insurer decides; `expected_cents`: what else is, and does not stand
    in the insurer's account."""
    doubtful = sum(item["factor_cents"] + item["factor_open_cents"] for item in items
                   if not item["is_led"])  # fmt: skip
    to_come = expected_cents + (told["claim_indemnity_cents"] if told else 0)
    facts = {"doubtful_cents": doubtful, "expected_cents": to_come}
    found = decide(IMPAIRED.frame([facts]), (impairment_cents,))
    grew = int(found["impairment_cents"][0]) - (claim["impaired_cents"] or 0)
    if not grew:
        return 0
    event, name = ("impairment", "impaired") if grew > 0 else ("impairment_released", "released")
    book(do, claim["contract_id"], event, f"{event}/{claim['id']}/{do.id}", do.on,
         {name: abs(grew)})  # fmt: skip
    return grew
