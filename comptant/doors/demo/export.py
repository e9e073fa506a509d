"""Export in two-factor, from the quote to the last euro: invoices in dollars on an American buyer
whom an import factor has approved; one is paid in euros, the other by the import factor on its day.

Rates and days are those of DOMAIN W7-4 and W7-5: 1.0850, 1.1020, 1.0930; 90 days after 31 March.
"""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from comptant.doors.demo.bank import Bank
from comptant.doors.demo.insurance import newest
from comptant.doors.demo.scenarios import CLIENT, CLIENT_IBAN, CLIENT_SIREN, FIRST_ON, Tale
from comptant.doors.demo.tales import LEFT_OPEN, ONE_BUYER, QUOTED, euros, in_force, montant
from comptant.doors.sandbox import FACTOR, FACTOR_BIC, FACTOR_IBAN, Sandbox, open_sandbox
from comptant.doors.sold import Described, of_words
from comptant.formats import bankfile
from comptant.formats.rate_lists import RATE_VALUES
from comptant.operations.banking import bank
from comptant.operations.books import exchange
from comptant.operations.claiming import claim_decisions, claims, indemnities
from comptant.operations.closing import close
from comptant.operations.collection import exchanging
from comptant.operations.insurance import cover_steps, policies, policy_limits
from comptant.operations.quoting import accepting, offers
from comptant.operations.registry import own_accounts, parties
from comptant.operations.risk import facts
from comptant.operations.terms import references
from comptant.rules.curve import SALES
from comptant.store.connection import Connection

BUYER, BUYER_ID = "LIBERTY TOOLS INC", "US-36-4412345"
IMPORT_FACTOR, DOLLAR_IBAN = "NEW YORK FACTORS", "FR7630004000031234567890143"
DUE_ON, MONTH_END = date(2026, 3, 31), date(2026, 1, 31)
DECLARED_ON, PAID_ON = date(2026, 4, 13), date(2026, 6, 29)  # 90 days after the due day
RATES = {FIRST_ON: "1.0850", MONTH_END: "1.1020", DUE_ON: "1.0930", DECLARED_ON: "1.0930",
         PAID_ON: "1.0930"}  # fmt: skip
FIRST, SECOND = 6_000_000, 4_000_000
EUROS, TAKEN = 5_480_000, 5_989_640  # 54,800.00 euros at 1.0930
# The general rules of two-factor business: all of what is approved, on the ninetieth day.
GRIF: dict[str, Any] = {
    "insured_ppm": 1_000_000, "waiting_days": 90, "waiting_from": "DUE", "dispute_days": 180,
    "jurisdiction_days": 365, "extension_days": 0, "consent_extension_days": 0,
    "premium_base": "TURNOVER", "policy_rate_ppm": 6_000, "premium_tax_ppm": 0,
}  # fmt: skip
# What the quote says beside its product, and the contract beside its quote.
OFFERED: dict[str, Any] = {
    **QUOTED, **ONE_BUYER, "is_insured": False, "cover_ppm": 1_000_000,
    "overdue_cutoff_days": 120,
    "advance_standard_ppm": 850_000, "open_countries": "FR MC US", "reference_index": "FIXED",
    "fee_ppm": 9_000, "margin_ppm": 20_000,
}  # fmt: skip
TERMS: dict[str, Any] = {"guarantee_delay_days": 90, **LEFT_OPEN}


def export(conn: Connection, folder: Path) -> Tale:
    """Quoted, sold, advanced; revalued at a month-end; paid in euros and by the import factor."""
    tale, policy_id = _opened(conn)
    _sold(tale, folder)
    _revalued(tale)
    _paid_in_euros(tale)
    _paid_by_import_factor(tale, policy_id)
    return tale


