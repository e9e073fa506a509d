"""What a buyer says by its link: an invoice confirmed, disputed, promised, announced as paid.

The house acts (its keeper), the link is the caller: each act names it, and is kept with what was
said. What is done is what the same act of the staff does. Source: DOMAIN §5.1, §5.4, §5.8.
"""

import hashlib
import json
from datetime import date
from typing import Any

from comptant.formats.advice import ADVICE_LINES
from comptant.formats.evidence import evidence_type
from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.acts.documents import keep_document
from comptant.operations.buyer_page.confirming import confirm
from comptant.operations.buyer_page.links import open_link
from comptant.operations.collection.advice import take_advice
from comptant.operations.reminding.promising import INSTALMENTS, promise
from comptant.operations.risk.disputes import dispute
from comptant.store import bulk

TEXT_MAX = 2_000
INVOICES_MAX = 500  # in one answer
DAYS_MOST = 30  # a promise for longer, or a transfer, is agreed with a person
NAME_MAX = 200
Row = dict[str, Any]


@operation
def confirm_by_link(
    do: Act, *, contract_id: int, link: str, invoice_id: int, amount_cents: int | None, note: str
) -> Answer:
    """The buyer confirms by its link that an invoice exists, is due on its day, and how much of it
    it owes (`amount_cents`; none: all that is open): its disputes come to the rest, no more.

    Refused: link_unknown, link_busy, invoice_unknown, text_too_long, confirmed_too_little,
    amount_too_large, denied_before (it was not recognised, or is looked at for fraud: a person
    asks).
    """
    found = _begin(do, contract_id, link, note)
    (invoice,) = _items(do, found, [invoice_id])
    answer = confirm(do, contract_id, invoice, amount_cents, _by(found, note))
    _keep(do, found, "CONFIRMED", [invoice], invoice_id, answer["amount_cents"], note)
    return {"link_id": found["id"], **answer}


@operation
def dispute_by_link(
    do: Act, *, contract_id: int, link: str, invoice_id: int, code: str, amount_cents: int | None,
    is_rest_confirmed: bool, note: str, file_name: str, content: bytes,
) -> Answer:  # fmt: skip
    """The buyer disputes an invoice by its link, all that is open or a part, and says whether it
    owes the rest; with a file (PDF, PNG or JPEG; empty: none), which is kept.

    Refused: link_unknown, link_busy, invoice_unknown, text_too_long, evidence_file_wrong, and as
    open_dispute.
    """
    open_link(do, contract_id, link)  # before any file of a stranger's is kept
    digest = _kept_file(do, contract_id, file_name, content)
    found = _begin(do, contract_id, link, note)
    (invoice,) = _items(do, found, [invoice_id])
    answer = dispute(do, contract_id=contract_id, invoice_id=invoice_id, code=code,
                     amount_cents=amount_cents, is_rest_confirmed=is_rest_confirmed,
                     source="BUYER", evidence=_by(found, note))  # fmt: skip
    _keep(do, found, "DISPUTED", [invoice], answer["dispute_id"], answer["amount_cents"], note,
          digest)  # fmt: skip
    return {"link_id": found["id"], **answer, "digest": digest and digest.hex()}


@operation
def promise_by_link(
    do: Act, *, contract_id: int, link: str, invoice_ids: list[int], pay_on: date,
    amount_cents: int | None, note: str,
) -> Answer:  # fmt: skip
    """The buyer promises by its link to pay invoices on a day, all that is open or `amount_cents`
    of it: within thirty days of today or of the due day of each, and once; another is agreed with a
    person.

    Refused: link_unknown, link_busy, invoice_unknown, text_too_long, promised_before, promise_wrong
    (too_late), and as record_promise.
    """
    found = _begin(do, contract_id, link, note)
    items = _items(do, found, invoice_ids)
    if bulk.rows(do.conn, "promised_before", contract_id=contract_id, buyer_id=found["buyer_id"],
                 invoice_ids=invoice_ids):  # fmt: skip
        raise Refused("promised_before")
    cents = sum(one["open_cents"] for one in items) if amount_cents is None else amount_cents
    day = INSTALMENTS.frame([{"due_on": pay_on, "instalment_cents": cents}])
    try:
        answer = promise(do, contract_id=contract_id, buyer_id=found["buyer_id"],
                         invoice_ids=invoice_ids, instalments=day, evidence=_by(found, note),
                         consent="", days_most=_days_most(do, items))  # fmt: skip
    except Refused as refusal:
        if refusal.code == "already_promised":
            raise Refused("promised_before") from None
        raise
    _keep(do, found, "PROMISED", items, answer["promise_id"], answer["promised_cents"], note)
    return {"link_id": found["id"], **answer}


