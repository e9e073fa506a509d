"""The portal and the API, served from this machine."""

import os
import socket
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import click

from comptant.doors import tables, words
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.words import Both, say

TOP = Subject("serving", both=Both("", ""))
PORT, WORKERS, THREADS = 8765, 2, 4
SEEN_BY = ("alice", "anna", "tania")  # of the demonstration: client, account manager, treasurer
CONNECTIONS = 800  # kept open by a process; systems let it have 1 024 files
ASKED_EVERY_SECONDS, ANSWER_SECONDS = 0.1, 5


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    for command in TOP.commands.values():
        root.add_command(command)


@verb(
    TOP, "serve",
    ("Serve the portal and the API until interrupted, starting the private PostgreSQL if need be."
     "\n\nOn a trial, --as NAME prints a link that signs that person in once; --demo serves the "
     "demonstration, playing it first if need be, with links. For others than this machine set "
     "COMPTANT_PUBLIC_URL, and put a proxy with HTTPS before it.",
     "Servir le portail et l'API jusqu'à interruption, en démarrant au besoin le PostgreSQL privé."
     "\n\nDans un essai, --as NOM affiche un lien qui connecte cette personne une fois ; --demo "
     "sert la démonstration, jouée d'abord au besoin, avec des liens. Pour d'autres que cette "
     "machine, donnez COMPTANT_PUBLIC_URL et placez devant un proxy HTTPS."),
    "comptant serve --demo", "comptant serve --as alice", "comptant serve --port 9000 --workers 4",
)  # fmt: skip
@option("--host", default="127.0.0.1", help=("Address to listen on (default: 127.0.0.1).",
                                             "Adresse d'écoute (sinon 127.0.0.1)."))  # fmt: skip
@option("--port", default=PORT, type=click.IntRange(1, 65_535),
        help=(f"Port (default: {PORT}).", f"Port (sinon {PORT})."))  # fmt: skip
@option("--workers", default=WORKERS, type=click.IntRange(1, 64),
        help=(f"Processes (default: {WORKERS}).", f"Processus (sinon {WORKERS})."))  # fmt: skip
@option("--threads", default=THREADS, type=click.IntRange(1, 128),
        help=(f"Threads of each (default: {THREADS}).", f"Fils de chacun (sinon {THREADS}).")
)  # fmt: skip
@option("--no-worker", is_flag=True,
        help=("Do not start the worker: it runs on its own (comptant worker).",
              "Ne pas lancer le worker : il tourne à part (comptant worker)."))  # fmt: skip
@option("--demo", "is_demo", is_flag=True,
        help=("Serve the demonstration, played first if need be.",
              "Servir la démonstration, jouée d'abord au besoin."))  # fmt: skip
@option("--as", "logins", multiple=True, metavar="NAME",
        help=("On a trial: print a link for this person.",
              "Dans un essai : afficher un lien pour cette personne."))  # fmt: skip
def serve(
    sh: Shell, host: str, port: int, workers: int, threads: int, no_worker: bool,
    is_demo: bool, logins: tuple[str, ...],
) -> None:  # fmt: skip
    """Serve."""
    from comptant import settings
    from comptant.store import migrate

    migrate.bootstrap()
    if is_demo:
        _play_the_demo()
    elif not os.environ.get("COMPTANT_DATABASE") and migrate.is_without_house():
        is_demo = _find_the_demo(logins)
    logins = logins or (SEEN_BY if is_demo else ())
    # Read here once: a wrong variable is told now and not by each process.
    os.environ["DJANGO_SETTINGS_MODULE"] = "comptant.doors.web"  # of the processes to come
    os.environ["COMPTANT_THREADS"] = str(threads)
    os.environ["COMPTANT_DATABASE"] = settings.DATABASE
    _measure_together(settings.HOME)
    from comptant.doors import web

    base = web.PUBLIC_URL or f"http://{_named(host)}:{port}"
    _check_free(host, port)
    links = {login: f"{base}/enter/{_link(login)}" for login in logins}
    when_it_answers(host, port, lambda: _tell(sh, base, links))
    _run(host, port, workers, threads, with_worker=not no_worker)


def _named(host: str) -> str:
    """How a browser on this machine calls what listens there: by a name where there is one, for a
    passkey is of a name, never of a number."""
    if host in ("127.0.0.1", "::1", "0.0.0.0", "::"):
        return "localhost"
    return f"[{host}]" if ":" in host else host


def _tell(sh: Shell, base: str, links: dict[str, str]) -> None:
    """Where it is served, and the links; whoever reads them finds it open."""
    if sh.is_json:
        sh.say({"url": base, "links": links})
    else:
        tables.line(say(f"Comptant is served at {base}", f"Comptant est servi à {base}"))
        for login, link in links.items():
            tables.line(f"  {login}: {link}")
        tables.dim(say("Ctrl-C ends it.", "Ctrl-C l'arrête."))
    sys.stdout.flush()


