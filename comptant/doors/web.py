"""Django's settings for the portal and the API; the command line never loads them.

COMPTANT_PUBLIC_URL  how people reach the portal, e.g. https://portal.example.com; without it only
                     this machine is answered, over plain HTTP
COMPTANT_SECRET_KEY  what signs, 40 characters or more; without it one is kept in the home
                     folder
COMPTANT_CALLS_PER_MINUTE  how often each key of a program may call the API (600)
COMPTANT_PROXIES     how many proxies of ours stand before us and tell a caller's address (0)
COMPTANT_SIGN_ON_ISSUER, _CLIENT, _SECRET, _NAME  the OpenID Connect provider by whose accounts
                     people sign in: its address, who we are there, and what people call it

Neither Django's users nor its sessions are used: who signs in, and what they may do, are ours
(operations/registry/signing.py, operations/acts/rights.py).
"""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from comptant.doors.failures import BODY_BYTES_MAX, FIELDS_MAX, FILES_MAX
from comptant.settings import DATABASES, HOME, INSTALLED_APPS, TIME_ZONE, USE_TZ, BadSetting

__all__ = ["DATABASES", "INSTALLED_APPS", "TIME_ZONE", "USE_TZ"]

FILE_MEGABYTES_MAX = 64
HERE = Path(__file__).parent


def _public() -> str:
    said = os.environ.get("COMPTANT_PUBLIC_URL", "").rstrip("/")
    if said and (urlsplit(said).scheme not in ("http", "https") or not urlsplit(said).hostname):
        raise BadSetting("COMPTANT_PUBLIC_URL must be like https://portal.example.com")
    return said


def _secret() -> str:
    said = os.environ.get("COMPTANT_SECRET_KEY")
    if said is not None:
        if len(said) < 40:
            raise BadSetting("COMPTANT_SECRET_KEY must have at least 40 characters")
        return said
    file = HOME / "secret-key"
    try:
        return file.read_text()
    except OSError:
        made = secrets.token_urlsafe(48)
    # Written whole, by the first of several processes; the others read it.
    draft = file.with_name(f"secret-key.{os.getpid()}")
    HOME.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as opened:
        opened.write(made)
    try:
        os.link(draft, file)
    except FileExistsError:
        return file.read_text()
    finally:
        draft.unlink()
    return made


def _number(name: str, default: int, most: int) -> int:
    said = os.environ.get(name, str(default))
    if not said.isascii() or not said.isdigit() or int(said) > most:
        raise BadSetting(f"{name} must be a number from 0 to {most}")
    return int(said)


@dataclass(frozen=True)
class SignOn:
    """A provider of accounts, and who we are there."""

    issuer: str
    client: str
    secret: str = field(repr=False)
    name: str


def _sign_on() -> SignOn | None:
    names = ("ISSUER", "CLIENT", "SECRET")
    said = [os.environ.get(f"COMPTANT_SIGN_ON_{name}", "") for name in names]
    if not any(said):
        return None
    for name, value in zip(names, said, strict=True):
        if not value:
            raise BadSetting(f"COMPTANT_SIGN_ON_{name} is missing beside the others")
    there = urlsplit(said[0])
    if there.scheme != "https" and there.hostname not in ("localhost", "127.0.0.1"):
        raise BadSetting("COMPTANT_SIGN_ON_ISSUER must be like https://login.example.com")
    return SignOn(*said, os.environ.get("COMPTANT_SIGN_ON_NAME") or str(there.hostname))


PUBLIC_URL = _public()
IS_SECURE = PUBLIC_URL.startswith("https://")
PROXIES = _number("COMPTANT_PROXIES", 0, 9)
CALLS_PER_MINUTE = _number("COMPTANT_CALLS_PER_MINUTE", 600, 1_000_000)
SECRET_KEY = _secret()
SIGN_ON = _sign_on()
DEBUG = False
ROOT_URLCONF = "comptant.doors.urls"
WSGI_APPLICATION = "comptant.doors.portal.wsgi.application"
# Whoever watches the machine calls it by these names, past the proxy.
ALLOWED_HOSTS = ["localhost", "127.0.0.1", *([urlsplit(PUBLIC_URL).hostname] if PUBLIC_URL else [])]
MIDDLEWARE = [
    # First, so that its headers are on all that the others answer themselves.
    "django.middleware.security.SecurityMiddleware",
    "comptant.doors.portal.passage.passage",
    "comptant.doors.api.problems.only_problems",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "portal" / "templates"],
        "OPTIONS": {
            "builtins": ["comptant.doors.portal.tags"],
            "context_processors": [],
            "string_if_invalid": "",
        },
    }
]
USE_I18N = False  # the words are ours: doors/words.py
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = False
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATIC_ROOT = HERE / "portal" / "static"
DATA_UPLOAD_MAX_MEMORY_SIZE = BODY_BYTES_MAX
DATA_UPLOAD_MAX_NUMBER_FIELDS = FIELDS_MAX
DATA_UPLOAD_MAX_NUMBER_FILES = FILES_MAX
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_HANDLERS = [
    "comptant.doors.portal.uploads.Limited",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# Cookies named __Host- are taken from this host only, over HTTPS; on one's own machine neither.
PREFIX = "__Host-" if IS_SECURE else ""
SESSION_NAME = f"{PREFIX}comptant"
SIGN_ON_COOKIE, ACCOUNT_COOKIE, ASKED_COOKIE, BROWSER_COOKIE = (
    f"{PREFIX}comptant-{what}" for what in ("sign-on", "account", "asked", "browser")
)
CSRF_COOKIE_NAME = f"{PREFIX}comptant-csrf"
CSRF_COOKIE_SECURE = IS_SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "comptant.doors.portal.errors.forged"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []
SECURE_HSTS_SECONDS = 31_536_000 if IS_SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
X_FRAME_OPTIONS = "DENY"
LOGGING_CONFIG = None
SILENCED_SYSTEM_CHECKS: list[str] = []