def _opened(conn: Connection) -> tuple[Tale, int]:
    """A house with an account in dollars, a quote, a contract in dollars, an import factor."""
    box = open_sandbox(conn, FIRST_ON)
    in_force(box)
    _rates(box)
    euro_account, box.own_account_id = box.own_account_id, own_accounts.add_own_account(
        conn, box.asked("tania"), iban=DOLLAR_IBAN, bic=FACTOR_BIC, name=FACTOR, currency="USD",
        books_from="camt.053", parent_iban=None, contract_id=0, buyer_id=0,
    )["own_account_id"]  # fmt: skip
    assert euro_account != box.own_account_id
    client_id = box.client(CLIENT, CLIENT_SIREN, "alice", CLIENT_IBAN)
    buyer_id = parties.add_party(conn, box.asked("anna"), kind="COMPANY", name=BUYER, country="US",
                                 numbers={"foreign": BUYER_ID})["party_id"]  # fmt: skip
    quote = offers.quote(
        conn, box.asked("anna"), prospect=CLIENT, party_id=client_id, product="non_recourse",
        terms=OFFERED, client_class="B", need_cents=None, told={}, buyers=_ledger(),
        sales=SALES.empty(), currency="USD",
    )  # fmt: skip
    accepting.accept_quote(conn, box.asked("alice"), quote_id=quote["quote_id"],
                           capacity="gérante", language="fr")  # fmt: skip
    contract_id = box.contract_from(quote["quote_id"], "C-1", **TERMS)
    box.limit(contract_id, buyer_id, FIRST + SECOND, "USD")
    tale = Tale(box, Bank(DOLLAR_IBAN, FACTOR_BIC, currency="USD"), contract_id, buyer_id,
                currency="USD")  # fmt: skip
    cost = quote["figures"]["yearly_cost_cents"]
    tale.tell(f"Quote {quote['quote_id']}: a year costs {euros(cost)} dollars. It is accepted, and "
              "the contract in dollars is opened from it with its terms.",
              f"Devis {quote['quote_id']} : un an coûte {montant(cost)} dollars. Il est accepté, "
              "et le contrat en dollars en est ouvert avec ses clauses.")  # fmt: skip
    return tale, _approved(tale)


def _ledger() -> pl.DataFrame:
    """A year's sales in dollars to the American buyer, paid after 75 days."""
    named = ((BUYER, 1_000_000, "US", "B"),)
    return of_words(Described(120_000_000, 75, 75, 40, named, 0), "others").buyers


def _rates(box: Sandbox) -> None:
    """What one euro is in dollars, and the rate of the contract's financing, by two people."""
    lines = [f"EUR_USD;{day:%d/%m/%Y};{rate};BCE" for day, rate in RATES.items()]
    rows = RATE_VALUES.frame(
        {"row_number": number, "index_name": "EUR_USD", "fixing_on": day, "value_source": "BCE",
         "value_millionths": int(rate.replace(".", "")) * 100}
        for number, (day, rate) in enumerate(RATES.items(), 1)
    )  # fmt: skip
    box.approve(references.propose_rates(
        box.conn, box.asked("tania"), values=rows, file_name="devises.csv",
        content="\n".join(["indice;jour;taux;source", *lines]).encode()))  # fmt: skip
    box.approve(facts.propose_rate(box.conn, box.asked("tania"), index_name="FIXED",
                                   fixing_on=box.on, rate_ppm=40_000,
                                   source="contrat"))  # fmt: skip


def _approved(tale: Tale) -> int:
    """The agreement with the import factor, and what it approves of the buyer."""
    box = tale.box
    factor_id = parties.add_party(box.conn, box.asked("anna"), kind="INSURER", name=IMPORT_FACTOR,
                                  country="US", numbers={})["party_id"]  # fmt: skip
    of: dict[str, Any] = {"from_on": FIRST_ON, "source": "interfactor agreement"}
    policy_id = policies.open_policy(
        box.conn, box.asked("anna"), insurer_id=factor_id, currency="USD", policy_number="IFA-1",
        holder_id=box.users["anna"].company_id, **of)["policy_id"]  # fmt: skip
    box.approve(policies.propose_policy_terms(box.conn, box.asked("anna"), policy_id=policy_id,
                                              terms=GRIF, **of))  # fmt: skip
    box.approve(policies.propose_policy_cover(
        box.conn, box.asked("anna"), contract_id=tale.contract_id, policy_id=policy_id, buyer_id=0,
        layer=1, share_ppm=1_000_000, **of))  # fmt: skip
    policy_limits.record_policy_limit(
        box.conn, box.asked("anna"), policy_id=policy_id, buyer_id=tale.buyer_id,
        decision="GRANTED", decision_number="CC-1", amount_cents=FIRST + SECOND,
        valid_from_on=FIRST_ON, until_on=None, told_on=None, source="credit cover response",
    )  # fmt: skip
    tale.tell(f"{IMPORT_FACTOR} approves {BUYER} for 100,000.00 dollars, at 0.60 %.",
              f"{IMPORT_FACTOR} agrée {BUYER} pour 100 000,00 dollars, à 0,60 %.")  # fmt: skip
    return int(policy_id)


def _sold(tale: Tale, folder: Path) -> None:
    """Two invoices in dollars are assigned; 85 % less the fee is drawn and paid in dollars."""
    path = folder / "ventes-usd.csv"
    head = "numero;date facture;echeance;montant ttc;devise;acheteur;foreign number\n"
    path.write_text(head + "".join(
        f"{number};{FIRST_ON:%d/%m/%Y};{DUE_ON:%d/%m/%Y};{cents // 100},00;USD;{BUYER};{BUYER_ID}\n"
        for number, cents in (("FA-1", FIRST), ("FA-2", SECOND))), "utf-8")  # fmt: skip
    tale.box.sell("alice", tale.contract_id, path)
    drawn = tale.draw()
    tale.tell(f"FA-1 and FA-2, 100,000.00 dollars, are assigned; paid out: {euros(drawn)}.",
              f"FA-1 et FA-2, 100 000,00 dollars, sont cédées ; versé : {montant(drawn)}."
    )  # fmt: skip