def when_it_answers(host: str, port: int, then: Callable[[], None]) -> threading.Thread:
    """Call `then` once, as soon as a request is answered at this address, whatever the answer is.
    The thread ends with the process."""
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)

    def ask() -> None:
        while not _answers(near, port):
            time.sleep(ASKED_EVERY_SECONDS)
        then()

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    return thread


def _answers(host: str, port: int) -> bool:
    asked = HTTPConnection(host, port, timeout=ANSWER_SECONDS)
    try:
        asked.request("GET", "/health")
        asked.getresponse()
    except (OSError, HTTPException):
        return False
    finally:
        asked.close()
    return True


def _check_free(host: str, port: int) -> None:
    """Another program on the port would answer in our place: it is told before anything starts."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError as error:
            raise click.UsageError(say(
                f"{host}:{port} cannot be listened on ({error.strerror}). Choose another with "
                "--port or --host.",
                f"Impossible d'écouter sur {host}:{port} ({error.strerror}). Choisissez-en un "
                "autre par --port ou --host.")) from None  # fmt: skip


@verb(
    TOP, "worker",
    ("Do what the house does by itself, until interrupted: tell programs of events, seal acts, and "
     "close each day at COMPTANT_CLOSE_AT (an hour of Paris, like 20:30).\n\n"
     "`serve` starts one. Several may run: each thing is done once.",
     "Faire ce que la maison fait seule, jusqu'à interruption : avertir les programmes des "
     "événements, sceller les actes, et clôturer chaque jour à COMPTANT_CLOSE_AT (heure de Paris, "
     "comme 20:30).\n\n`serve` en lance un. Plusieurs peuvent tourner : chaque chose est faite une "
     "fois."),
    "comptant worker",
)  # fmt: skip
def worker(sh: Shell) -> None:
    """Work."""
    from comptant.doors.worker import process
    from comptant.store import migrate

    migrate.bootstrap()
    process.main()


def _measure_together(home: Path) -> None:
    """Processes add up their figures in a folder, emptied when serving begins."""
    import shutil

    folder = home / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def _play_the_demo() -> None:
    """Serve the house at work; where there is none yet, it is played."""
    from comptant import settings
    from comptant.doors.cli import trial, trial_house
    from comptant.store import migrate

    house = trial.beside("house")
    if not migrate.exists(house):
        trial_house.made(house)
        return
    settings.DATABASE = house
    migrate.bootstrap()
    if migrate.is_without_house():  # its play was interrupted
        trial_house.made(house)
    trial_house.tell_age()


def _find_the_demo(logins: tuple[str, ...]) -> bool:
    """Serve the demonstration where nobody has opened books yet, and say so; False: there has been
    none either, and how to have one or the other is said.

    Refused: no_house_to_serve, when links are asked for and there is nobody.
    """
    from comptant import settings
    from comptant.doors.cli import trial
    from comptant.operations.acts.act import Refused
    from comptant.store import migrate

    empty = settings.DATABASE
    played = (trial.beside(each) for each in ("house", "demo"))
    demo = next(filter(migrate.exists, played), None)
    if demo is None:
        if logins:
            raise Refused("no_house_to_serve")
        tables.complain(words.refusal("no_house_to_serve", {}))
        return False
    settings.DATABASE = demo
    migrate.bootstrap()
    tables.complain(say(f"There are no books in the database {empty} yet: this is the house of the "
                        f"demonstration (COMPTANT_DATABASE={demo}).",
                        f"Il n'y a pas encore de livres dans la base {empty} : voici la maison de "
                        f"la démonstration (COMPTANT_DATABASE={demo})."))  # fmt: skip
    return True


def _link(login: str) -> str:
    from comptant.operations.registry import signing
    from comptant.store.connection import connect

    with connect("comptant_writer") as conn:
        conn.autocommit = True
        return signing.make_link(conn, login=login, at=datetime.now(UTC))


def _run(host: str, port: int, workers: int, threads: int, *, with_worker: bool) -> None:
    """The portal and the API, with a worker beside them."""
    from comptant.doors.worker import process

    kept = process.Kept() if with_worker else None
    granian("comptant.doors.portal.wsgi:application", host, port, workers, threads)
    if kept:
        kept.stop()


def granian(target: str, host: str, port: int, workers: int, threads: int) -> None:
    """Serve a WSGI application until interrupted. Processes are spawned, never forked: what the
    rules compute with does not survive a fork.

    `threads` is how many requests a process answers at once; its backpressure counts connections,
    idle ones of browsers and proxies too, and whoever comes beyond it waits for one to end.
    """
    import multiprocessing

    multiprocessing.set_start_method("spawn", force=True)
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        target, address=host, port=port, interface=Interfaces.WSGI, workers=workers,
        blocking_threads=threads, backpressure=CONNECTIONS, log_level=LogLevels.error,
        respawn_failed_workers=True, workers_kill_timeout=30,
    ).serve()  # fmt: skip
