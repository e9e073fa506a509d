"""A buyer's programme from its quote to the last euro: a supplier invited, payables approved,
one paid early, one when due after the buyer's debit, the rebate. Figures of DOMAIN W7-2."""

from dataclasses import dataclass, field
from datetime import date

from comptant.doors.demo.bank import Bank
from comptant.doors.demo.scenarios import CLIENT, CLIENT_IBAN, CLIENT_SIREN, Tale
from comptant.doors.demo.tales import in_force
from comptant.doors.sandbox import FACTOR_BIC, FACTOR_IBAN, Sandbox, open_sandbox
from comptant.doors.sold import Described, of_words
from comptant.doors.words import Both
from comptant.operations.acts.act import Answer
from comptant.operations.assigning import early_payments, payables, programmes
from comptant.operations.closing import close
from comptant.operations.collection import collecting, instruments
from comptant.operations.quoting import accepting, offers
from comptant.operations.registry import mandates, own_accounts, parties
from comptant.operations.risk import facts
from comptant.rules.payables import SENT_PAYABLES
from comptant.store.connection import Connection

SUPPLIER, SUPPLIER_SIREN = "GAMMA SA", "572015246"
SUPPLIER_IBAN = "FR7630004000031234567890143"
FIRST_ON, CALLED_ON, EVE_ON, DUE_ON = (
    date(2026, 1, 19), date(2026, 2, 20), date(2026, 3, 9), date(2026, 3, 10))  # fmt: skip
EARLY_CENTS, LATE_CENTS = 10_000_000, 2_000_000
REFERENCE_PPM = 21_000  # with the margin, 3.20 %
# DOMAIN W7-2: a margin of 1.10, of which 30 % come back. The rest is as the tariff prices it.
QUOTED = {"payables_line_cents": 30_000_000, "payables_rebate_ppm": 300_000,
          "margin_ppm": 11_000, "setup_cents": 0, "monthly_cents": 0}  # fmt: skip
YEAR_CENTS = 72_000_000
# What the story tells of the programme's books, as far as it is not zero.
SHOWN = ("PAY", "SUPP", "DEFI", "CCA", "INT", "REBA")


@dataclass
class Told:
    """One event of the story, and what the accounts of the programme come to after it."""

    day: date
    event: Both
    figures: dict[str, int]


@dataclass
class Programme:
    """The story under way."""

    tale: Tale
    ids: dict[str, int] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)

    @property
    def box(self) -> Sandbox:
        return self.tale.box

    def tell(self, english: str, french: str) -> None:
        """Note what happened today, with the books after it."""
        found = self.box.conn.execute(
            "SELECT account, sum(amount_cents)::bigint FROM balance WHERE contract_id = %s"
            " GROUP BY account", (self.tale.contract_id,),
        ).fetchall()  # fmt: skip
        sums = dict(found)
        figures = {name: sums[name] for name in SHOWN if sums.get(name)}
        self.told.append(Told(self.box.on, Both(english, french), figures))

    def close(self, day: date) -> Answer:
        """The accountant closes a day."""
        self.tale.travel(day)
        return close.close(self.box.conn, self.box.asked("aron"), day, lambda done, of: None)


def play(conn: Connection) -> Programme:
    """Open a house and play the programme; each day is told."""
    story = _open(conn)
    approved = _approve(story)
    story.tell("ALPHA sends two invoices of GAMMA and approves them: nobody can undo it.",
               "ALPHA transmet deux factures de GAMMA et les valide : nul ne peut revenir dessus."
               )  # fmt: skip
    asked = early_payments.ask_early(conn, story.box.asked("gina"), payable_ids=approved[:1])
    story.box.approve(asked["orders"][0], "tania")
    story.tell("GAMMA asks for FG-1, 50 days early; the price was shown before.",
               "GAMMA demande FG-1, 50 jours d'avance ; le prix était montré avant.")  # fmt: skip
    story.tale.pay_out()
    story.tell("The bank pays GAMMA 99,555.56: 100,000.00 less 444.44 of discount.",
               "La banque verse à GAMMA 99 555,56 : 100 000,00 moins 444,44 d'escompte."
               )  # fmt: skip
    story.tale.travel(CALLED_ON)
    lot = _debit(story)
    story.close(EVE_ON)
    story.tell("The eve of the due date: the discount is earned.",
               "La veille de l'échéance : l'escompte est acquis.")  # fmt: skip
    story.tale.travel(DUE_ON)
    story.tale.bank.receive(EARLY_CENTS + LATE_CENTS, CLIENT, lot)
    story.tale.evening()
    story.close(DUE_ON)
    story.tell("ALPHA is debited; FG-2 that nobody took early is owed to GAMMA.",
               "ALPHA est débitée ; FG-2, que nul n'a prise d'avance, est due à GAMMA."
               )  # fmt: skip
    _release_suppliers(story)
    story.tale.travel(date(2026, 3, 11))
    story.tale.pay_out()
    story.tell("GAMMA is paid for FG-2.", "GAMMA est payée de FG-2.")
    story.tale.draw()
    story.tell("ALPHA draws its rebate; nothing is left but what we have earned.",
               "ALPHA tire sa ristourne ; il ne reste que ce que nous avons gagné."
               )  # fmt: skip
    return story


