"""What a refusal tells besides what its operation says: in which currency its amounts are."""

from psycopg import Connection


def in_currency(conn: Connection, facts: dict[str, object], contract_id: object) -> None:
    """Say of a refusal's amounts that they are of the contract's currency, where they say none and
    it is not the euro, which a sentence means otherwise."""
    if "currency" in facts or not any(name.endswith("_cents") for name in facts):
        return
    found = conn.execute(
        "SELECT currency FROM contract WHERE id = %s AND currency <> 'EUR'", (contract_id,)
    ).fetchone()
    if found:
        facts["currency"] = found[0]
