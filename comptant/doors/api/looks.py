"""Looks that are no lists: what may be drawn now and why not more, what a draw would cost, what
early payment of a payable would, a file, a call that was asked for."""

import base64
import hashlib
import re
from dataclasses import replace
from datetime import date

from comptant.doors import lookup
from comptant.doors.explaining import explained, quoted
from comptant.doors.leaving_told import simulated
from comptant.doors.offer_files import file_of, taken_file
from comptant.doors.papers import asked as papers
from comptant.doors.personal_told import collected
from comptant.doors.visits import Row, Visit
from comptant.operations.acts.act import Refused
from comptant.operations.assigning.early_payments import ask_early
from comptant.operations.drawing.preview import preview

DIGEST = re.compile(r"[0-9a-f]{64}")


def availability(visit: Visit, contract_id: int) -> Row:
    """What may be drawn now on a contract, and each euro in between: its part, its reason, the
    sentence, the buyer and the invoice, what would free it.

    Refused: contract_unknown.
    """
    with visit.reading() as see:
        found = lookup.contract(see, str(contract_id), visit.on)
        return {"contract_id": found["id"], "on": visit.on, **explained(see, visit, found)}


def draw_quote(
    visit: Visit, contract_id: int, amount_cents: int | None, payee_account_id: int | None
) -> Row:
    """What a draw would cost and when it would be paid, before it is asked for: the same figures as
    the portal shows. Without an amount, all that may be drawn; without an account to pay, the only
    one that is approved. Nothing is kept.

    Refused: contract_unknown, not_your_right, and what `draw` is refused for.
    """
    with visit.reading() as see:
        found = lookup.contract(see, str(contract_id), visit.on)
        return {"contract_id": found["id"], "on": visit.on,
                **quoted(see, visit, found, amount_cents, payee_account_id)}  # fmt: skip


def early_price(visit: Visit, payable_id: int) -> Row:
    """What early payment of an approved payable would cost its supplier and when it would be paid,
    before it is asked for. Nothing is kept.

    Refused: not_your_right, and what `ask_early` is refused for.
    """
    with visit.looking() as (conn, asked):
        # It is read, whatever the key may ask for.
        reader = replace(asked, by=replace(asked.by, scopes=None))
        seen = preview(conn, reader, ask_early, payable_ids=[payable_id])["answer"]
    (order,) = seen["orders"]
    told = ("amount_cents", "discount_cents", "early_net_cents", "early_days", "currency")
    return {"payable_id": payable_id, **{name: order[name] for name in told},
            "rate_ppm": seen["rate_ppm"], "early_on": seen["early_on"]}  # fmt: skip


def document(visit: Visit, digest: str) -> Row:
    """A file that came in or went out, byte for byte (base64), by its digest in `/documents`.

    Refused: document_unknown.
    """
    with visit.reading() as see:
        found = see("read_document", digest=digest) if DIGEST.fullmatch(digest) else []
    if not found:
        raise Refused("document_unknown")
    content = base64.b64encode(bytes(found[0]["content"])).decode()
    return {"digest": digest, "name": found[0]["name"], "media_type": found[0]["media_type"],
            "content": content}  # fmt: skip


def exit_simulation(visit: Visit, contract_id: int, notice_on: date | None) -> Row:
    """What leaving by a notice of a day (without: today) would cost and when: dates, what must be
    repaid, the weeks to the last payment, what is owed on which day. Nothing is kept.

    Refused: contract_unknown, contract_not_in_force, notice_past, contract_ended, rate_missing.
    """
    with visit.reading() as see:
        found = lookup.contract(see, str(contract_id), visit.on)
    return simulated(visit.looking(), found["id"], notice_on)


def paper(
    visit: Visit, kind: str, contract_id: int | None, number: int | None, from_on: date | None,
    until_on: date | None,
) -> Row:  # fmt: skip
    """A paper as PDF/A, in the language asked for; `content` is in base64. `kind`: quote (`number`:
    its id); conditions (`contract_id`, in force on `until_on`); statement (`contract_id`, `from_on`
    to `until_on`, without: the month that ends today); bill (`contract_id`, `number`: the entry);
    claim (`contract_id`, `number`: its id; what shows it stands behind); insurer (`number`: the
    message); own_claim (`number`: a claim under the reading insurer's policies).

    Refused: paper_kind_unknown, quote_unknown, contract_unknown, period_wrong, bill_unknown,
    claim_file_unknown, message_unknown.
    """
    with visit.reading() as see:
        made = papers.paper(see, kind, str(contract_id or ""), number or 0, from_on, until_on,
                            visit.on)  # fmt: skip
    return {"name": made.name, "media_type": "application/pdf",
            "digest": hashlib.sha256(made.content).hexdigest(),
            "content": base64.b64encode(made.content).decode()}  # fmt: skip


def personal_data(visit: Visit, login: str | None) -> Row:
    """All that is known of the person whom the key acts as, or (`login`) of one who has asked for
    it, for an administrator's key: parts with a title, each of rows.

    Refused: user_unknown, not_your_right, data_not_requested.
    """
    with visit.reading():  # a key that may read
        return collected(visit.looking(), login)


def offer_file(visit: Visit, quote_id: list[int] | None, file_id: int | None) -> Row:
    """A request and its offers as one file of the open form, to go to other factors: of quotes of
    one company (`quote_id`, may be repeated), or a file that came in (`file_id`); `content` is in
    base64. It comes back with `POST /take_file`.

    Refused: file_of_what, quote_unknown, file_unknown, charge_not_told.
    """
    with visit.reading() as see:
        if bool(quote_id) == (file_id is not None):
            raise Refused("file_of_what")
        name, content = file_of(see, quote_id) if quote_id else taken_file(see, file_id or 0)
    return {"name": name, "media_type": "application/json",
            "digest": hashlib.sha256(content).hexdigest(),
            "content": base64.b64encode(content).decode()}  # fmt: skip


def callback(visit: Visit, callback_id: int) -> Row:
    """A call that was asked for: how it stands, its diagnosis (what is weak, options, what is
    missing), what was done.

    Refused: callback_unknown.
    """
    with visit.reading() as see:
        found = see("read_callback", id=callback_id, on=visit.on)
        steps = see("read_callback_steps", callback_id=callback_id)
    if not found:
        raise Refused("callback_unknown", callback_id=callback_id)
    return {**found[0], "steps": steps}