def _open(conn: Connection) -> Programme:
    box = open_sandbox(conn, FIRST_ON)
    box.approve(facts.propose_rate(
        conn, box.asked("tania"), index_name="EURIBOR3M", fixing_on=FIRST_ON,
        rate_ppm=REFERENCE_PPM, source="sandbox",
    ))  # fmt: skip
    buyer_id = box.client(CLIENT, CLIENT_SIREN, "alice", CLIENT_IBAN)
    supplier_id = box.party(SUPPLIER, SUPPLIER_SIREN)
    box.user("gina", supplier_id, "supplier")
    box.approve(parties.propose_payee_account(
        conn, box.asked("anna"), party_id=supplier_id, iban=SUPPLIER_IBAN, bic=None,
        holder=SUPPLIER,
    ), "tania")  # fmt: skip
    contract_id = _agreed(box, buyer_id)
    story = Programme(Tale(box, Bank(FACTOR_IBAN, FACTOR_BIC), contract_id, buyer_id))
    programmes.invite_supplier(
        conn, box.asked("alice"), contract_id=contract_id, supplier_number=SUPPLIER_SIREN,
        supplier_name=SUPPLIER, is_invited=True, source="ALPHA",
    )  # fmt: skip
    programmes.join_programme(
        conn, box.asked("gina"), programme_id=contract_id, supplier_id=supplier_id,
        is_automatic=False, consent="general terms of 1 January 2026",
    )  # fmt: skip
    story.tell("ALPHA accepts its quote: a programme of 300,000.00; GAMMA is invited and joins.",
               "ALPHA accepte son devis : un programme de 300 000,00 ; GAMMA, invitée, le "
               "rejoint.")  # fmt: skip
    return story


def _agreed(box: Sandbox, buyer_id: int) -> int:
    """The programme quoted to ALPHA on what it buys of GAMMA, accepted, opened from the quote."""
    of = ((SUPPLIER, 1_000_000, "FR", "B"),)
    bought = of_words(Described(YEAR_CENTS, 60, 60, 12, of, 0), "others")
    in_force(box)
    quote = offers.quote(
        box.conn, box.asked("anna"), prospect=CLIENT, party_id=buyer_id,
        product="reverse_programme", terms=QUOTED, client_class="B", need_cents=None, told={},
        buyers=bought.buyers, sales=bought.sales,
    )  # fmt: skip
    accepting.accept_quote(box.conn, box.asked("alice"), quote_id=quote["quote_id"],
                           capacity="gérante", language="fr")  # fmt: skip
    return box.contract_from(quote["quote_id"], "P-1", due_value_days=0)


def _approve(story: Programme) -> list[int]:
    sent = payables.send_payables(
        story.box.conn, story.box.asked("alice"), contract_id=story.tale.contract_id,
        payables=SENT_PAYABLES.frame([
            {"supplier_number": SUPPLIER_SIREN, "invoice_number": number, "amount_cents": cents,
             "issued_on": date(2026, 1, 10), "due_on": DUE_ON}
            for number, cents in (("FG-1", EARLY_CENTS), ("FG-2", LATE_CENTS))
        ]),
    )  # fmt: skip
    answer = payables.approve_payables(
        story.box.conn, story.box.asked("alice"), contract_id=story.tale.contract_id,
        payable_ids=sent["payable_ids"],
    )  # fmt: skip
    return [int(id_) for id_ in answer["payable_ids"]]


def _debit(story: Programme) -> str:
    """ALPHA's account is to be debited on the due date, under its mandate; the lot at the bank."""
    box, conn = story.box, story.box.conn
    own_accounts.set_collecting(
        conn, box.asked("tania"), own_account_id=box.own_account_id, from_on=box.on,
        source="sandbox", terms={"creditor_identifier": "FR72ZZZ123456", "debit_lead_days": 1},
    )  # fmt: skip
    mandate = box.approve(mandates.propose_mandate(
        conn, box.asked("anna"), buyer_id=story.tale.buyer_id, scheme="B2B", bic=None,
        own_account_id=box.own_account_id, reference="RUM-P-1", iban=CLIENT_IBAN, holder=CLIENT,
        signed_on=FIRST_ON, is_one_off=False,
    ), "tania")  # fmt: skip
    instruments.order_debit(
        conn, box.asked("anna"), contract_id=story.tale.contract_id, due_on=DUE_ON,
        mandate_id=mandate["mandate_id"], amount_cents=EARLY_CENTS + LATE_CENTS, text="P-1",
        is_last=False, invoices={},
    )  # fmt: skip
    story.tale.travel(date(2026, 3, 6))
    sent = collecting.remit_instruments(
        conn, box.asked("tania"), payment_means="SDD", scheme="B2B",
        own_account_id=box.own_account_id, instrument_ids=None,
    )  # fmt: skip
    return str(sent["lots"][0]["lot"])


def _release_suppliers(story: Programme) -> None:
    """The treasurer releases what the close has prepared for suppliers."""
    waiting = story.box.conn.execute(
        """SELECT a.id FROM approval a JOIN payment_order o ON o.contract_id = a.contract_id
           AND o.id = a.subject_id WHERE a.kind = 'payment_order' AND o.purpose = 'SUPPLIER'
           AND NOT EXISTS (SELECT FROM approval_decision d WHERE d.approval_id = a.id)"""
    ).fetchall()
    for (approval_id,) in waiting:
        story.box.approve({"approval_id": approval_id}, "tania")
