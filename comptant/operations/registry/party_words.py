"""What the house says of a known party: its name, and which numbers are its own."""

from comptant.formats import identifiers
from comptant.operations.acts.act import Act, Answer, Refused, check_source, operation
from comptant.operations.acts.approval import propose
from comptant.operations.registry.parties import (
    bearer,
    bind_number,
    call_party,
    check_one_company,
    checked,
    kind_of,
)
from comptant.store import bulk


@operation
def rename_party(do: Act, *, party_id: int, name: str, source: str) -> Answer:
    """Say what a party is called, from a named source: from now on everyone reads this name. The
    names that clients gave it are kept, for themselves and to recognise who pays.

    The name of the house, of a client and of whoever has accounts here stands on papers, payments
    and pages of others: it waits for another person (`approval_id`). Refused: party_unknown,
    name_missing, name_wrong, source_missing.
    """
    name = name.strip()
    if not name:
        raise Refused("name_missing")
    check_source(source)
    kind_of(do, party_id)
    told = {"party_id": party_id, "name": name, "source": source.strip()}
    (known,) = bulk.rows(do.conn, "party_known", party_id=party_id)
    if known["is_known"]:
        shown = {**told, "was": known["name"]}
        return {**told, "approval_id": propose(do, "party_name", shown, subject_id=party_id)}
    return {**_rename(do, told), "approval_id": None}


def say_name(do: Act, approval: bulk.Row) -> Answer:
    """What an approved name does."""
    return _rename(do, approval["arguments"])


def _rename(do: Act, told: Answer) -> Answer:
    """From now on everyone reads this name."""
    party_id, name = told["party_id"], told["name"]
    call_party(do, party_id, name, told["source"])
    do.conn.execute("UPDATE party SET name = %s WHERE id = %s", (name, party_id))
    return {"party_id": party_id, "name": name, "source": told["source"]}


@operation
def set_number(
    do: Act, *, party_id: int, scheme: str, number: str, is_borne: bool, source: str
) -> Answer:  # fmt: skip
    """Say that a number (siren, siret, vat, lei, foreign) is a known party's own, or is not, from a
    named source. It decides on whom the invoices fall that bear it.

    A number that the party's SIREN proves counts at once, and so does "not its own" of one that it
    does not have: a claim of a client's file is thereby refused. Any other waits for another person
    (`approval_id`). Refused: party_unknown, source_missing, number_wrong, number_known (with the
    party that has it, maybe this one), numbers_disagree, number_not_theirs.
    """
    check_source(source)
    kind_of(do, party_id)
    if scheme not in identifiers.PUBLIC:
        raise Refused("number_wrong", scheme=scheme, number=number)
    number = checked({scheme: number})[scheme]
    told = {"party_id": party_id, "scheme": scheme, "number": number, "is_borne": is_borne,
            "source": source.strip()}  # fmt: skip
    is_theirs = bearer(do, scheme, number) == party_id
    if is_borne:
        is_sure = _check_new(do, party_id, scheme, number)
    else:
        is_sure = not is_theirs
        if is_sure and not _is_claimed(do, party_id, scheme, number):
            raise Refused("number_not_theirs", scheme=scheme, number=number, party_id=party_id)
    if not is_sure:
        return {**told, "approval_id": propose(do, "party_number", told, subject_id=party_id)}
    _say(do, told)
    return {**told, "approval_id": None}


def say_number(do: Act, approval: bulk.Row) -> Answer:
    """What an approved word on a number does. Refused, if that came in between: number_known,
    numbers_disagree, number_not_theirs."""
    told = approval["arguments"]
    party_id, scheme, number = told["party_id"], told["scheme"], told["number"]
    if told["is_borne"]:
        _check_new(do, party_id, scheme, number)
    elif bearer(do, scheme, number) != party_id:
        raise Refused("number_not_theirs", scheme=scheme, number=number, party_id=party_id)
    _say(do, told)
    return dict(told)


def _check_new(do: Act, party_id: int, scheme: str, number: str) -> bool:
    """The number may become the party's; whether its SIREN, which it has, proves it."""
    siren = identifiers.siren_in(scheme, number)
    for of, one in ((scheme, number), ("siren", siren)):
        known = bearer(do, of, one) if one else None
        if known is not None and (known != party_id or of == scheme):
            raise Refused("number_known", scheme=of, number=one, party_id=known)
    own = _numbers(do, party_id)
    check_one_company([*own, (scheme, number)])
    return siren is not None and siren in {identifiers.siren_in(of, one) for of, one in own}


def _is_claimed(do: Act, party_id: int, scheme: str, number: str) -> bool:
    found = bulk.rows(do.conn, "number_claimed", party_id=party_id, scheme=scheme, number=number)
    return bool(found)


def _say(do: Act, told: Answer) -> None:
    """Keep the word; the number, and the SIREN that it holds, become the party's, or it is not."""
    party_id, scheme, number = told["party_id"], told["scheme"], told["number"]
    do.conn.execute(
        """INSERT INTO number_word (party_id, scheme, identifier, is_borne, source, act_id)
           VALUES (%s, %s, %s, %s, %s, %s)""",
        (party_id, scheme, number, told["is_borne"], told["source"], do.id),
    )
    if told["is_borne"]:
        for of, one in checked({scheme: number}).items():
            if bearer(do, of, one) is None:
                bind_number(do, party_id, of, one)
        return
    for of, one in _numbers(do, party_id):  # with a SIREN go the numbers that would prove it again
        if (of, one) == (scheme, number) or identifiers.siren_in(of, one) == number:
            do.conn.execute(
                "DELETE FROM party_identifier WHERE scheme = %s AND identifier = %s", (of, one)
            )


def _numbers(do: Act, party_id: int) -> list[tuple[str, str]]:
    return [(str(scheme), str(number)) for scheme, number in do.conn.execute(
        "SELECT scheme, identifier FROM party_identifier WHERE party_id = %s", (party_id,)
    ).fetchall()]  # fmt: skip
