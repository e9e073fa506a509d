"""What a refusal tells besides what its operation says: in which currency its amounts are."""

from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import Connection
from psycopg.pq import TransactionStatus

EURO = "EUR"  # what a sentence means where it is told no currency


def currency_of(conn: Connection, contract_id: object) -> str:
    """The currency of a contract; the euro of none."""
    found = conn.execute("SELECT currency FROM contract WHERE id = %s", (contract_id,)).fetchone()
    return str(found[0]) if found else EURO


@contextmanager
def in_currency(conn: Connection, contract_id: object) -> Iterator[None]:
    """What is refused within says of its amounts that they are of the contract's currency, where
    it says none and it is not the euro."""
    try:
        yield
    except Exception as error:
        facts = getattr(error, "facts", {})
        has_amounts = any(str(name).endswith("_cents") for name in facts)
        is_lost = conn.info.transaction_status != TransactionStatus.INTRANS
        if contract_id and has_amounts and "currency" not in facts and not is_lost:
            currency = currency_of(conn, contract_id)
            facts |= {"currency": currency} if currency != EURO else {}
        raise