def _revalued(tale: Tale) -> None:
    """The month-end: what is owed and what it is financed by have moved together."""
    tale.travel(MONTH_END)
    done = exchange.revalue(tale.box.conn, tale.box.asked("aron"), contract_id=tale.contract_id)
    cents = {row["account"]: row["exchange_cents"] for row in done["accounts"]}
    tale.tell(f"Revalued at 1.1020: receivables {euros(cents['DEB'])} euros, our bank "
              f"{euros(cents['BNK'])}; the result is {euros(done['exchange_cents'])}.",
              f"Réévaluation à 1,1020 : créances {montant(cents['DEB'])} euros, notre banque "
              f"{montant(cents['BNK'])} ; le résultat est {montant(done['exchange_cents'])}."
    )  # fmt: skip


def _paid_in_euros(tale: Tale) -> None:
    """FA-1 is paid in euros: exchanged at the bank's rate, what is short is the client's."""
    box = tale.box
    tale.travel(DUE_ON)
    their_bank = Bank(FACTOR_IBAN, FACTOR_BIC)
    their_bank.receive(EUROS, BUYER, "FA-1")
    data = their_bank.statement(box.on)
    read = bankfile.read("camt053-eur.xml", data)
    bank.take_in(box.conn, box.asked("tania"), statements=read.statements,
                 movements=read.movements, source="camt.053", file_name="euros.xml",
                 content=data)  # fmt: skip
    asked = exchanging.exchange_payment(
        box.conn, box.asked("anna"), payment_id=newest(tale, is_house=True), source="FX-77",
        contract_id=tale.contract_id, buyer_id=tale.buyer_id, taken_cents=TAKEN,
        invoice_ids=[tale.invoice("FA-1")],
    )  # fmt: skip
    done = box.approve(asked, "aron")
    short = done["charged_cents"]
    tale.tell(f"{BUYER} pays FA-1 in euros, 54,800.00: 59,896.40 dollars at 1.0930; the "
              f"{euros(short)} missing are the client's.",
              f"{BUYER} paie FA-1 en euros, 54 800,00 : 59 896,40 dollars à 1,0930 ; les "
              f"{montant(short)} manquants sont à l'adhérent.")  # fmt: skip


def _paid_by_import_factor(tale: Tale, policy_id: int) -> None:
    """FA-2 stays unpaid: reported, guaranteed, and paid by the import factor on its day."""
    box = tale.box
    tale.travel(DECLARED_ON)
    told = {"contract_id": tale.contract_id, "policy_id": policy_id,
            "invoice_ids": [tale.invoice("FA-2")]}  # fmt: skip
    cover_steps.record_cover_step(box.conn, box.asked("anna"), **told, step="DECLARED",
                                  step_on=DECLARED_ON, reference="overdue report 1")  # fmt: skip
    opened = claims.open_claim(box.conn, box.asked("anna"), **told, reference="PUA-1")
    tale.tell(f"FA-2 is overdue: reported. {IMPORT_FACTOR} pays on {opened['indemnity_on']}.",
              f"FA-2 est en retard : signalée. {IMPORT_FACTOR} paie le {opened['indemnity_on']}."
    )  # fmt: skip
    tale.travel(PAID_ON)
    close.close(box.conn, box.asked("aron"), PAID_ON, lambda done, of: None)
    of = {"contract_id": tale.contract_id, "claim_id": opened["claim_id"]}
    claim_decisions.accept_claim(box.conn, box.asked("anna"), **of, accepted_cents=None,
                                 step_on=PAID_ON, reference="PUA-1")  # fmt: skip
    tale.bank.receive(SECOND, IMPORT_FACTOR, "PAYMENT UNDER APPROVAL PUA-1")
    tale.evening()
    indemnities.receive_indemnity(
        box.conn, box.asked("tania"), **of, payment_id=newest(tale, is_house=True),
        amount_cents=None, step_on=PAID_ON, reference="PUA-1")  # fmt: skip
    rest = tale.draw()
    tale.tell(f"{IMPORT_FACTOR} pays 40,000.00 dollars; the rest is paid out: {euros(rest)}.",
              f"{IMPORT_FACTOR} paie 40 000,00 dollars ; le solde est versé : {montant(rest)}."
    )  # fmt: skip
