"""What a person typed becomes what it names, among what that person may see."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from comptant.doors.values import Typed
    from comptant.store.access import See

Row = dict[str, Any]


def contract(see: "See", text: str, on: date) -> Row:
    """A contract by its number (or id), with its terms; Refused: contract_unknown."""
    from comptant.operations.acts.act import Refused

    found = see("read_contracts", number=text, on=on)
    # A number comes before an id that looks like it.
    found.sort(key=lambda row: row["number"] != text)
    if not found:
        raise Refused("contract_unknown", contract=text)
    return found[0]


def books(see: "See", text: str, on: date) -> Row:
    """A contract as `contract` finds it, or for the staff the house's own (HOUSE): entries and no
    terms. Refused: contract_unknown."""
    for house in see("read_house"):
        if text.upper() == house["number"]:
            return house
    return contract(see, text, on)


def party(see: "See", text: str) -> Row:
    """A party by SIREN or other number, exact name or id; Refused: party_unknown,
    party_to_choose."""
    from comptant.operations.acts.act import Refused

    number = "".join(text.split()).upper()
    found = see("read_parties", text=text, number=number, kinds=None, role=None)
    if not found:
        raise Refused("party_unknown", name=text)
    if len(found) > 1:
        by_number = [row for row in found if row["siren"] == number]
        if len(by_number) != 1:
            raise Refused("party_to_choose", name=text, ids=[row["id"] for row in found])
        found = by_number
    return found[0]


def buyer(see: "See", text: str) -> Row:
    """A buyer by SIREN, exact name or id; Refused: buyer_unknown, party_to_choose."""
    from comptant.operations.acts.act import Refused

    try:
        return party(see, text)
    except Refused as refusal:
        if refusal.code != "party_unknown":
            raise
        raise Refused("buyer_unknown", name=text) from None


def invoice(
    see: "See", contract_id: int, text: str, *, credit: bool = False, paid: bool = False
) -> Row:
    """An open invoice (or credit note) of a contract by its number or id; `paid`: a closed one too.

    Refused: invoice_unknown, invoice_guaranteed, credit_note_unknown, invoice_to_choose.
    """
    from comptant.operations.acts.act import Refused

    found = see("read_invoices", contract_id=contract_id, numbers=[text], everything=paid)
    found = [row for row in found if (row["amount_cents"] < 0) == credit]
    if not found and not credit:
        for row in see("read_guarantees", contract_id=contract_id, numbers=[text]):
            if row["factor_open_cents"] + row["client_open_cents"]:
                raise Refused("invoice_guaranteed", number=row["invoice_number"])
    return _only(found, text, credit=credit)


def _only(found: Sequence[Row], text: str, *, credit: bool = False) -> Row:
    """The only row of that number, or else of that id."""
    from comptant.operations.acts.act import Refused

    exact = [row for row in found if row["invoice_number"] == text] or found
    if not exact:
        raise Refused("credit_note_unknown" if credit else "invoice_unknown", number=text)
    if len(exact) > 1:
        raise Refused("invoice_to_choose", number=text, ids=[row["id"] for row in exact])
    return exact[0]


def remittance(see: "See", id_: int) -> Row:
    """A remittance by its id; Refused: remittance_unknown."""
    from comptant.operations.acts.act import Refused

    found = see("read_remittances", contract_id=None, id=id_)
    if not found:
        raise Refused("remittance_unknown")
    return found[0]


def shares(texts: Sequence[str]) -> dict[str, int]:
    """NAME=SHARE, a share in percent: ppm by name; UsageError, for a name said twice too."""
    import click

    from comptant.doors.values import RATE
    from comptant.doors.words import say

    found: dict[str, int] = {}
    for text, name, share in _pairs(texts):
        if not name:
            raise click.UsageError(say(f"{text}: write NAME=SHARE.", f"{text} : écrivez NOM=PART."))
        if name in found:
            raise click.UsageError(say(f"{name} is said twice: write each name once.",
                                       f"{name} est dit deux fois : écrivez chaque nom une fois."
            ))  # fmt: skip
        found[name] = int(RATE.convert(share, None, None))
    return found


def sent(see: "See", contract_id: int, text: str, *, credit: bool = False) -> Row:
    """A document of a contract, open or closed, as `invoice` finds it; the open one first. Without
    `credit` a credit note too, where no invoice has that number."""
    from comptant.operations.acts.act import Refused

    ways = [(credit, False), (credit, True)] + ([] if credit else [(True, False), (True, True)])
    for is_credit, paid in ways:
        try:
            return invoice(see, contract_id, text, credit=is_credit, paid=paid)
        except Refused as refusal:
            if refusal.code == "invoice_to_choose":
                raise
    raise Refused("credit_note_unknown" if credit else "invoice_unknown", number=text)


def amounts(
    texts: Sequence[str], name: Callable[[str], str], *, signed: bool = False
) -> dict[str, int]:
    """NAME=AMOUNT, each name once understood: cents by name, those of the same name summed.

    `signed`: a minus sign makes a credit. Refused: column_of_amounts.
    """
    from comptant.doors.values import typed
    from comptant.operations.acts.act import Refused

    wanted: dict[str, Typed] = {}
    for text, what, amount in _pairs(texts):
        if not what:
            raise Refused("column_of_amounts", text=text)
        is_credit = signed and amount.startswith("-")
        cents = typed(amount.removeprefix("-") if signed else amount)
        cents = -cents if is_credit else cents
        key = name(what)
        wanted[key] = wanted[key].plus(cents) if key in wanted else cents
    return dict(wanted)


def _pairs(texts: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """NAME=VALUE as typed, its name and value; no name where one of the two is not there."""
    for text in texts:
        name, _, value = text.rpartition("=")
        yield text, name.strip(), value


def order(see: "See", order_id: int) -> Row:
    """A payment order by its id; Refused: order_unknown."""
    from comptant.operations.acts.act import Refused

    found = see("read_orders", contract_id=None, id=order_id)
    if not found:
        raise Refused("order_unknown", order_id=order_id)
    return found[0]


def payment(see: "See", payment_id: int) -> Row:
    """A payment that waits, by its id; Refused: payment_unknown."""
    from comptant.operations.acts.act import Refused

    found = see("read_cash", id=payment_id, contract_id=None)
    if not found:
        raise Refused("payment_unknown", payment_id=payment_id)
    return found[0]


def placed_payment(see: "See", payment_id: int) -> Row:
    """A payment by its id, whether it waits or not; Refused: payment_unknown."""
    from comptant.operations.acts.act import Refused

    found = see("read_payments", id=payment_id, contract_id=None)
    if not found:
        raise Refused("payment_unknown", payment_id=payment_id)
    return found[0]


def invoice_to_pay(see: "See", payment: Row, text: str, *, paid: bool = False) -> Row:
    """The invoice of a payment's contract (contract_id, payment_id) by its number or id: one that
    is open, or a debt that the guarantee has taken; `paid`: a closed one too. Of several with that
    number, that of the buyer who paid.

    Refused: invoice_of_another (the number is open in another contract), and as `invoice`.
    """
    from comptant.operations.acts.act import Refused

    of = {"contract_id": payment["contract_id"], "numbers": [text]}
    found = see("read_invoices", **of, everything=paid)
    found = [row for row in found if row["amount_cents"] > 0]
    known = {row["id"] for row in found}
    found += [row for row in see("read_guarantees", **of) if row["id"] not in known
              and row["factor_open_cents"] + row["client_open_cents"] > 0]  # fmt: skip
    if len(found) > 1:
        (paid_by,) = see("read_payments", id=payment["payment_id"], contract_id=of["contract_id"])
        found = [row for row in found if row["buyer_id"] == paid_by["buyer_id"]] or found
    try:
        return _only(found, text)
    except Refused as refusal:
        homes = see("read_number_homes", number=text)
        if refusal.code != "invoice_unknown" or not homes:
            raise
        raise Refused("invoice_of_another", number=text, payment_id=payment["payment_id"],
                      contract_number=homes[0]["contract_number"]) from None  # fmt: skip


def own_account(
    see: "See", iban: str | None, currencies: Collection[str] | None = None
) -> Row:  # fmt: skip
    """One of our accounts by IBAN, or the only one that pays (in one of these currencies, if some
    are said); Refused: own_account_unknown, no_account_in_currency, own_account_to_choose."""
    from comptant.operations.acts.act import Refused

    accounts = [row for row in see("read_own_accounts")
                if row["books_from"] != "parent" and not row["is_client_owned"]]  # fmt: skip
    if iban is not None:
        wanted = "".join(iban.split()).upper()
        accounts = [row for row in accounts if row["iban"] == wanted]
    elif currencies is not None:
        accounts = [row for row in accounts if row["currency"] in currencies]
        if not accounts:
            raise Refused("no_account_in_currency", currencies=sorted(currencies))
    if not accounts:
        raise Refused("own_account_unknown")
    if len(accounts) > 1:
        several = len({row["currency"] for row in accounts}) > 1
        raise Refused("own_account_to_choose", ibans=[
            f"{row['iban']} ({row['currency']})" if several else row["iban"] for row in accounts
        ])  # fmt: skip
    return accounts[0]


def payee(see: "See", party_id: int | None, iban: str) -> Row:
    """An approved account by IBAN or id; Refused: payee_unknown, payee_of_several."""
    from comptant.operations.acts.act import Refused

    wanted = "".join(iban.split()).upper()
    found = [row for row in see("read_payees", party_id=party_id)
             if wanted in (row["iban"], str(row["id"]))]  # fmt: skip
    if not found:
        raise Refused("payee_unknown", iban=iban)
    if len(found) > 1:
        accounts = [f"{row['id']} ({row['party_name']})" for row in found]
        raise Refused("payee_of_several", iban=iban, accounts=accounts)
    return found[0]
