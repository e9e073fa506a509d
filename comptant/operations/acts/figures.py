"""How the house runs, in figures that tell of no client: for whoever watches the machine."""

from psycopg import Connection

from comptant.store import bulk


def figures(conn: Connection) -> dict[str, int | None]:
    """What waits, what is late, how large it all is; None where there is nothing to count from."""
    row = bulk.row(conn, "house_figures")
    assert row is not None
    return {name: None if value is None else int(value) for name, value in row.items()}
