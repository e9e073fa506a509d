"""The terms of a broker's commission: dated rows, agreed by two people.

Source: art. R519-26 CMF (the client is told what its broker is paid by the other side).
"""

from datetime import date

from comptant.operations.acts.act import Act, Answer, Refused, check_source, operation
from comptant.operations.acts.approval import propose
from comptant.operations.acts.registered import check_registered
from comptant.operations.brokerage.brokers import check_part
from comptant.operations.terms.contracts import contract_in_force
from comptant.rules.money import ONE_PPM
from comptant.store import bulk

BASES = ("FEE", "CHARGE", "FEE_AND_CHARGE")
COUNTED = ("BILLED", "COLLECTED")
VAT_CLASSES = ("EXEMPT", "TAXABLE_STD")
ONE_OFF_CENTS_MAX = 10**12
CLAWBACK_DAYS_MAX = 3_660


@operation
def propose_commission_terms(
    do: Act, *, brought_id: int, party_id: int, valid_from_on: date, base: str, counted: str,
    rate_ppm: int, one_off_cents: int, clawback_days: int, vat_class: str, is_disclosed: bool,
    source: str,
) -> Answer:  # fmt: skip
    """Propose what a broker earns from a day on; it counts once another person approves.

    `brought_id`: a contract; 0: each that it brings and that has no terms of its own. A share
    (`rate_ppm`) of what is charged to the client before VAT (`base`: FEE, CHARGE, FEE_AND_CHARGE),
    as it is BILLED or COLLECTED, and `one_off_cents` once, with the first charge; both zero:
    nothing from that day on. Closed within `clawback_days` of its beginning, a contract gives back
    the share of the days left. `vat_class` of the broker's services: EXEMPT (art. 261 C, 1° a CGI)
    or TAXABLE_STD. `is_disclosed`: the client reads them, as it must where the mandate is its own.

    Refused: commission_wrong (with the field), contract_unknown, broker_has_no_part,
    mandate_missing, disclosure_due, orias_unchecked, orias_lapsed, source_missing.
    """
    check_source(source)
    wrong = {
        "base": (base, base not in BASES), "counted": (counted, counted not in COUNTED),
        "rate_ppm": (rate_ppm, not 0 <= rate_ppm <= ONE_PPM),
        "one_off_cents": (one_off_cents, not 0 <= one_off_cents <= ONE_OFF_CENTS_MAX),
        "clawback_days": (clawback_days, not 0 <= clawback_days <= CLAWBACK_DAYS_MAX),
        "vat_class": (vat_class, vat_class not in VAT_CLASSES),
    }  # fmt: skip
    for name, (value, is_wrong) in wrong.items():
        if is_wrong:
            raise Refused("commission_wrong", name=name, value=value)
    asked = {
        "contract_id": brought_id, "party_id": party_id,
        "valid_from_on": valid_from_on.isoformat(), "base": base, "counted": counted,
        "rate_ppm": rate_ppm, "one_off_cents": one_off_cents, "clawback_days": clawback_days,
        "vat_class": vat_class, "is_disclosed": is_disclosed, "source": source.strip(),
    }  # fmt: skip
    _check(do, asked)
    # Neither the act nor the approval is the contract's: its client reads those, and what its
    # broker earns only where it is disclosed.
    return {"approval_id": propose(do, "commission_terms", asked, subject_id=party_id), **asked}


def set_commission_terms(do: Act, approval: bulk.Row) -> Answer:
    """What approved terms do: from their day on the broker earns by them. Refused, if that came in
    between: broker_has_no_part, mandate_missing, disclosure_due, orias_lapsed."""
    asked = approval["arguments"]
    _check(do, asked)
    term_id = bulk.take_ids(do.conn, 1)[0]
    do.conn.execute(
        """INSERT INTO commission_term (id, contract_id, party_id, valid_from_on, base, counted,
               rate_ppm, one_off_cents, clawback_days, vat_class, is_disclosed, source, approval_id,
               act_id)
           VALUES (%(id)s, %(contract_id)s, %(party_id)s, %(valid_from_on)s, %(base)s, %(counted)s,
               %(rate_ppm)s, %(one_off_cents)s, %(clawback_days)s, %(vat_class)s, %(is_disclosed)s,
               %(source)s, %(approval_id)s, %(act_id)s)""",
        {**asked, "id": term_id, "approval_id": approval["id"], "act_id": do.id},
    )
    return {"commission_term_id": term_id, "party_id": asked["party_id"]}


def _check(do: Act, asked: Answer) -> None:
    """The broker is registered; of a contract: it has a part and a mandate there. A client whose
    mandate it is reads what its broker earns."""
    party_id, contract_id = asked["party_id"], asked["contract_id"]
    check_registered(do, party_id)
    given = {row["contract_id"]: row["given_by"]
             for row in bulk.rows(do.conn, "broker_mandates_now", party_id=party_id)}  # fmt: skip
    if contract_id:
        contract_in_force(do.conn, contract_id, do.on)
        check_part(do, contract_id, party_id)
        if contract_id not in given:
            raise Refused("mandate_missing", contract_id=contract_id, party_id=party_id)
        given = {contract_id: given[contract_id]}
    if "CLIENT" in given.values() and not asked["is_disclosed"]:
        raise Refused("disclosure_due", party_id=party_id)
