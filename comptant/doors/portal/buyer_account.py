"""What a buyer owes under one contract, read by a link without an account; its reader confirms,
disputes, promises, and says what a transfer pays.

Nothing else is read with a link, and nothing else done: the house itself acts, and names the link.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from comptant.doors import visits
from comptant.doors.cursors import key_of
from comptant.doors.failures import tell
from comptant.doors.portal import errors
from comptant.doors.portal.buyer_account_told import PAGE_SIZE, told
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import FieldsWrong
from comptant.doors.portal.passage import LANGUAGE
from comptant.doors.portal.shared_quotes import day_played, sealed
from comptant.doors.tries import check_tries
from comptant.doors.values import ID
from comptant.doors.words import ENGLISH, FRENCH, language, say, speaking
from comptant.formats.evidence import BYTES_MAX
from comptant.operations.acts.act import Refused
from comptant.operations.buyer_page import answers
from comptant.store.access import NoSuchKey, Paging

Row = dict[str, Any]


def account(request: HttpRequest, link: str) -> HttpResponse:
    """The account that a link opens; posted, what the buyer says."""
    number = str(request.META["comptant.request_id"])
    try:
        check_tries(request)
        visit = visits.by_house(day_played(request))
        if visit is None or "\0" in link:
            raise Refused("link_unknown")
        call = Call(visit, request)
        opened = _opened(call, link)
    except Exception as error:
        return sealed(errors.show(request, tell(error, number)))
    kept = request.COOKIES.get(LANGUAGE)
    with speaking(language() if kept in (ENGLISH, FRENCH) else opened["account"]["language"]):
        failure, status = None, 200
        if request.method == "POST":
            try:
                return sealed(HttpResponseRedirect(_done(call, link, opened), status=303))
            except Exception as error:
                failure = tell(error, number)
                status = failure.status
        shown = {**told(call, opened), "failure": failure, "typed": request.POST}
        response = render(request, "portal/buyer_account.html", shown, status=status)
        response.headers["Content-Language"] = language()
        return sealed(response)


def _opened(call: Call, link: str) -> Row:
    """What the link opens: the account, and a page of its invoices or the one asked for. Refused:
    link_unknown, cursor_wrong."""
    after, asked = call.asked("after"), call.asked("invoice") or call.typed("invoice")
    page = Paging(("due_on", "id"), PAGE_SIZE, key_of(after, 2) if after else None)
    is_id = asked.isascii() and asked.isdigit() and len(asked) < 19
    with visits.by_link(link, call.on) as see:
        found = see("read_linked_account")
        if not found:
            raise Refused("link_unknown")
        try:
            invoices = see("read_linked_invoices", page, id=None)
        except NoSuchKey:
            raise Refused("cursor_wrong") from None
        one = see("read_linked_invoices", id=int(asked)) if is_id else []
        return {
            "account": found[0], "invoices": invoices[:PAGE_SIZE], "one": one,
            "is_first": not after, "is_last": len(invoices) <= PAGE_SIZE,
            "totals": see("read_linked_totals"), "answers": see("read_linked_answers"),
            "penalties": see("read_linked_penalties"),
        }  # fmt: skip


def _done(call: Call, link: str, opened: Row) -> str:
    """Do what was asked; where it leads: the same page, which tells that it is done."""
    act = call.typed("act")
    if act not in ACTS:
        raise FieldsWrong({"act": say("Choose what you want to say.",
                                      "Choisissez ce que vous voulez dire.")})  # fmt: skip
    operation, arguments = ACTS[act]
    call.run(operation, contract_id=opened["account"]["contract_id"], link=link,
             note=call.typed("note"), **arguments(call))  # fmt: skip
    return f"{call.request.path}?{urlencode({'done': act})}"


def _invoice(call: Call) -> int:
    id_ = call.number("invoice")
    if id_ is None:
        raise Refused("invoice_unknown", invoice_id=0)
    return id_


def _confirm(call: Call) -> Row:
    return {"invoice_id": _invoice(call), "amount_cents": call.amount_in_currency("amount")}


def _dispute(call: Call) -> Row:
    sent = call.request.FILES.get("file")
    if sent is not None and (sent.size or 0) > BYTES_MAX:
        raise Refused("evidence_file_wrong", file=sent.name)
    return {
        "invoice_id": _invoice(call), "code": call.typed("code"),
        "amount_cents": call.amount_in_currency("amount"),
        "is_rest_confirmed": bool(call.typed("rest")),
        "file_name": (sent.name or "") if sent else "", "content": sent.read() if sent else b"",
    }  # fmt: skip


def _chosen(call: Call) -> list[int]:
    """The invoices that are ticked; FieldsWrong: none."""
    ids = [ID.convert(str(one), None, None) for one in call.request.POST.getlist("invoices")]
    if not ids:
        raise FieldsWrong({"invoices": say("Tick the invoices that it is about.",
                                           "Cochez les factures concernées.")})  # fmt: skip
    return ids


def _promise(call: Call) -> Row:
    ids, pay_on = _chosen(call), call.day("pay_on")
    if pay_on is None:
        raise FieldsWrong({"pay_on": say("Say on which day you will pay.",
                                         "Dites à quelle date vous paierez.")})  # fmt: skip
    return {"invoice_ids": ids, "pay_on": pay_on, "amount_cents": call.amount_in_currency("amount")}


def _advise(call: Call) -> Row:
    ids, total = _chosen(call), call.amount_in_currency("amount")
    if total is None:
        raise FieldsWrong({"amount": say("Say the amount of the transfer.",
                                         "Dites le montant du virement.")})  # fmt: skip
    cents = {str(id_): call.amount_in_currency(f"paid-{id_}") or 0 for id_ in ids}
    return {"invoices": cents, "amount_cents": total, "paid_on": call.day("paid_on")}


# What a form asks for: the operation, and its arguments as they were typed.
ACTS: dict[str, tuple[Callable[..., Row], Callable[[Call], Row]]] = {
    "confirm": (answers.confirm_by_link, _confirm),
    "dispute": (answers.dispute_by_link, _dispute),
    "promise": (answers.promise_by_link, _promise),
    "advise": (answers.advise_by_link, _advise),
}
