"""Who signs a paper: one person, or several together where their powers say so. Source: DOMAIN
§2.2; art. 1156 C. civ."""

from collections.abc import Iterable, Sequence
from typing import Any

from comptant.operations.acts.act import Act, Refused
from comptant.operations.registry.powers import check_by_hand as check_by_hand
from comptant.operations.registry.powers import check_together, checked_power
from comptant.operations.terms.contracts import Contract
from comptant.store import bulk

Row = dict[str, Any]


def listed(values: Iterable[object]) -> str:
    """Names or numbers of those who sign, as a paper tells them."""
    return ", ".join(map(str, values))


def powers_of(
    do: Act, client_id: int, logins: Sequence[str], way: str, cents: int, currency: str
) -> list[Row]:
    """The powers of the persons of these logins, each once, who may sign together.

    Refused: signatory_unknown, phone_missing, joint_by_code (several, at a provider), power_joint,
    and those of checked_power.
    """
    found: list[Row] = []
    for login in dict.fromkeys(one.strip().lower() for one in logins):
        member = bulk.row(do.conn, "member_now", company_id=client_id, login=login)
        if member is None:
            raise Refused("signatory_unknown", login=login)
        power = checked_power(do, client_id, member["id"], cents, currency)
        if way == "ADVANCED" and not power["phone"]:
            raise Refused("phone_missing", name=power["name"])
        found.append(power)
    if len(found) > 1 and way == "ADVANCED":
        raise Refused("joint_by_code")
    check_together([one["name"] for one in found], [one["signer_count"] for one in found])
    return found


def check_still_together(do: Act, one: Row) -> None:
    """Whether those who are asked to sign a paper may still do so together, by the latest word on
    each power. Refused: power_joint."""
    rows = signers_of(do, one)
    check_together([row["signatory"] for row in rows], [row["signer_count"] or 1 for row in rows])


def signers_of(do: Act, one: Row) -> list[bulk.Row]:
    """All who are asked to sign the paper of a signature, in their order."""
    return bulk.rows(do.conn, "signed_with", contract_id=one["contract_id"],
                     paper_id=one["paper_id"], client_id=one["client_id"])  # fmt: skip


def check_teg(do: Act, contract: Contract) -> None:
    """Whether the special conditions of a contract can state their TEG: a quote says what its
    client sells. Source: DOMAIN §4.6. Refused: teg_missing."""
    found = do.conn.execute(
        "SELECT EXISTS (SELECT FROM contract_quote WHERE contract_id = %s)"
        " OR EXISTS (SELECT FROM quote WHERE party_id = %s AND currency = %s AND quoted_on <= %s)",
        (contract.id, contract.client_id, contract.currency, do.on),
    ).fetchone()
    if not (found and found[0]):
        named = do.conn.execute("SELECT name FROM party WHERE id = %s", (contract.client_id,))
        raise Refused("teg_missing", number=contract.number, client=named.fetchall()[0][0])
