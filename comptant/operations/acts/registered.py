"""Whether the register of intermediaries knows a broker today. Source: art. L512-1 CMF."""

from comptant.operations.acts.act import Act, Refused
from comptant.store import bulk


def check_registered(do: Act, party_id: int) -> bulk.Row:
    """What the register says of a broker, who may be paid today. Refused: orias_unchecked (nobody
    has looked), orias_lapsed (not registered, or no longer)."""
    found = bulk.row(do.conn, "orias_now", party_id=party_id, on=do.on)
    if found is None:
        raise Refused("orias_unchecked", party_id=party_id)
    if not found["is_registered"]:
        raise Refused("orias_lapsed", orias_number=found["orias_number"],
                      checked_on=found["checked_on"], until_on=found["until_on"])  # fmt: skip
    return found
