"""A bar of the waterfall opened: to its buyers and from there to the invoices that make it, or to
the entries and orders that do; with what would free it."""

from urllib.parse import quote, urlencode

from comptant.doors import reads
from comptant.doors.charts import waterfall
from comptant.doors.explaining import explained, named
from comptant.doors.portal.call import Call
from comptant.doors.portal.parts import contract_of, rows_of
from comptant.doors.portal.registry import Page, Row, page, registered
from comptant.doors.portal.subjects import CONTRACT
from comptant.doors.values import ID
from comptant.doors.waterfall import sentence
from comptant.doors.words import Both, say, word
from comptant.operations.acts.roles import CLIENT_ROLES, FACTOR_ROLES
from comptant.operations.drawing.bars import buyers_of_bar, items_of_bar
from comptant.rules.carrying import INVOICE, OF_ROW, PAYMENT
from comptant.rules.explanation import PART_ORDER
from comptant.rules.reasons import REASONS
from comptant.store.access import See

NOBODY = "none"  # in an address: money of no buyer yet
OF_BUYERS = frozenset(OF_ROW) | {"ineligible"}
# Funds in use are what these accounts come to together, §3.2; the fund is a credit of its own.
IN_USE = (("DEB", "UNAL", "CCA", "FDG"), 1)
ENTRIES = {"funds_in_use": IN_USE, "in_credit": IN_USE, "fund_balance": (("FDG",), -1)}
# Where a part that no invoice and no entry makes comes from: pages of the contract.
PLACES = {
    "fund_shortfall": ("terms", "ledger"), "dilution": ("terms",), "manual": ("terms",),
    "accrued": ("charges", "terms"), "owed_to_factor": ("money",), "written_off": ("recourse",),
    "garnished": ("garnishments",),
    "line_cut": ("terms",),
    "available": ("draws",),
}  # fmt: skip
# The page of the contract on which the act is that frees an amount.
FREED_AT = {
    "request_limit": "ask-limit", "draw": "draw", "refuse_order": "draws", "match_cash": "money",
    "match_credit_notes": "invoices", "settle_dispute": "disputes", "correct_and_send": "send",
    "issue_again": "send", "issue_final_invoice": "send", "assign_other_buyers": "send",
    "withdraw_the_other": "invoices", "collect": "aged", "collect_or_reassign": "aged",
    "amend_contract": "terms", "get_release_letter": "release_letters",
}  # fmt: skip
BUYER_COLUMNS = ("buyer_name", "amount_cents")
ITEM_COLUMNS = ("item_name", "due_on", "open_cents", "amount_cents")
ENTRY_COLUMNS = ("key", "entry_on", "value_on", "event", "amount_cents")
ORDER_COLUMNS = ("id", "purpose", "holder", "iban", "prepared_at", "promised_at", "amount_cents")


def address(base: str, part: str, reason: str, buyer: str = "") -> str:
    """The page of a bar of a contract, or of what one buyer makes of it."""
    asked = {"part": part, "reason": reason, "buyer": buyer}
    return f"{base}/why?{urlencode({name: text for name, text in asked.items() if text})}"


def drawn_bars(found: Row, data: Row) -> Row:
    """The waterfall of a contract explained (`explained`) as a page shows it: two drawings, wide
    and narrow, and the same as rows; each bar opens."""
    base = f"/contracts/{quote(found['number'])}"

    def opened(step: Row) -> str:
        return address(base, step["part"], step["reason"])

    given = (data["parts"], data["outstanding_cents"], found["currency"], opened)
    return {
        "contract": found, "base": base, "availability": data,
        "chart": waterfall.draw(*given).svg(),
        "narrow_chart": waterfall.draw(*given, waterfall.NARROW).svg(),
        "steps": [{**step, "href": opened(step), "sentence": sentence(step)}
                  for step in waterfall.steps(data["parts"])],
        "assigned": {"href": opened(waterfall.ASSIGNED)},
    }  # fmt: skip


def why(see: See, call: Call, contract: str) -> Row:
    """One bar of the waterfall, or of none asked for all: what makes it and what would free it."""
    found = contract_of(see, call, {"contract": contract})
    base = f"/contracts/{quote(found['number'])}"
    part, reason = call.asked("part"), call.asked("reason")
    shown: Row = {"contract": found, "currency": found["currency"], "part": part,
                  "up": {"href": base, "text": found["number"]}}  # fmt: skip
    if part in OF_BUYERS:
        buyer = call.asked("buyer")
        opened = _items(see, call, found, buyer) if buyer else _buyers(see, call, found)
        shown |= opened
    elif part in PART_ORDER:
        shown |= _of_contract(see, call, found, part)
    else:
        parts = explained(see, call.visit, found)["parts"]
        return {**shown, "part": "", "rows": [
            {**row, "href": address(base, row["part"], row["reason"])} for row in parts
        ], "columns": ("part", "amount_cents", "sentence", "buyer_name")}  # fmt: skip
    known = REASONS.get(reason or part)
    if known:
        shown["source"] = say(known.source, known.source_french)
        shown["frees"] = _frees(call, base, known.freed_by)
    return shown


