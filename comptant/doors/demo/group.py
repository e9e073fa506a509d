"""Two sellers of a group from their quotes to the last euro: one line, one consolidated statement,
each its own ledger."""

from pathlib import Path

from comptant.doors import groups_told
from comptant.doors.demo.scenarios import BUYER, CLIENT, FIRST_ON, Tale
from comptant.doors.demo.tales import (
    HEAD,
    ONE_BUYER,
    PAID_ON,
    contracted,
    euros,
    line,
    montant,
    of_one_buyer,
    opened,
    tell_quote,
)
from comptant.operations.registry import parties
from comptant.operations.risk import groups, limits
from comptant.store.access import reading
from comptant.store.connection import Connection

GROUP, SELLER, SELLER_SIREN = "HOLDING", "GAMMA SA", "572015246"
SELLER_IBAN = "FR7630004000031234567890143"
YEAR_CENTS = 60_000_000
SOLD = {"C-1": 1_200_000, "C-2": 800_000}
LINE_CENTS, SHARES = 1_500_000, {"C-1": 1_000_000, "C-2": 500_000}


def group(conn: Connection, folder: Path) -> Tale:
    """Each seller assigns, draws within its share, and is paid; the group reads both."""
    tale = opened(conn, "whole_turnover", of_one_buyer(YEAR_CENTS, 40), ONE_BUYER)
    contracts = {"C-1": tale.contract_id, "C-2": _second(tale)}
    _one_line(tale, contracts)
    for number, login in (("C-1", "alice"), ("C-2", "gaby")):
        path = folder / f"ventes-{number}.csv"
        path.write_text(HEAD + line(f"FA-{number}", SOLD[number]), "utf-8")
        tale.box.sell(login, contracts[number], path)
    tale.tell("Each assigns its own: 12,000.00 and 8,000.00.",
              "Chacune cède les siennes : 12 000,00 et 8 000,00.")  # fmt: skip
    _drawn(tale, contracts, "within its share of the line", "dans sa part de la ligne")
    _statement(tale)
    tale.travel(PAID_ON)
    tale.receive(sum(SOLD.values()), " ".join(f"FA-{number}" for number in SOLD))
    tale.tell(f"{BUYER} pays both in one transfer: each ledger has its own part.",
              f"{BUYER} paie les deux d'un virement : chaque compte a sa part.")  # fmt: skip
    _drawn(tale, contracts, "all that is left", "tout le solde")
    _statement(tale)
    return tale


def _second(tale: Tale) -> int:
    """The other seller, with its own owner, quote, contract and limit."""
    client_id = tale.box.client(SELLER, SELLER_SIREN, "gaby", SELLER_IBAN)
    sold = of_one_buyer(YEAR_CENTS, 40)
    contract_id, quote = contracted(
        tale.box, "whole_turnover", sold, ONE_BUYER, client_id, SELLER, "gaby", "C-2"
    )
    tale.box.limit(contract_id, tale.buyer_id, 12_000_000)
    tell_quote(tale, quote)
    return contract_id


def _one_line(tale: Tale, contracts: dict[str, int]) -> None:
    """The group, its two members, its line by two people, and the share of each contract."""
    conn, box = tale.box.conn, tale.box
    group_id = parties.add_party(conn, box.asked("anna"), kind="GROUP", name=GROUP, country="FR",
                                 numbers={})["party_id"]  # fmt: skip
    members = conn.execute("SELECT client_id FROM contract WHERE number = ANY(%s) ORDER BY number",
                           (list(contracts),)).fetchall()  # fmt: skip
    for (party_id,) in members:
        groups.add_group_member(conn, box.asked("anna"), group_id=group_id, party_id=party_id,
                                from_on=box.on, is_member=True, source="chart")  # fmt: skip
    box.approve(limits.propose_limit(
        conn, box.asked("anna"), scope="CLIENT_GROUP_LINE", contract_id=0, party_id=group_id,
        amount_cents=LINE_CENTS, currency="EUR", from_on=box.on, source="committee",
    ))  # fmt: skip
    for number, contract_id in contracts.items():
        limits.allot(conn, box.asked("anna"), contract_id=contract_id, scope="CLIENT_GROUP_LINE",
                     party_id=group_id, currency="EUR", amount_cents=SHARES[number])  # fmt: skip
    tale.tell(f"{GROUP} has one line of 15,000.00: 10,000.00 for {CLIENT}, 5,000.00 for {SELLER}.",
              f"{GROUP} a une ligne de 15 000,00 : 10 000,00 pour {CLIENT}, 5 000,00 pour "
              f"{SELLER}.")  # fmt: skip


def _drawn(tale: Tale, contracts: dict[str, int], english: str, french: str) -> None:
    drawn = [tale.box.draw(login, contracts[number])
             for number, login in (("C-1", "alice"), ("C-2", "gaby"))]  # fmt: skip
    tale.pay_out()
    tale.tell(f"Each draws {english}: {' and '.join(euros(cents) for cents in drawn)}.",
              f"Chacune tire {french} : {' et '.join(montant(cents) for cents in drawn)}."
    )  # fmt: skip


def _statement(tale: Tale) -> None:
    """What the consolidated statement says of the group, to the factor who sends it."""
    user = tale.box.users["anna"]
    with reading(user.id, user.company_id, user.roles, tale.box.on) as see:
        _, rows = groups_told.consolidated(see, GROUP, FIRST_ON, tale.box.on)
    used, left = rows[-1]["funds_in_use_cents"], rows[-1]["line_left_cents"]
    tale.tell(f"The consolidated statement: {euros(used)} in use, {euros(left)} left of the line.",
              f"Le relevé consolidé : {montant(used)} utilisés, {montant(left)} restent sur la "
              "ligne.")  # fmt: skip
