"""Notices of proceedings as the portal of BODACC writes them, for the cast of the tests."""

import json
from datetime import date
from typing import Any

from comptant.operations.acts.act import Answer
from comptant.operations.claiming.insolvency_notices import take_notices
from tests.facts import SIRENS, World

PUBLISHED_ON, JUDGED_ON = date(2026, 4, 3), date(2026, 4, 1)
OPENING = "Jugement d'ouverture d'une procédure de redressement judiciaire"


def record(number: int, name: str = "BETA SA", **said: Any) -> dict[str, Any]:
    """A record of the portal, with its judgment as a text, which is how it is given most often."""
    judgment = {"famille": "Jugement d'ouverture", "nature": said.pop("nature", OPENING),
                "date": said.pop("judged", "2026-04-01")}  # fmt: skip
    digits = SIRENS.get(name, name)
    return {
        "id": f"A20260065{number}", "publicationavis": "A", "parution": "20260065",
        "dateparution": PUBLISHED_ON.isoformat(), "numeroannonce": number, "typeavis": "annonce",
        "familleavis": "collective", "tribunal": "Tribunal des activités économiques de Paris",
        "registre": [f"{digits[:3]} {digits[3:6]} {digits[6:]}", digits],
        "jugement": json.dumps(judgment), **said,
    }  # fmt: skip


def undoing(number: int, of: int, kind: str = "annulation", **said: Any) -> dict[str, Any]:
    """A record that cancels (or corrects) another."""
    before = {"nomPublication": "BODACC A", "numeroParution": "20260065", "numeroAnnonce": str(of)}
    return record(number, **{"typeavis": kind, "parutionavisprecedent": json.dumps(before), **said})


def took(world: World, *records: dict[str, Any], login: str = "anna", **said: Any) -> Answer:
    """A file of these records, taken in today."""
    content = json.dumps(list(records), ensure_ascii=False).encode()
    given = {"file_name": "bodacc.json", "content": content, **said}
    return take_notices(world.conn, world.asked(login), **given)
