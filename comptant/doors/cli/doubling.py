"""Invoices that another factor holds too, found without showing any: docs/double-financing.md."""

import json
import os
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, numbered, verb
from comptant.doors.values import ID
from comptant.doors.words import Both, say

if TYPE_CHECKING:
    from comptant.doors.doubles.asking import Peer
    from comptant.doors.doubles.token_set import TokenSet
    from comptant.formats.blind_tokens import Known

DOUBLES = Subject("doubles", both=Both(
    "Invoices financed twice: two factors find what both hold and show each other nothing else.",
    "Factures financées deux fois : deux factors trouvent ce qu'ils ont en commun sans rien "
    "montrer d'autre."))  # fmt: skip
LOOKED_SECONDS = 600  # whether a new day has come
FILE = click.Path(path_type=Path, dir_okay=False)
SEED = option(
    "--seed",
    type=FILE,
    required=True,
    help=("The file of our secret key.", "Le fichier de notre clé secrète."),
)
Invoices = dict[str, "Known"]


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(DOUBLES)


def _seed(path: Path) -> bytes:
    """The secret of a file of ours."""
    try:
        seed = bytes.fromhex(path.read_text().strip())
    except (OSError, ValueError):
        seed = b""
    if len(seed) != 32:
        raise click.UsageError(say(f"{path} is no key: comptant doubles key --seed {path} makes it",
                                   f"{path} n'est pas une clé : comptant doubles key --seed {path} "
                                   "la crée"))  # fmt: skip
    return seed


def _invoices(sh: Shell) -> Invoices:
    """Ours, by contract and invoice."""
    from comptant.formats.blind_tokens import Known

    with sh.reading() as (see, _, _on):
        rows = see("read_blind_facts")
    return {
        f"{row['contract_id']}/{row['invoice_id']}": Known(
            row["seller_siren"], row["buyer_siren"], row["number_key"], row["issued_on"],
            row["amount_cents"], row["currency"])
        for row in rows
    }  # fmt: skip


class _Telling:
    """Keeps each double once an act of its own."""

    def __init__(self, sh: Shell) -> None:
        self.sh, self.count = sh, 0

    def keep(self, word: str, peer: str, kind: str) -> None:
        from comptant.operations.risk.doubles import record_double

        self.count += 1
        contract_id, invoice_id = (int(part) for part in word.split("/"))
        numbered(self.sh, self.count).run(record_double, contract_id=contract_id,
                                          invoice_id=invoice_id, peer=peer, kind=kind)  # fmt: skip


@verb(DOUBLES, "key",
      ("Show our public key, for peers; the secret is made where the file is not there yet.",
       "Montrer notre clé publique, pour les pairs ; la secrète est créée si le fichier manque."),
      "comptant doubles key --seed node.key")  # fmt: skip
