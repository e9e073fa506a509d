"""Who may sign for a company: a person who signs in for it, from a day on, perhaps to a last day
and up to a ceiling. Said by one person with the document that gives it, approved by another; one
is enough to end it. Of a person the latest word counts. Source: DOMAIN 2.2, art. 1153 C. civ.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from comptant.formats.currencies import EXPONENTS
from comptant.operations.acts.act import Act, Answer, Refused, check_source, operation
from comptant.operations.acts.approval import propose
from comptant.rules.opening import signatories
from comptant.rules.powers import WITHOUT, refusal, wanted_signers
from comptant.store import bulk

PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
SIGNERS_MAX = 9
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@operation
def propose_power(
    do: Act, *, company_id: int, login: str, email: str, phone: str, from_on: date,
    until_on: date | None, ceiling_cents: int | None, currency: str, source: str,
    signer_count: int = 1,
) -> Answer:  # fmt: skip
    """Say that a person of a company may sign for it, from a day to a last day (none: until said
    otherwise), each paper up to a ceiling in cents (none: any amount), by a document (`source`).
    Codes are sent to `email`, those of a provider of advanced signatures to `phone` (+33612345678;
    none: no such signature). `signer_count`: with how many in all the person signs (1: alone; 2:
    two together). It counts once another person approves, and replaces what was said
    of that person before.

    Refused: source_missing, signatory_unknown, email_wrong, phone_wrong, power_dates_wrong,
    ceiling_wrong, currency_unknown, signer_count_wrong.
    """
    check_source(source)
    user_id = _person(do, company_id, login)
    if not EMAIL.fullmatch(email.strip()) or len(email) > 254:
        raise Refused("email_wrong", email=email)
    if phone.strip() and not PHONE.fullmatch(phone.replace(" ", "")):
        raise Refused("phone_wrong", phone=phone)
    if until_on is not None and until_on < max(from_on, do.on):
        raise Refused("power_dates_wrong", from_on=from_on, until_on=until_on)
    if ceiling_cents is not None and ceiling_cents <= 0:
        raise Refused("ceiling_wrong", ceiling_cents=ceiling_cents, currency=currency)
    if not 1 <= signer_count <= SIGNERS_MAX:
        raise Refused("signer_count_wrong", signer_count=signer_count, most=SIGNERS_MAX)
    if currency not in EXPONENTS:
        raise Refused("currency_unknown", currency=currency)
    said = {
        "company_id": company_id, "user_id": user_id, "login": login.strip().lower(),
        "email": email.strip(), "phone": phone.replace(" ", ""), "from_on": from_on.isoformat(),
        "until_on": until_on.isoformat() if until_on else None, "ceiling_cents": ceiling_cents,
        "currency": currency, "source": source.strip(), "signer_count": signer_count,
    }  # fmt: skip
    approval_id = propose(do, "power", said, subject_id=company_id, currency=currency,
                          amount_cents=ceiling_cents or 0)  # fmt: skip
    return {"approval_id": approval_id, **said}


def give_power(do: Act, approval: bulk.Row) -> Answer:
    """What an approved power does: it counts from its day. Refused: signatory_unknown,
    own_power."""
    said = approval["arguments"]
    if do.by.id == said["user_id"]:
        raise Refused("own_power")
    _person(do, said["company_id"], said["login"])
    power_id = _keep(do, {**said, "approval_id": approval["id"], "is_ended": False})
    return {"power_id": power_id, "company_id": said["company_id"], "login": said["login"]}


@operation
def end_power(do: Act, *, power_id: int, source: str) -> Answer:
    """Say that a power is over, from now on: nothing more is signed under it.

    Refused: source_missing, power_unknown.
    """
    check_source(source)
    row = bulk.row(do.conn, "power_of", power_id=power_id, company_id=None, user_id=None)
    if row is None or row["is_ended"]:
        raise Refused("power_unknown", power_id=power_id)
    ended = {**row, "until_on": do.on, "source": source.strip(), "approval_id": None,
             "is_ended": True}  # fmt: skip
    return {"power_id": power_id, "login": row["login"], "ended_by_id": _keep(do, ended)}


def checked_power(
    do: Act, company_id: int, user_id: int, amount_cents: int, currency: str
) -> bulk.Row:
    """The power of a person to sign for a company today, up to an amount.

    Refused: power_missing (none, ended, not begun, over), power_too_small.
    """
    row = bulk.row(do.conn, "power_of", power_id=None, company_id=company_id, user_id=user_id)
    why = refusal(row, do.on, amount_cents, currency) if row else WITHOUT
    if row is None or why == WITHOUT:
        raise Refused("power_missing", name=row["name"] if row else None, on=do.on)
    if why:
        raise Refused("power_too_small", name=row["name"], ceiling_cents=row["ceiling_cents"],
                      currency=row["currency"], amount_cents=amount_cents)  # fmt: skip
    return row


def check_together(names: list[str], counts: list[int]) -> None:
    """Whether these persons may sign a paper together. Refused: power_joint."""
    wanted = wanted_signers(counts)
    if len(counts) < wanted:
        raise Refused("power_joint", name=", ".join(names), wanted=wanted, count=len(counts))


def check_by_hand(facts: Sequence[bulk.Row], signed_by: str, on: date, number: str) -> None:
    """Whether those who signed a paper by hand had the power to on that day, together where it says
    so. Refused: signatory_without_power, power_joint."""
    known = {fact["label"].casefold(): fact for fact in signatories(facts, on)}
    names = list(dict.fromkeys(one.strip() for one in signed_by.split(",") if one.strip()))
    # A name may have a comma of its own.
    names = [signed_by] if signed_by.casefold() in known else names
    for name in names:
        if name.casefold() not in known:
            raise Refused("signatory_without_power", name=name, signed_on=on, number=number)
    counts = [known[name.casefold()]["detail"].get("signer_count", 1) for name in names]
    check_together(names, counts)


def _person(do: Act, company_id: int, login: str) -> int:
    """A person who has a role in the company now; Refused: signatory_unknown."""
    found = bulk.row(do.conn, "member_now", company_id=company_id, login=login.strip().lower())
    if found is None:
        raise Refused("signatory_unknown", login=login)
    return int(found["id"])


def _keep(do: Act, row: dict[str, Any]) -> int:
    (id_,) = bulk.take_ids(do.conn, 1)
    do.conn.execute(
        """INSERT INTO power (id, company_id, user_id, email, phone, ceiling_cents, currency,
               from_on, until_on, source, approval_id, is_ended, act_id,
               signer_count)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)""",
        (id_, row["company_id"], row["user_id"], row["email"], row["phone"], row["ceiling_cents"],
         row["currency"], row["from_on"], row["until_on"], row["source"], row["approval_id"],
         row["is_ended"], do.id, row.get("signer_count", 1)),
    )  # fmt: skip
    return id_
