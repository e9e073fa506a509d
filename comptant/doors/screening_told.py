"""Names found on lists of frozen assets as compliance reads them: whose, which entry, how near, and
why, word by word."""

import json
from typing import TYPE_CHECKING, Any

from comptant.doors import words
from comptant.doors.words import say

if TYPE_CHECKING:
    from comptant.store.access import See

Row = dict[str, Any]
COLUMNS = ("hit_id", "screened_as", "screened_name", "party_name", "listed_name", "list_name",
           "near_ppm", "found_on", "screening_outcome")  # fmt: skip
FACTS = (*COLUMNS[1:], "entry_key", "list_on", "why_alike", "reason", "said_on")


def told(row: Row) -> Row:
    """A hit with why the two names are alike, in words."""
    why = json.loads(row["why"]) if isinstance(row["why"], str) else row["why"]
    pairs = [f"{asked} = {listed}" if how == "SAME" else
             f"{asked} ≈ {listed} ({words.word('alike', how)})"
             for asked, listed, how in why["pairs"]]  # fmt: skip
    left = ", ".join(why["left_asked"] + why["left_listed"])
    if left:
        pairs.append(say(f"left over: {left}", f"en reste : {left}"))
    return {**row, "why_alike": "; ".join(pairs)}


def hit(see: "See", hit_id: int) -> Row:
    """One hit; Refused: hit_unknown."""
    from comptant.operations.acts.act import Refused

    rows = see("read_screening_hits", hit_id=hit_id, everything=True)
    if not rows:
        raise Refused("hit_unknown", hit_id=hit_id)
    return told(rows[0])
