"""A thing of every kind that an operation may name, all of a neighbour: GAMMA SA, its contract C-2,
its owner cora."""

from typing import Any

from comptant.operations.collection import collecting, instruments
from comptant.operations.drawing import payments
from comptant.operations.quoting.links import share_quote
from comptant.operations.registry import mandates, parties
from tests import policies
from tests.facts import World
from tests.instruments import BETA_RIB

GAMMA_IBAN = "FR7630004000031234567890143"


def add_things(world: World) -> None:
    """Add what everyone() leaves out of the neighbour, under `<kind> theirs` in the world's ids."""
    contract, gamma, delta = (world.ids[name] for name in ("C-2", "GAMMA SA", "DELTA SARL"))
    world.approve(parties.propose_payee_account(
        world.conn, world.asked("cora"), party_id=gamma, iban=GAMMA_IBAN, bic=None,
        holder="GAMMA SA"))  # fmt: skip
    drawn = payments.draw(world.conn, world.asked("cora"), contract_id=contract,
                          amount_cents=10_000, payee_account_id=None)  # fmt: skip
    linked = share_quote(world.conn, world.asked("cora"), quote_id=world.ids["their quote"],
                         token="theirs".ljust(43, "x"))  # fmt: skip
    world.ids |= {
        "order theirs": drawn["order_id"], "approval theirs": drawn["approval_id"],
        "link theirs": linked["link_id"], **_instruments(world, contract, delta),
        "ceiling theirs": world.one("SELECT max(id) FROM ceiling WHERE contract_id = %s", contract),
        "payee_account theirs": world.one("SELECT id FROM payee_account WHERE party_id = %s",
                                          gamma),
        "outbox theirs": world.one("SELECT max(id) FROM outbox WHERE contract_id = %s", contract),
    }  # fmt: skip
    world.bank({"cents": -5_000, "text": "FRAIS"})
    world.ids["movement theirs"] = world.one("SELECT max(id) FROM bank_movement")
    _of_a_person(world)
    held = policies.opened(world, "P-77", holder_id=gamma)
    world.ids |= {"policy theirs": held, "insurer theirs": world.ids["ASSUR"],
                  "holder theirs": gamma}  # fmt: skip
    world.ids["statement theirs"] = world.one(
        """INSERT INTO commission_statement (id, party_id, number, currency, stated_on, until_on,
               net_cents, taxable_cents, vat_ppm, vat_cents, total_cents, entry_id, act_id)
           VALUES (nextval('ids'), %s, 1, 'EUR', %s, %s, 100, 0, 0, 0, 100, 1, 1) RETURNING id""",
        gamma, world.on, world.on,
    )  # fmt: skip


def _instruments(world: World, contract: int, buyer: int) -> dict[str, int]:
    """A cheque that waits, another remitted to the bank, and a mandate of the neighbour's buyer."""
    world.agree_with_bank()
    told: dict[str, Any] = {
        "contract_id": contract, "buyer_id": buyer, "payment_means": "CHQ", "amount_cents": 1_000,
        "issued_on": world.on, "due_on": None, "account": None, "payer_name": None,
        "is_accepted": False, "text": "", "invoices": {},
    }  # fmt: skip
    one, other = (instruments.receive_instrument(world.conn, world.asked("anna"), number=number,
                                                 **told)["instrument_id"]
                  for number in ("7000001", "7000002"))  # fmt: skip
    collecting.remit_instruments(
        world.conn, world.asked("tania"), payment_means="CHQ", own_account_id=world.ids["bank"],
        scheme="CORE", instrument_ids=[other],
    )  # fmt: skip
    mandate = world.approve(mandates.propose_mandate(
        world.conn, world.asked("anna"), buyer_id=buyer, own_account_id=world.ids["bank"],
        reference="RUM-9", scheme="CORE", iban=BETA_RIB, bic=None, holder="DELTA SARL",
        signed_on=world.on, is_one_off=False))  # fmt: skip
    return {"instrument theirs": one, "mandate theirs": mandate["mandate_id"],
            "collection theirs": world.one("SELECT max(id) FROM collection")}  # fmt: skip


def _of_a_person(world: World) -> None:
    """A session, a second factor and an account elsewhere of cora's."""
    user = world.users["cora"].id
    for kind, names, values in (
        ("session", "token_digest, expires_at", "'\\x07', now() + interval '1 day'"),
        (
            "second_factor",
            "kind, name, secret, last_step, act_id",
            "'TOTP', 'phone', repeat('x', 60), 0, 1",
        ),
        ("identity", "issuer, subject, name, act_id", "'https://id.example', 'c', 'c', 1"),
    ):
        world.ids[f"{kind} theirs"] = world.one(
            f"INSERT INTO {kind} (user_id, {names}) VALUES (%s, {values}) RETURNING id",
            user,
        )
