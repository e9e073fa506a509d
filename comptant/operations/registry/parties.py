"""Parties, their numbers, their groups and the accounts money may be sent to."""

import re
from collections.abc import Iterable

from comptant.formats import identifiers
from comptant.operations.acts.act import Act, Answer, Refused, operation
from comptant.operations.acts.approval import propose
from comptant.store import bulk

KINDS = ("COMPANY", "PUBLIC", "CONSUMER", "GROUP", "INSURER")
SCHEMES = ("siren", "siret", "vat", "lei", "foreign")


@operation
def add_party(do: Act, *, kind: str, name: str, country: str, numbers: dict[str, str]) -> Answer:
    """A new party with its public numbers (scheme -> number), their check digits verified. A SIRET
    and a French VAT number give it its SIREN too.

    Answers {"party_id"}. Refused: party_kind_wrong, country_wrong, name_missing, number_wrong,
    number_known (with the party that has it), numbers_disagree, scheme_unknown.
    """
    if kind not in KINDS:
        raise Refused("party_kind_wrong", kinds=list(KINDS))
    if not re.fullmatch("[A-Z]{2}", country):
        raise Refused("country_wrong", country=country)
    if not name.strip():
        raise Refused("name_missing")
    return {"party_id": create_party(do, kind, name.strip(), country, checked(numbers))}


def checked(numbers: dict[str, str]) -> dict[str, str]:
    """The numbers in normal form, the SIREN first that they hold; the first that fails its check
    digits is refused."""
    normal = {}
    for scheme, text in numbers.items():
        if scheme not in SCHEMES:
            raise Refused("scheme_unknown", scheme=scheme, schemes=list(SCHEMES))
        value = identifiers.normal(scheme, text)
        if value is None:
            raise Refused("number_wrong", scheme=scheme, number=text)
        normal[scheme] = value
    held = (identifiers.siren_in(scheme, number) for scheme, number in normal.items())
    siren = normal.get("siren") or next((one for one in held if one), None)
    return {"siren": siren, **normal} if siren else normal


def check_one_company(numbers: Iterable[tuple[str, str]]) -> None:
    """All the numbers (scheme, number) hold one SIREN, or none; Refused: numbers_disagree. A VAT
    number that holds another SIREN is that of a group, and tells nobody."""
    held = {identifiers.siren_in(scheme, number) for scheme, number in numbers} - {None}
    if len(held) > 1:
        raise Refused("numbers_disagree", sirens=sorted(str(one) for one in held))


def bearer(do: Act, scheme: str, number: str) -> int | None:
    """The party that has a number in normal form."""
    found = do.conn.execute(
        "SELECT party_id FROM party_identifier WHERE scheme = %s AND identifier = %s",
        (scheme, number),
    ).fetchone()
    return int(found[0]) if found else None


def create_party(do: Act, kind: str, name: str, country: str, numbers: dict[str, str]) -> int:
    """One party and its numbers, already in normal form."""
    for scheme, number in numbers.items():
        known = bearer(do, scheme, number)
        if known is not None:
            raise Refused("number_known", scheme=scheme, number=number, party_id=known)
    check_one_company(numbers.items())
    found = do.conn.execute(
        "INSERT INTO party (kind, name, country, act_id) VALUES (%s, %s, %s, %s) RETURNING id",
        (kind, name, country, do.id),
    ).fetchone()
    party_id = int(found[0]) if found else 0
    for scheme, number in numbers.items():
        bind_number(do, party_id, scheme, number)
    call_party(do, party_id, name, "as added")
    return party_id


def bind_number(do: Act, party_id: int, scheme: str, number: str) -> None:
    """A number in normal form is the party's; nobody else may have it."""
    do.conn.execute(
        "INSERT INTO party_identifier (scheme, identifier, party_id, act_id)"
        " VALUES (%s, %s, %s, %s)",
        (scheme, number, party_id, do.id),
    )


def call_party(do: Act, party_id: int, name: str, source: str) -> None:
    """What the house calls a party: the name that everyone reads who may read of it."""
    do.conn.execute(
        "INSERT INTO known_name (party_id, contract_id, name, source, act_id)"
        " VALUES (%s, 0, %s, %s, %s)",
        (party_id, name, source, do.id),
    )


def check_named(do: Act, party_id: int) -> None:
    """The house itself has said what the party is called: what only a client's file calls it is
    that client's word, and no company reads another's word of itself. Refused: party_unnamed."""
    named = do.conn.execute(
        "SELECT FROM known_name WHERE party_id = %s AND contract_id = 0 LIMIT 1", (party_id,)
    ).fetchone()
    if named is None:
        raise Refused("party_unnamed", party_id=party_id)


