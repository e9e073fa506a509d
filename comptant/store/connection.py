"""Connections to the database, each as one of our roles.

On our own server a role is logged in by the account that runs us. With DATABASE_URL the one login
there is a member of the roles, and each connection starts as one of them.
"""

import psycopg
from psycopg import Connection
from psycopg.conninfo import conninfo_to_dict

from comptant import settings
from comptant.store import server
from comptant.store.server_home import ROLES, SUPERUSER, DatabaseUnavailable, socket_folder

__all__ = ["ROLES", "Connection", "DatabaseUnavailable", "address", "connect", "ensure_server"]

STATEMENT_TIMEOUT_MS = 300_000  # a remittance of 100 000 lines takes tens of seconds
LOCK_TIMEOUT_MS = 10_000


def connect(
    role: str,
    database: str | None = None,
    *,
    statement_timeout_ms: int = STATEMENT_TIMEOUT_MS,
    lock_timeout_ms: int = LOCK_TIMEOUT_MS,
) -> psycopg.Connection:
    """A connection as `role`, one of ROLES, outside autocommit; the server is started if need be.

    A timeout of 0 means none. Raises DatabaseUnavailable.
    """
    if role not in ROLES:
        raise ValueError(f"{role} is not a role of ours")
    timeouts = {"statement_timeout": statement_timeout_ms, "lock_timeout": lock_timeout_ms}
    return _open(address(role, database or settings.DATABASE, timeouts))


def superuser_connect(database: str | None = None) -> psycopg.Connection:
    """For bootstrap only: the server's superuser, or with DATABASE_URL the login as it is."""
    return _open(address(None, database or settings.DATABASE))


def ensure_server() -> None:
    """Start our own server unless it answers; nothing to do with DATABASE_URL."""
    if not settings.DATABASE_URL and not server.answers(settings.HOME):
        server.start(settings.HOME)


def address(
    role: str | None, database: str, options: dict[str, int] | None = None
) -> dict[str, str]:
    """libpq's parameters for a role (None: the superuser or login); connects to nothing."""
    chosen: dict[str, object] = {"timezone": "UTC", "jit": "off", **(options or {})}
    if settings.DATABASE_URL:
        # A copy of what the URL says, so that what it adds (sslmode, options) is kept.
        params = {
            name: str(value) for name, value in conninfo_to_dict(settings.DATABASE_URL).items()
        }
        if role:
            chosen["role"] = role
    else:
        params = {"host": str(socket_folder(settings.HOME)), "user": role or SUPERUSER}
    said = " ".join(f"-c {name}={value}" for name, value in chosen.items())
    return {
        **params,
        "dbname": database,
        "application_name": f"comptant {(role or 'bootstrap').removeprefix('comptant_')}",
        "options": f"{params.get('options', '')} {said}".strip(),
    }


def _open(params: dict[str, str]) -> psycopg.Connection:
    """Connect first and ask afterwards: a server that runs costs nothing to check."""
    try:
        return psycopg.connect(**params)
    except psycopg.OperationalError as error:
        if settings.DATABASE_URL or server.answers(settings.HOME):
            raise _unavailable(error) from error
    server.start(settings.HOME)
    try:
        return psycopg.connect(**params)
    except psycopg.OperationalError as error:
        raise _unavailable(error) from error


def _unavailable(error: psycopg.OperationalError) -> DatabaseUnavailable:
    cause = " ".join(str(error).split())
    if settings.DATABASE_URL and "comptant_" not in cause:
        remedy = "Check that DATABASE_URL names a PostgreSQL that runs and a login it knows."
    elif "does not exist" in cause or "comptant_" in cause:
        remedy = "The database has not been set up yet: run comptant migrate."
    else:
        remedy = f"See {settings.HOME / 'postgres' / 'log'}."
    return DatabaseUnavailable(cause, remedy)
