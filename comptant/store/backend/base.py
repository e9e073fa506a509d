"""Django's PostgreSQL backend, except that store/connection.py says where the database is.

The embedded server is therefore started by Django's first connection, and not by its settings.
"""

from typing import Any

from django.db.backends.postgresql import base

from comptant import settings
from comptant.store.connection import address, ensure_server


class DatabaseWrapper(base.DatabaseWrapper):
    """Connects as the role that OPTIONS names, to the database that settings name now."""

    def get_connection_params(self) -> dict[str, Any]:
        """psycopg's arguments."""
        params = super().get_connection_params()
        role = params.pop("role")
        ensure_server()
        return {**params, **address(role, settings.DATABASE)}