def kind_of(do: Act, party_id: int) -> str:
    """What a party is; Refused: party_unknown."""
    found = do.conn.execute("SELECT kind FROM party WHERE id = %s", (party_id,)).fetchone()
    if found is None:
        raise Refused("party_unknown", party_id=party_id)
    return str(found[0])


@operation
def propose_payee_account(
    do: Act, *, party_id: int, iban: str, bic: str | None, holder: str
) -> Answer:
    """Propose an account that money may be sent to; it exists once another person approves. One
    that comes after another of its party is paid a day later, once it was called back (FR-14).

    Refused: iban_wrong, bic_wrong, party_unknown, account_is_ours (money would go round and leave
    no debt behind).
    """
    normal = normal_iban(iban)
    _check_not_ours(do, normal)
    if not do.by.is_factor and party_id != do.by.company_id:
        raise Refused("party_unknown", party_id=party_id)
    kind_of(do, party_id)
    arguments = {"party_id": party_id, "iban": normal, "bic": bic and normal_bic(bic),
                 "holder": holder}  # fmt: skip
    return {"approval_id": propose(do, "payee_account", arguments)}


def approve_payee_account(do: Act, approval: bulk.Row) -> Answer:
    """What an approved payee account does: it exists. Refused: account_is_ours, account_known."""
    _check_not_ours(do, approval["arguments"]["iban"])
    found = do.conn.execute(
        """INSERT INTO payee_account (party_id, iban, bic, holder, act_id)
           VALUES (%(party_id)s, %(iban)s, %(bic)s, %(holder)s, %(act_id)s)
           ON CONFLICT (party_id, iban) DO NOTHING RETURNING id""",
        {**approval["arguments"], "act_id": do.id},
    ).fetchone()
    if found is None:
        raise Refused("account_known", iban=approval["arguments"]["iban"])
    _note_change(do, found[0], approval["arguments"]["party_id"])
    return {"payee_account_id": found[0]}


def _note_change(do: Act, payee_account_id: int, party_id: int) -> None:
    """One that comes after another is a change: it waits a day, and to be called back (FR-14)."""
    others = do.conn.execute("SELECT 1 FROM payee_account WHERE party_id = %s AND id <> %s LIMIT 1",
                             (party_id, payee_account_id))  # fmt: skip
    if others.fetchone() is not None:
        bulk.execute(
            do.conn, "insert_term", contract_id=0, subject="ACCOUNT", subject_id=payee_account_id,
            name="payee_agreed_at", valid_from_on=do.on, value=f'"{do.asked.at.isoformat()}"',
            source="approval", act_id=do.id,
        )  # fmt: skip


def _check_not_ours(do: Act, iban: str) -> None:
    if bulk.row(do.conn, "own_account_by_iban", iban=iban) is not None:
        raise Refused("account_is_ours", iban=iban)


@operation
def record_payee_check(do: Act, *, payee_account_id: int, outcome: str, source: str) -> Answer:
    """Keep the outcome of the verification of payee: MATCH, CLOSE_MATCH, NO_MATCH, NOT_POSSIBLE.

    NO_MATCH blocks every payment to the account until a later outcome. Source: Regulation (EU)
    2024/886 (verification of payee).
    """
    if outcome not in ("MATCH", "CLOSE_MATCH", "NO_MATCH", "NOT_POSSIBLE"):
        raise Refused("payee_check_unknown", outcome=outcome)
    known = do.conn.execute("SELECT 1 FROM payee_account WHERE id = %s", (payee_account_id,))
    if known.fetchone() is None:
        raise Refused("payee_unknown", party_id=None)
    bulk.execute(
        do.conn, "insert_term", contract_id=0, subject="ACCOUNT", subject_id=payee_account_id,
        name="payee_check", valid_from_on=do.on, value=f'"{outcome}"', source=source, act_id=do.id,
    )  # fmt: skip
    return {"payee_account_id": payee_account_id, "outcome": outcome}


def normal_iban(text: str) -> str:
    """An IBAN in normal form, or Refused: iban_wrong."""
    normal = identifiers.normal("iban", text)
    if normal is None:
        raise Refused("iban_wrong", iban=text)
    return normal


def normal_bic(text: str) -> str:
    """A BIC in normal form, or Refused: bic_wrong."""
    normal = identifiers.normal("bic", text)
    if normal is None:
        raise Refused("bic_wrong", bic=text)
    return normal
