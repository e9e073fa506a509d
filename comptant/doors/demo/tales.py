"""What the stories of products share: their opening, their end, amounts in words."""

from datetime import date
from typing import Any

from comptant.doors.demo.bank import Bank
from comptant.doors.demo.scenarios import (
    BUYER,
    BUYER_SIREN,
    CLIENT,
    CLIENT_IBAN,
    CLIENT_SIREN,
    FIRST_ON,
    Tale,
)
from comptant.doors.sandbox import FACTOR_BIC, FACTOR_IBAN, Sandbox, open_sandbox
from comptant.doors.sold import Described, Sold, of_words
from comptant.operations.acts.act import Answer
from comptant.operations.quoting import accepting, offers, tariffs
from comptant.store.connection import Connection

DUE_ON, PAID_ON = date(2026, 3, 2), date(2026, 3, 2)  # 45 days after the assignment
HEAD = "numero;date facture;echeance;montant ttc;acheteur;siren\n"
# What the quotes say beside their product, and the contracts beside their quote.
QUOTED = {"fee_billing": "AT_ASSIGNMENT", "notice_required": False}
LEFT_OPEN = {"delivery_proof_above_cents": None, "interest_billing": "AT_COLLECTION"}
ONE_BUYER = {"fund_ppm": 0, "concentration_ppm": 1_000_000}  # a story has one buyer


def line(number: str, cents: int, due_on: date = DUE_ON) -> str:
    """A line of the client's list."""
    return (f"{number};{FIRST_ON:%d/%m/%Y};{due_on:%d/%m/%Y};{cents // 100},{cents % 100:02d};"
            f"{BUYER};{BUYER_SIREN}\n")  # fmt: skip


def opened(
    conn: Connection, product: str, sold: Sold, terms: dict[str, Any], client: str = CLIENT,
    siren: str = CLIENT_SIREN,
) -> Tale:  # fmt: skip
    """A house with the example tariff, a quote of a product, and a contract with its terms."""
    box = open_sandbox(conn, FIRST_ON)
    in_force(box)
    client_id = box.client(client, siren, "alice", CLIENT_IBAN)
    buyer_id = box.party(BUYER, BUYER_SIREN)
    contract_id, quote = contracted(box, product, sold, terms, client_id, client)
    box.limit(contract_id, buyer_id, 12_000_000)
    tale = Tale(box, Bank(FACTOR_IBAN, FACTOR_BIC), contract_id, buyer_id)
    tell_quote(tale, quote)
    return tale


def contracted(
    box: Sandbox, product: str, sold: Sold, terms: dict[str, Any], client_id: int, client: str,
    login: str = "alice", number: str = "C-1",
) -> tuple[int, Answer]:  # fmt: skip
    """A quote of a product that the client's owner accepts, and the contract with its terms."""
    quote = offers.quote(
        box.conn, box.asked("anna"), prospect=client, party_id=client_id, product=product,
        terms={**QUOTED, **terms}, client_class="B", need_cents=None, told={},
        buyers=sold.buyers, sales=sold.sales,
    )  # fmt: skip
    accepting.accept_quote(box.conn, box.asked(login), quote_id=quote["quote_id"],
                           capacity="gérante", language="fr")  # fmt: skip
    return box.contract_from(quote["quote_id"], number, **LEFT_OPEN), quote


def tell_quote(tale: Tale, quote: Answer) -> None:
    """What a quote costs, and that the contract is there."""
    cost = quote["figures"]["yearly_cost_cents"]
    tale.tell(f"Quote {quote['quote_id']}: a year costs {euros(cost)}. It is accepted, and the "
              "contract is opened from it with its terms.",
              f"Devis {quote['quote_id']} : un an coûte {montant(cost)}. Il est accepté, et le "
              "contrat en est ouvert avec ses clauses.")  # fmt: skip


def in_force(box: Sandbox) -> int:
    """The example tariff in force from today on, by two people; its id."""
    rows = tariffs.TARIFF.frame(row.__dict__ for row in tariffs.example())
    proposed = tariffs.propose_tariff(box.conn, box.asked("anna"), rows=rows,
                                      valid_from_on=box.on, source="demo")  # fmt: skip
    return int(box.approve(proposed)["tariff_id"])


def to_the_end(tale: Tale, cents: int, text: str) -> Tale:
    """All that is available is drawn; the buyer pays; the rest is drawn."""
    drawn = tale.draw()
    tale.tell(f"Drawn and paid out: {euros(drawn)}.", f"Tiré et versé : {montant(drawn)}.")
    tale.travel(PAID_ON)
    tale.receive(cents, text)
    rest = tale.draw()
    tale.tell(f"{BUYER} pays; the rest is paid out: {euros(rest)}.",
              f"{BUYER} paie ; le solde est versé : {montant(rest)}.")  # fmt: skip
    return tale


def of_one_buyer(turnover_cents: int, invoices: int) -> Sold:
    """A company that sells to one buyer."""
    named = ((BUYER, 1_000_000, "FR", "B"),)
    return of_words(Described(turnover_cents, 45, 45, invoices, named, 0), "others")


def euros(cents: int) -> str:
    """An amount as English writes it."""
    return f"{'-' * (cents < 0)}{abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def montant(cents: int) -> str:
    """The same as French writes it."""
    whole = f"{'-' * (cents < 0)}{abs(cents) // 100:,}"
    return whole.replace(",", "\N{NARROW NO-BREAK SPACE}") + f",{abs(cents) % 100:02d}"
