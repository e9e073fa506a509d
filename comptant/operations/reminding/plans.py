"""Plans of reminders as dated terms, and whom to write to at a buyer."""

import re
from datetime import date

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, check_source, operation
from comptant.operations.assigning.papers import LANGUAGES
from comptant.rules.batch import check
from comptant.rules.columns import c
from comptant.rules.reminders import CHANNELS, PLAN, STAGES
from comptant.store import bulk

STAGES_MAX = 20
EMAIL = re.compile(r"[!-?A-~]+@[!-?A-~]+")  # printable ASCII: every server takes it
PHONE = re.compile(r"\+[1-9]\d{6,14}")


@operation
def set_reminder_plan(
    do: Act, *, contract_id: int | None, buyer_id: int | None, valid_from_on: date,
    stages: pl.DataFrame, sender_email: str, source: str,
) -> Answer:  # fmt: skip
    """Say by which stages (PLAN) buyers are reminded from a day on: those of a contract or of all
    contracts, one buyer or all. The narrower plan counts; no stage at all: no reminders.

    Under a confidential contract mails leave from `sender_email`, an address of the client; without
    it they leave as letters. Refused: stages_wrong (with its row), email_wrong, source_missing,
    contract_unknown. Source: DOMAIN §5.1.
    """
    check_source(source)
    if sender_email and not EMAIL.fullmatch(sender_email):
        raise Refused("email_wrong", email=sender_email)
    taken = checked_plan(stages)
    (plan_id,) = bulk.take_ids(do.conn, 1)
    bulk.execute(
        do.conn, "insert_reminder_plan", contract_id=contract_id or 0, id=plan_id,
        buyer_id=buyer_id or 0, valid_from_on=valid_from_on, sender_email=sender_email,
        source=source.strip(), act_id=do.id,
    )  # fmt: skip
    if taken.height:
        bulk.copy_in(
            do.conn,
            "reminder_stage",
            taken.with_columns(
                contract_id=pl.lit(contract_id or 0, pl.Int64), plan_id=pl.lit(plan_id, pl.Int64)
            ),
        )
    return {"contract_id": contract_id, "buyer_id": buyer_id, "plan_id": plan_id,
            "valid_from_on": valid_from_on, "count": taken.height}  # fmt: skip


def checked_plan(stages: pl.DataFrame) -> pl.DataFrame:
    """PLAN, or Refused: stages_wrong with the row (from 1) and why: too_many, stage, channel,
    number, repeated, order (a later stage must be on a later day)."""
    stages = check(stages, PLAN)
    if stages.height > STAGES_MAX:
        raise Refused("stages_wrong", row_number=STAGES_MAX + 1, stage_fault="too_many")
    days: dict[int, tuple[str, int]] = {}
    seen = set()
    for number, row in enumerate(stages.iter_rows(named=True), 1):
        of, key = row["stage_number"], (row["stage_number"], row["channel"])
        before = [day for other, (_, day) in days.items() if other < of]
        wrongs = {
            "stage": row["stage"] not in STAGES,
            "channel": row["channel"] not in CHANNELS,
            "number": not 1 <= of <= STAGES_MAX or row["least_cents"] < 0
            or not -365 <= row["offset_days"] <= 3660,
            "repeated": key in seen,
            "order": days.get(of, (row["stage"], row["offset_days"])) != (
                row["stage"], row["offset_days"]) or (before and max(before) >= row["offset_days"])
            or (row["channel"] == "HANDOVER") != (row["stage"] == "CTX"),
        }  # fmt: skip
        for why, is_wrong in wrongs.items():
            if is_wrong:
                raise Refused("stages_wrong", row_number=number, stage_fault=why)
        seen.add(key)
        days[of] = row["stage"], row["offset_days"]
    return stages.sort(c.stage_number, c.channel)


@operation
def set_reminder_contact(
    do: Act, *, contract_id: int | None, buyer_id: int, person: str, email: str, phone: str,
    postal_address: str, language: str, is_email_refused: bool, source: str,
) -> Answer:  # fmt: skip
    """Say whom to write to at a buyer, for a contract or for all; said again, it is replaced, and
    an address from which a mail came back may be tried again. `is_email_refused`: they asked for no
    mail, and get letters.

    Refused: email_wrong, phone_wrong, paper_language_unknown, source_missing, party_unknown,
    contract_unknown.
    """
    check_source(source)
    if email and not EMAIL.fullmatch(email):
        raise Refused("email_wrong", email=email)
    if phone and not PHONE.fullmatch(phone.replace(" ", "")):
        raise Refused("phone_wrong", phone=phone)
    if language not in LANGUAGES:
        raise Refused("paper_language_unknown", language=language, languages=list(LANGUAGES))
    if do.conn.execute("SELECT FROM party WHERE id = %s", (buyer_id,)).fetchone() is None:
        raise Refused("party_unknown", party_id=buyer_id)
    bulk.execute(
        do.conn, "insert_reminder_contact", contract_id=contract_id or 0, buyer_id=buyer_id,
        person=person.strip(), email=email, phone=phone.replace(" ", ""),
        postal_address=postal_address.strip(), language=language,
        is_email_refused=is_email_refused, source=source.strip(), act_id=do.id,
    )  # fmt: skip
    return {"contract_id": contract_id, "buyer_id": buyer_id, "language": language,
            "is_email_refused": is_email_refused}  # fmt: skip