@SEED
def doubles_key(sh: Shell, seed: Path) -> None:
    """Show the key."""
    from comptant.formats.blind_tokens import SEED_BYTES, Keeper

    if not seed.exists():
        with os.fdopen(os.open(seed, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(SEED_BYTES))
    key = Keeper(_seed(seed)).public_key.hex()
    sh.say({"key": key}, key)


def _of_peer(body: Callable[..., None]) -> Callable[..., None]:
    """Who is asked, and what was agreed with it."""
    for each in (
        click.argument("url"),
        option("--name", required=True, help=("Our name at the peer's.",
                                              "Notre nom chez le pair.")),
        option("--secret", type=FILE, required=True,
               help=("The file of the secret it gave us.",
                     "Le fichier du secret qu'il nous a donné.")),
        option("--peer-key", required=True, help=("Its public key.", "Sa clé publique.")),
        option("--kept", type=FILE, required=True,
               help=("The file in which its set is kept, to compare.",
                     "Le fichier où son ensemble est gardé, pour comparer.")),
        option("--tokens", type=ID, default=8_000_000,
               help=("Tokens that its set may have, as agreed.",
                     "Jetons que peut avoir son ensemble, selon l'accord.")),
        option("--new", "new_most", type=ID, default=200_000,
               help=("Tokens that may be new in a day.",
                     "Jetons qui peuvent être nouveaux par jour.")),
    ):  # fmt: skip
        body = each(body)
    return body


def _peer(url: str, name: str, secret: Path, peer_key: str, kept: Path, tokens: int,
          new_most: int) -> "Peer":  # fmt: skip
    from comptant.doors.doubles.asking import Peer

    return Peer(url.rstrip("/"), secret.read_text().strip(), name, peer_key, kept, tokens, new_most)


@contextmanager
def _asked(url: str) -> Iterator[None]:
    """A peer that cannot be reached, or does not answer as agreed, is told as a fault."""
    from comptant.formats.blind_tokens import BadAnswer

    try:
        yield
    except (BadAnswer, OSError) as error:
        raise click.UsageError(say(f"{url} was not asked: {error}. Nothing was looked up; call it.",
                                   f"{url} n'a pas été interrogé : {error}. Rien n'a été cherché ; "
                                   "appelez-le.")) from error  # fmt: skip


@verb(DOUBLES, "check",
      ("Ask a peer about our open invoices: those that it holds too are blocked here. It is told "
       "of none: comptant doubles tell.",
       "Interroger un pair sur nos factures ouvertes : celles qu'il détient aussi sont bloquées "
       "ici. Rien ne lui est dit : comptant doubles tell."),
      "comptant doubles check https://factor.example --name US --secret secret.txt --kept peer.set "
      "--peer-key c803e2cc6b05fc15064549b5920659ca4a77b2cca6f04f6b357009335476ad4e")  # fmt: skip
@_of_peer
@option("--peer", default="", help=("Its name here (the address).", "Son nom ici (l'adresse)."))
def doubles_check(sh: Shell, url: str, peer: str, **agreed: Any) -> None:
    """Ask a peer."""
    from comptant.doors.doubles.asking import find, strongest

    with _asked(url):
        hits, left = find(_peer(url, **agreed), _invoices(sh))
    telling, found = _Telling(sh), strongest(hits)
    for word, kind in found:
        telling.keep(word, peer or url, kind)
    rows = [{"contract_id": int(word.split("/")[0]), "invoice_id": int(word.split("/")[1]),
             "kind": kind} for word, kind in found]  # fmt: skip
    sh.say({"key": sh.key, "count": len(rows), "doubles": rows, "left": left},
           say(f"{len(rows)} invoices are held there too: comptant fraud list. "
               f"{left} questions are left for another day.",
               f"{len(rows)} factures y sont détenues aussi : comptant fraud list. "
               f"{left} questions restent pour un autre jour."))  # fmt: skip


@verb(DOUBLES, "tell",
      ("Tell a peer of invoices that it holds too, after a look at each: it then blocks them.",
       "Dire à un pair les factures qu'il détient aussi, après examen de chacune : il les bloque "
       "alors."),
      "comptant doubles tell https://factor.example 12/345 --name US --secret secret.txt "
      "--kept peer.set "
      "--peer-key c803e2cc6b05fc15064549b5920659ca4a77b2cca6f04f6b357009335476ad4e")  # fmt: skip
@_of_peer
@click.argument("invoices", nargs=-1, required=True, metavar="CONTRACT/INVOICE...")
def doubles_tell(sh: Shell, url: str, invoices: tuple[str, ...], **agreed: Any) -> None:
    """Tell a peer of some invoices."""
    from comptant.doors.doubles.asking import find, tell

    ours = _invoices(sh)
    unknown = [word for word in invoices if word not in ours]
    if unknown:
        raise click.UsageError(say(f"{unknown[0]} is no open invoice: comptant fraud list.",
                                   f"{unknown[0]} n'est pas une facture ouverte : comptant fraud "
                                   "list."))  # fmt: skip
    with _asked(url):
        of = _peer(url, **agreed)
        hits, _ = find(of, {word: ours[word] for word in invoices})
        count = tell(of, hits)
    sh.say({"key": sh.key, "count": count},
           say(f"{count} tokens were told.", f"{count} jetons ont été dits."))  # fmt: skip


@verb(
    DOUBLES,
    "serve",
    (
        "Answer peers: behind a server that ends TLS. The set is made once a day and kept beside "
        "the key. The file of peers names each with the "
        "SHA-256 of the secret that it was given.",
        "Répondre aux pairs, derrière un serveur qui termine TLS. L'ensemble est fait une fois par "
        "jour et gardé à côté de la clé. Le fichier des pairs nomme "
        "chacun avec le SHA-256 du secret qui lui fut donné.",
    ),
    "comptant doubles serve --seed node.key --peers peers.json --journal asked.jsonl",
)
@SEED
@option("--peers", type=FILE, required=True, help=("Their names and digests, JSON.",
                                                   "Leurs noms et empreintes, JSON."))  # fmt: skip
@option("--journal", type=FILE, required=True, help=("Where each question is noted.",
                                                     "Où chaque question est notée."))  # fmt: skip
@option("--port", type=ID, default=8790, help=("Port on this machine.", "Port sur ce poste."))
@option(
    "--most",
    type=ID,
    default=20_000,
    help=("Inputs a peer may ask in a day.", "Entrées qu'un pair peut demander par jour."),
)
def doubles_serve(sh: Shell, seed: Path, peers: Path, journal: Path, port: int, most: int) -> None:
    """Serve peers."""
    from comptant.doors.doubles.node import Node, server
    from comptant.doors.doubles.token_set import TokenSet
    from comptant.formats.blind_tokens import Keeper

    tokens = TokenSet(Keeper(_seed(seed)), seed.with_name(seed.name + ".set"))
    node = Node(tokens, json.loads(peers.read_text()), _Telling(sh).keep, journal, most)
    made = server(node, "127.0.0.1", port)
    making = threading.Thread(target=_make_daily, args=(sh, tokens), daemon=True)
    making.start()
    click.echo(say(f"Peers are answered on port {made.server_port}.",
                   f"Les pairs ont réponse sur le port {made.server_port}."))  # fmt: skip
    made.serve_forever()


def _make_daily(sh: Shell, tokens: "TokenSet") -> None:
    """The set of each day, made once; what could not be made is tried again."""
    made = ""
    while True:
        today = datetime.now(UTC).date().isoformat()
        if made != today:
            try:
                tokens.make(_invoices(sh), today)
                made = today
            except Exception as error:
                click.echo(f"{today}: {type(error).__name__}: {error}", err=True)
        time.sleep(LOOKED_SECONDS)
