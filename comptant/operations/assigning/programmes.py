"""Programmes of buyers: the contract under which a buyer approves what it owes, and its suppliers,
who are invited and join. Source: DOMAIN 7.2."""

from typing import Any

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.registry.parties import (
    check_named,
    checked,
    create_party,
    kind_of,
)
from comptant.operations.terms.contracts import Contract, contract_in_force
from comptant.rules.terms import DRAWING_STATUSES, TERMS


@operation
def invite_supplier(
    do: Act, *, contract_id: int, supplier_number: str, supplier_name: str | None,
    is_invited: bool, source: str,
) -> Answer:  # fmt: skip
    """Invite a supplier of the buyer to its programme by its SIREN, or end its part: what is
    approved already is paid all the same, early payment is over. A company that nobody has told us
    of is opened under the name given; one that only a client's file names is named by the house
    first. `source`: on whose word.

    Refused: payables_not_taken, number_wrong, supplier_name_missing, supplier_wrong,
    source_missing, party_unnamed, supplier_to_name (the same, to a client), supplier_not_invited
    (to end).
    """
    if not source.strip():
        raise Refused("source_missing")
    numbers = checked({"siren": supplier_number})
    lock_contracts(do, [contract_id])
    contract = programme(do, contract_id)
    supplier_id = _party(do, numbers["siren"])
    if not is_invited and (
        supplier_id is None or member_step(do, contract_id, supplier_id) is None
    ):
        raise Refused("supplier_not_invited", supplier=supplier_number, number=contract.number)
    if supplier_id is None:
        if not (supplier_name or "").strip():
            raise Refused("supplier_name_missing", supplier=supplier_number)
        supplier_id = create_party(do, "COMPANY", str(supplier_name).strip(), "FR", numbers)
    elif is_invited:
        _check_named(do, supplier_id, supplier_number)
    kind = kind_of(do, supplier_id)
    if kind not in ("COMPANY", "PUBLIC") or supplier_id == contract.client_id:
        raise Refused("supplier_wrong", supplier=supplier_number)
    now = member_step(do, contract_id, supplier_id)
    if is_invited and now is not None:
        return {"contract_id": contract_id, "supplier_id": supplier_id, "supplier_step": now}
    step = "INVITED" if is_invited else "REMOVED"
    _keep(do, contract_id, supplier_id, step, source.strip())
    return {"contract_id": contract_id, "supplier_id": supplier_id, "supplier_step": step}


@operation
def join_programme(
    do: Act, *, programme_id: int, supplier_id: int, is_automatic: bool, consent: str
) -> Answer:
    """A supplier joins a programme that it was invited to: it assigns to us, without recourse, what
    it asks to be paid early (`consent`: by which words or paper), one payable after the other or
    each as soon as the buyer has approved it. Said again, the last choice counts.

    Refused: programme_not_offered, consent_missing.
    """
    if not consent.strip():
        raise Refused("consent_missing")
    if not do.by.is_factor and supplier_id != do.by.company_id:
        raise Refused("programme_not_offered", number=programme_id)
    if member_step(do, programme_id, supplier_id) is None:  # whoever is not in waits for no lock
        raise Refused("programme_not_offered", number=programme_id)
    lock_contracts(do, [programme_id])
    if member_step(do, programme_id, supplier_id) is None:  # its part has ended meanwhile
        raise Refused("programme_not_offered", number=programme_id)
    step = "AUTOMATIC" if is_automatic else "BY_CHOICE"
    _keep(do, programme_id, supplier_id, step, consent.strip())
    return {"contract_id": programme_id, "supplier_id": supplier_id, "supplier_step": step}


def programme(do: Act, contract_id: int) -> Contract:
    """A contract that takes payables of its client. Refused: payables_not_taken."""
    contract = contract_in_force(do.conn, contract_id, do.on)
    if not term(contract, "payables_line_cents"):
        raise Refused("payables_not_taken", number=contract.number)
    return contract


def is_running(contract: Contract) -> bool:
    """Whether anything new is bought or approved under a contract."""
    return contract.terms["status"] in DRAWING_STATUSES and not contract.suspended_on


def member_step(do: Act, contract_id: int, supplier_id: int) -> str | None:
    """How a supplier stands in a programme: INVITED, BY_CHOICE, AUTOMATIC; None: not in it."""
    found = do.conn.execute(
        "SELECT step FROM programme_member WHERE contract_id = %s AND supplier_id = %s",
        (contract_id, supplier_id),
    ).fetchone()
    return str(found[0]) if found else None


def term(contract: Contract, name: str) -> Any:
    """A term of the contract, or its default where the contract is older than the term."""
    return contract.terms.get(name, TERMS[name].default)


def _check_named(do: Act, supplier_id: int, number: str) -> None:
    """No buyer reads what another client calls its supplier."""
    try:
        check_named(do, supplier_id)
    except Refused:
        if do.by.is_factor:
            raise
        raise Refused("supplier_to_name", supplier=number) from None


def _party(do: Act, siren: str) -> int | None:
    found = do.conn.execute(
        "SELECT party_id FROM party_identifier WHERE scheme = 'siren' AND identifier = %s",
        (siren,),
    ).fetchone()
    return int(found[0]) if found else None


def _keep(do: Act, contract_id: int, supplier_id: int, step: str, source: str) -> None:
    do.conn.execute(
        """INSERT INTO programme_supplier (contract_id, supplier_id, step, source, act_id)
           VALUES (%s, %s, %s, %s, %s)""",
        (contract_id, supplier_id, step, source, do.id),
    )
