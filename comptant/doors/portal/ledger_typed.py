"""What a company sells, as the forms of quotes ask for it: its own ledger, or a few words."""

from comptant.doors import places, words
from comptant.doors.minor_units import of
from comptant.doors.portal.call import Call
from comptant.doors.portal.prospects import sectors
from comptant.doors.sold import Described, Sold, named_buyer, of_file, of_words
from comptant.doors.words import say
from comptant.formats.limits import FILE_BYTES_MAX
from comptant.operations.acts.act import Refused
from comptant.rules.reference_values import quoted_in
from comptant.rules.tariff import CLASSES
from comptant.store.access import See

Row = dict[str, object]
# What a form says again on the page of another offer; a file is chosen again.
WORDS = ("turnover", "need", "agreed", "days", "invoices", "buyers", "named",
         "client_class", "sector", "currency")  # fmt: skip


def asked(see: See, call: Call) -> Row:
    """What the fields show: the classes of risk, which the house alone chooses from; what a page
    before has told."""
    typed = {name: call.asked(name) for name in (*WORDS, "product", "prospect")}
    return {"classes": CLASSES, "is_house": call.visit.user.is_factor, "typed": typed,
            "sectors": sectors(), "currencies": quoted_in()}  # fmt: skip


def class_of(call: Call) -> str:
    """The risk class of the company: the house's word, else the middle one."""
    return call.typed("client_class") if call.visit.user.is_factor else "C"


def sold_of(call: Call) -> Sold:
    """What the company sells. Refused: ledger_missing, files_unread, buyer_line_wrong,
    ledger_in_euros."""
    currency = call.typed("currency") or "EUR"
    turnover = call.amount("turnover")
    turnover = None if turnover is None else of(turnover, currency)
    file = call.request.FILES.get("ledger")
    if file is not None:
        sold = of_file(str(file.name), file.read(FILE_BYTES_MAX + 1), call.on, turnover,
                       currency)  # fmt: skip
        assert sold.read is not None
        for fault in sold.read.faults:
            found = places.detail(fault.code, fault.detail)
            detail = f"{words.fault(fault.code)} {found}".strip()
            place = places.place(fault.place)
            raise Refused("files_unread", file=fault.file, place=place, cause=detail)
        return sold
    if turnover is None:
        raise Refused("ledger_missing")
    named = [named_buyer(line) for line in call.typed("named").splitlines() if line.strip()]
    if not call.visit.user.is_factor:  # the class of a buyer is the house's word
        named = [(*one[:3], "C") for one in named]
    described = Described(
        turnover, call.number("agreed"), call.number("days"), call.number("invoices"),
        named=named, other_count=call.number("buyers") or 20,
    )  # fmt: skip
    return of_words(described, say("other buyers", "autres acheteurs"))