@operation
def advise_by_link(
    do: Act, *, contract_id: int, link: str, invoices: dict[str, int], amount_cents: int,
    paid_on: date | None, note: str,
) -> Answer:  # fmt: skip
    """The buyer says by its link which invoices a transfer pays (invoice id -> cents), which come
    to `amount_cents`: done where that money waits, else kept until it comes.

    It meets a payment that is the buyer's own, by its contract or its payer's name: what is typed
    here names no other. Refused: link_unknown, link_busy, invoice_unknown, text_too_long,
    advice_sum_wrong, advice_day_wrong (more than thirty days away), and as advise.
    """
    found = open_link(do, contract_id, link)
    _check_text(note)
    if paid_on and abs((paid_on - do.on).days) > DAYS_MOST:
        raise Refused("advice_day_wrong", paid_on=paid_on, days=DAYS_MOST)
    ids = {int(id_): cents for id_, cents in invoices.items()}
    items = _items(do, found, list(ids))
    if sum(ids.values()) != amount_cents:
        raise Refused("advice_sum_wrong", amount_cents=amount_cents, sum_cents=sum(ids.values()))
    lines = ADVICE_LINES.frame([
        {"row_number": number, "invoice_number": one["invoice_number"],
         "amount_cents": ids[one["invoice_id"]], "deduction_cents": 0}
        for number, one in enumerate(items, 1)
    ])  # fmt: skip
    said = {"link_id": found["id"], "amount_cents": amount_cents, "paid_on": paid_on and
            paid_on.isoformat(), "note": note, "invoices": lines.rows()}  # fmt: skip
    advice = take_advice(
        do, lines=lines, amount_cents=amount_cents, currency=items[0]["currency"], paid_on=paid_on,
        reference="", contract_id=contract_id, payment_id=None, buyer_id=found["buyer_id"],
        file_name=f"link-{found['id']}.json",
        content=json.dumps(said, ensure_ascii=False, sort_keys=True).encode(),
    )  # fmt: skip
    _keep(do, found, "ADVISED", items, advice["advice_id"], amount_cents, note)
    return {"link_id": found["id"], "invoice_ids": [one["invoice_id"] for one in items], **advice}


def _days_most(do: Act, items: list[bulk.Row]) -> int:
    """Thirty days from today or from its due day, if that is to come, for each of them."""
    return DAYS_MOST + max(0, min((one["due_on"] - do.on).days for one in items))


def _begin(do: Act, contract_id: int, link: str, note: str) -> bulk.Row:
    """The open link, its contract locked."""
    _check_text(note)
    open_link(do, contract_id, link)  # whoever has none waits for nobody
    lock_contracts(do, [contract_id])
    return open_link(do, contract_id, link)


def _check_text(note: str) -> None:
    if len(note) > TEXT_MAX:
        raise Refused("text_too_long", most=TEXT_MAX)


def _items(do: Act, found: bulk.Row, ids: list[int]) -> list[bulk.Row]:
    """Open invoices of the link's buyer. Refused: invoice_unknown."""
    rows = bulk.rows(do.conn, "linked_items", contract_id=found["contract_id"],
                     buyer_id=found["buyer_id"], ids=ids[: INVOICES_MAX + 1], on=do.on)  # fmt: skip
    missing = sorted(set(ids) - {row["invoice_id"] for row in rows})
    if missing or not rows or len({row["currency"] for row in rows}) > 1:
        raise Refused("invoice_unknown", invoice_id=missing[0] if missing else 0)
    return rows


def _by(found: bulk.Row, note: str) -> str:
    """What proves an act: by which link it was said, and the words."""
    return f"link {found['id']}: {note.strip()}" if note.strip() else f"link {found['id']}"


def _kept_file(do: Act, contract_id: int, name: str, content: bytes) -> bytes | None:
    if not content:
        return None
    media_type = evidence_type(content)
    if media_type is None:
        raise Refused("evidence_file_wrong", file=name)
    digest = hashlib.sha256(content).digest()
    plain = "".join(sign for sign in name if sign.isprintable())[-NAME_MAX:]
    keep_document(do, digest, plain or "file", media_type, content, contract_id)
    return digest


def _keep(
    do: Act, found: bulk.Row, answer: str, items: list[bulk.Row], subject_id: int, cents: int,
    note: str, digest: bytes | None = None,
) -> None:  # fmt: skip
    do.conn.execute(
        """INSERT INTO buyer_answer (link_id, answer, invoice_ids, subject_id, amount_cents,
               currency, said, digest, answered_on, act_id)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)""",
        (found["id"], answer, [one["invoice_id"] for one in items], subject_id, cents,
         items[0]["currency"], note.strip(), digest, do.on, do.id),
    )  # fmt: skip