def _buyers(see: See, call: Call, found: Row) -> Row:
    """The buyers of a bar, by name."""
    part, reason = call.asked("part"), call.asked("reason")
    with call.visit.looking() as (conn, asked):
        made = buyers_of_bar(conn, asked.by, found["id"], part, reason, asked.on, asked.at)
    rows = [{**row, "part": part, "reason": reason or part, "invoice_id": None}
            for row in made.to_dicts()]  # fmt: skip
    told = _told(see, found, rows)
    base = f"/contracts/{quote(found['number'])}"
    for row in told:
        row["key_id"] = row["buyer_id"] or 0
        row["href"] = address(base, part, reason, str(row["buyer_id"] or NOBODY))
    told.sort(key=lambda row: (row["buyer_name"], row["key_id"]))
    given = _page(call, told, ("buyer_name", "key_id"))
    return {
        **given,
        "columns": BUYER_COLUMNS,
        "total_cents": made["amount_cents"].sum(),
        "sentence": told[0]["sentence"] if told and part != "ineligible" else "",
    }


def _items(see: See, call: Call, found: Row, buyer: str) -> Row:
    """What one buyer makes of a bar, invoice by invoice."""
    part, reason = call.asked("part"), call.asked("reason")
    buyer_id = None if buyer == NOBODY else int(ID.convert(buyer, None, None))
    with call.visit.looking() as (conn, asked):
        made = items_of_bar(conn, asked.by, found["id"], buyer_id, part, reason, asked.on,
                            asked.at)  # fmt: skip
    given = _page(call, made.to_dicts(), ("item_id",))
    base = f"/contracts/{quote(found['number'])}"
    rows = [{**row, "part": part, "reason": reason or part, "buyer_id": buyer_id,
             "invoice_id": row["item_id"] if row["item_kind"] == INVOICE else None}
            for row in given["rows"]]  # fmt: skip
    told = _told(see, found, rows)
    for row, item in zip(told, given["rows"], strict=True):
        is_payment = row["item_kind"] == PAYMENT
        place = "payments" if is_payment else "invoices"
        row["href"] = f"{base}/{place}/{row['item_id']}"
        row["item_name"] = item["invoice_number"] or say(
            f"Payment {row['item_id']}", f"Règlement {row['item_id']}")  # fmt: skip
    # Of one reason each invoice has facts of its own; elsewhere all say the same.
    by_invoice = ("sentence",) if part == "ineligible" else ()
    return {**given, "rows": told, "columns": (*ITEM_COLUMNS, *by_invoice),
            "total_cents": made["amount_cents"].sum(),
            "buyer_name": told[0]["buyer_name"] if told else "",
            "sentence": told[0]["sentence"] if told and not by_invoice else "",
            "up": {"href": address(base, part, reason), "text": word("part", part)}}  # fmt: skip


def _told(see: See, found: Row, rows: list[Row]) -> list[Row]:
    """Rows with the names of their buyers and their sentences; the whole bar has no sentence."""
    is_whole = bool(rows) and rows[0]["part"] == "assigned"
    if is_whole:
        rows = [{**row, "reason": "available"} for row in rows]
    told = named(see, found, rows)
    for row in told:
        row["buyer_name"] = row["buyer_name"] or say("no buyer yet", "pas encore d'acheteur")
        if is_whole:
            row["sentence"] = ""
    return told


def _page(call: Call, rows: list[Row], keys: tuple[str, ...]) -> Row:
    """A page of rows that are computed, by their key."""
    shown, after = reads.paged(rows, keys, after=call.asked("after"))
    kept = {name: call.asked(name) for name in call.request.GET if name != "after"}
    return {"rows": shown, "next_page": urlencode({**kept, "after": after}) if after else ""}


def _of_contract(see: See, call: Call, found: Row, part: str) -> Row:
    """A part that no buyer makes: the entries or orders that do, or where it comes from."""
    parts = [row for row in explained(see, call.visit, found)["parts"] if row["part"] == part]
    base = f"/contracts/{quote(found['number'])}"
    told = {
        "total_cents": sum(row["amount_cents"] for row in parts),
        "sentence": parts[0]["sentence"] if parts else "",
        "places": _places(call, base, part),
    }
    of = {"contract_id": found["id"]}
    if part in ENTRIES:
        accounts, sign = ENTRIES[part]
        given = rows_of(see, call, "read_account_entries", {**of, "accounts": list(accounts)})
        for row in given["rows"]:
            row["amount_cents"] *= sign
            row["href"] = f"{base}/entries/{row['id']}"
        return {**told, **given, "columns": ENTRY_COLUMNS}
    if part == "asked":
        given = rows_of(see, call, "read_asked_orders", of)
        for row in given["rows"]:
            row["href"] = f"/orders/{row['id']}"
        return {**told, **given, "columns": ORDER_COLUMNS}
    return {**told, "columns": ()}


def _places(call: Call, base: str, part: str) -> list[Row]:
    """The pages of the contract that a part comes from."""
    ends = PLACES.get(part, ())
    return [found for end in ends if (found := _place(call, base, end))]


def _place(call: Call, base: str, end: str) -> Row | None:
    """A page of the contract that the caller may open."""
    for one in registered().values():
        if one.path == f"{CONTRACT}/{end}" and one.roles & call.visit.user.roles:
            return {"href": f"{base}/{end}", "title": one.title.said()}
    return None


def _frees(call: Call, base: str, code: str) -> Row:
    """What would free an amount: in words, with the page of the act where there is one."""
    found = _place(call, base, FREED_AT.get(code, ""))
    return {"text": word("freed_by", code), **(found or {})}


page(Page("why", f"{CONTRACT}/why", Both("Why, and what frees it",
                                         "Pourquoi, et ce qui libère"),
          CLIENT_ROLES | FACTOR_ROLES, why, "portal/why.html"))  # fmt: skip
