"""Who is on the other side of a form or a command: a company, by what people call it, a mandate."""

from typing import TYPE_CHECKING, Any

from comptant.doors.lookup import party
from comptant.doors.values import is_id

if TYPE_CHECKING:
    from comptant.store.access import See

Row = dict[str, Any]


def mandate(see: "See", text: str) -> Row:
    """A mandate by its reference or id; Refused: mandate_unknown."""
    from comptant.operations.acts.act import Refused

    found = see("read_mandates", buyer_id=None, reference=text, mandate_ids=None)
    found.sort(key=lambda row: row["mandate_reference"] != text)
    if not found:
        raise Refused("mandate_unknown", mandate=text)
    return found[0]


def company(see: "See", text: str) -> int:
    """The id of a company by SIREN or name, or as it is: a client does not see companies that it
    does not deal with. Refused: party_unknown, party_to_choose."""
    return int(text) if is_id(text) and len(text) != 9 else int(party(see, text)["id"])
