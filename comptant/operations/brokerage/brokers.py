"""Brokers: what the register of intermediaries says of them, and under which mandate they bring a
contract.

Source: art. L512-1, L519-1 and R519-4 CMF (registration, intermediaries in banking operations).
"""

from datetime import date

from comptant.formats import identifiers
from comptant.operations.acts.act import (
    Act,
    Answer,
    Refused,
    check_days,
    check_source,
    lock_contracts,
    operation,
)
from comptant.operations.acts.registered import check_registered
from comptant.operations.acts.roles import BROKER
from comptant.operations.registry.parties import bearer, bind_number, check_named, kind_of
from comptant.store import bulk

GIVERS = ("CLIENT", "FACTOR")


@operation
def record_orias_check(
    do: Act, *, party_id: int, orias_number: str, is_registered: bool, checked_on: date,
    until_on: date, source: str,
) -> Answer:  # fmt: skip
    """Keep what the public register (ORIAS) says of a company: its number of eight digits, whether
    it is registered as an intermediary, and until which day. The first look gives it its number.

    Refused: party_unknown, party_unnamed, number_wrong, number_known, orias_number_differs,
    fact_to_come, fact_dates_wrong, source_missing.
    """
    check_source(source)
    number = identifiers.normal("orias", orias_number)
    if number is None:
        raise Refused("number_wrong", scheme="orias", number=orias_number)
    check_days(do, checked_on, until_on)
    kind_of(do, party_id)
    check_named(do, party_id)
    _check_number(do, party_id, number)
    do.conn.execute(
        """INSERT INTO orias_check (party_id, orias_number, is_registered, checked_on, until_on,
               source, act_id) VALUES (%s, %s, %s, %s, %s, %s, %s)""",
        (party_id, number, is_registered, checked_on, until_on, source.strip(), do.id),
    )
    return {"party_id": party_id, "orias_number": number, "is_registered": is_registered,
            "until_on": until_on}  # fmt: skip


def _check_number(do: Act, party_id: int, number: str) -> None:
    """A number is of one company, and a company has one; a new one becomes its own."""
    known = bearer(do, "orias", number)
    if known not in (None, party_id):
        raise Refused("number_known", scheme="orias", number=number, party_id=known)
    own = do.conn.execute(
        "SELECT identifier FROM party_identifier WHERE party_id = %s AND scheme = 'orias'",
        (party_id,),
    ).fetchone()
    if own is not None and own[0] != number:
        raise Refused("orias_number_differs", number=number, known_number=own[0])
    if own is None:
        bind_number(do, party_id, "orias", number)


@operation
def record_broker_mandate(
    do: Act, *, contract_id: int, party_id: int, given_by: str, signed_on: date,
    until_on: date | None, source: str,
) -> Answer:  # fmt: skip
    """Keep the mandate under which a broker brings a contract: given by the CLIENT or the FACTOR,
    from the day it was signed, to its last day (None: no end yet). Said again for
    days of it, it replaces what was said: so it is ended; signed after its end, it is another one.
    What is charged on the days of each earns the broker its commission.

    Refused: contract_unknown, mandate_giver_wrong, broker_has_no_part, orias_unchecked,
    orias_lapsed, fact_to_come, fact_dates_wrong, source_missing, disclosure_due (the client's
    mandate, under terms that the client may not read).
    """
    check_source(source)
    if given_by not in GIVERS:
        raise Refused("mandate_giver_wrong", given=given_by, givers=list(GIVERS))
    check_days(do, signed_on, until_on)
    lock_contracts(do, [contract_id])
    if bulk.row(do.conn, "broker_mandate_now", contract_id=contract_id, party_id=party_id) is None:
        check_part(do, contract_id, party_id)
        check_registered(do, party_id)
    if given_by == "CLIENT":
        _check_disclosed(do, contract_id, party_id, signed_on)
    do.conn.execute(
        """INSERT INTO broker_mandate (contract_id, party_id, given_by, signed_on, until_on, source,
               act_id) VALUES (%s, %s, %s, %s, %s, %s, %s)""",
        (contract_id, party_id, given_by, signed_on, until_on, source.strip(), do.id),
    )
    return {"contract_id": contract_id, "party_id": party_id, "given_by": given_by,
            "signed_on": signed_on, "until_on": until_on}  # fmt: skip


def check_part(do: Act, contract_id: int, party_id: int) -> None:
    """Whether a company is a broker of a contract now; Refused: broker_has_no_part."""
    found = bulk.row(do.conn, "partner_now", contract_id=contract_id, party_id=party_id,
                     role=BROKER)  # fmt: skip
    if not found:
        raise Refused("broker_has_no_part", party_id=party_id)


def _check_disclosed(do: Act, contract_id: int, party_id: int, signed_on: date) -> None:
    """The client may read all terms that are in force on a day of its mandate."""
    if bulk.row(do.conn, "hidden_terms", contract_id=contract_id, party_id=party_id,
                signed_on=signed_on):  # fmt: skip
        raise Refused("disclosure_due", party_id=party_id)
