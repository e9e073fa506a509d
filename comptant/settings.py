"""What the environment says, read once; also Django's settings. Importing it starts nothing.

DATABASE_URL      a PostgreSQL 15 or later; without it Comptant runs a private server of its own
COMPTANT_HOME     where the private server and its data live
COMPTANT_DATABASE the database, when it is not the one of DATABASE_URL or `comptant`
COMPTANT_SANDBOX  1 for a trial with invented data, where nothing leaves the house
COMPTANT_SIGNATURES_URL, _KEY, _SECRET   a provider of advanced signatures
COMPTANT_MAIL_URL, COMPTANT_MAIL_FROM      the server that sends codes, and from whom
COMPTANT_FEEDS_FOLDER                      the folder that feeds contracts
COMPTANT_INBOX_URL, COMPTANT_INBOX_SERVER  the mailbox that does, and the server that checks it
COMPTANT_PRIVATE_WEBHOOKS                  1 where webhooks may call private networks
"""

import ipaddress
import os
import re
from pathlib import Path

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict


class BadSetting(Exception):
    """A variable of the environment that cannot mean what it says."""


def _database_url() -> str | None:
    url = os.environ.get("DATABASE_URL")
    if url is None:
        return None
    # The text may hold a password: what is wrong is said without repeating it.
    if not url.startswith(("postgresql://", "postgres://")):
        raise BadSetting("DATABASE_URL must start with postgresql:// (unset it for our own server)")
    try:
        parts = conninfo_to_dict(url)
    except ProgrammingError:
        raise BadSetting("DATABASE_URL cannot be read as postgresql://user@host/database") from None
    if not parts.get("dbname"):
        raise BadSetting("DATABASE_URL names no database: postgresql://user@host/database")
    return url


def _home() -> Path:
    said = os.environ.get("COMPTANT_HOME")
    if said is not None:
        if not said.startswith(("/", "~/")):
            raise BadSetting(f"COMPTANT_HOME must be a full path, not {said!r}")
        return Path(said).expanduser()
    # The server never runs as root, and its own account cannot enter root's home.
    if os.geteuid() == 0:
        return Path("/var/lib/comptant")
    data = os.environ.get("XDG_DATA_HOME", "")
    return (Path(data) if data.startswith("/") else Path.home() / ".local" / "share") / "comptant"


NAT64 = ipaddress.ip_network("64:ff9b::/96")
NAT64_LOCAL = ipaddress.ip_network("64:ff9b:1::/48")  # RFC 8215: within one network
COMPATIBLE = ipaddress.ip_network("::/96")


def may_call(address: str) -> bool:
    """Whether webhooks may call an IP address: a public one, or any where it is said so."""
    if os.environ.get("COMPTANT_PRIVATE_WEBHOOKS") == "1":
        return True
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv4Address):
        return found.is_global and not found.is_multicast
    if found.ipv4_mapped:
        return found.ipv4_mapped.is_global and not found.ipv4_mapped.is_multicast
    is_public = found.is_global and found not in NAT64_LOCAL
    is_public = is_public and not (found.is_multicast or found.is_site_local)
    return is_public and all(may_call(str(each)) for each in _embedded(found))


def _embedded(found: ipaddress.IPv6Address) -> list[ipaddress.IPv4Address]:
    """The IPv4 addresses that a gateway would call in place of an IPv6 one. Source: RFC 6052, 2.1
    (NAT64), RFC 3056, 2 (6to4), RFC 4380, 4 (Teredo), RFC 4291, 2.5.5.1 (compatible)."""
    last = ipaddress.IPv4Address(int(found) & 0xFFFF_FFFF)
    if found in NAT64 or found in COMPATIBLE:
        return [last]
    return [each for each in (found.sixtofour, *(found.teredo or ())) if each]


def _flag(name: str) -> bool:
    said = os.environ.get(name, "0")
    if said not in ("0", "1"):
        raise BadSetting(f"{name} must be 0 or 1, not {said!r}")
    return said == "1"


def _database() -> str:
    said = os.environ.get("COMPTANT_DATABASE")
    if said is not None:
        if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", said):
            raise BadSetting(f"COMPTANT_DATABASE must be a plain lower-case name, not {said!r}")
        return said
    return str(conninfo_to_dict(DATABASE_URL)["dbname"]) if DATABASE_URL else "comptant"


DATABASE_URL = _database_url()
HOME = _home()
SANDBOX = _flag("COMPTANT_SANDBOX")
# The database that connections go to when they name none.
DATABASE = _database()

# Django: migrations only, as the owner; where the database is, is asked at the first connection.
INSTALLED_APPS = ["comptant.store"]
DATABASES = {
    "default": {
        "ENGINE": "comptant.store.backend",
        "NAME": DATABASE,
        "OPTIONS": {"role": "comptant_owner"},
    }
}
USE_TZ = True
TIME_ZONE = "UTC"


def signature_provider() -> str:
    """The provider of advanced signatures that the house uses: COMPTANT_SIGNATURES_URL is where it
    is asked; "" where there is none."""
    return "yousign" if os.environ.get("COMPTANT_SIGNATURES_URL") else ""
