"""Invoices that another factor holds too, found without showing any: docs/double-financing.md."""

import json
import os
import secrets
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, numbered, verb
from comptant.doors.values import ID
from comptant.doors.words import Both, say

if TYPE_CHECKING:
    from comptant.formats.blind_tokens import Known

DOUBLES = Subject("doubles", both=Both(
    "Invoices financed twice: two factors find what both hold and show each other nothing else.",
    "Factures financées deux fois : deux factors trouvent ce qu'ils ont en commun sans rien "
    "montrer d'autre."))  # fmt: skip
FRESH_SECONDS = 600  # our invoices are read again after so long
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


@verb(DOUBLES, "check",
      ("Ask a peer about our open invoices: it is told of those alone that it holds too. These are "
       "blocked.",
       "Interroger un pair sur nos factures ouvertes : il n'apprend que celles qu'il détient "
       "aussi. Elles sont bloquées."),
      "comptant doubles check https://factor.example --name US --secret secret.txt "
      "--peer-key c803e2cc6b05fc15064549b5920659ca4a77b2cca6f04f6b357009335476ad4e")  # fmt: skip
@click.argument("url")
@option("--name", required=True, help=("Our name at the peer's.", "Notre nom chez le pair."))
@option("--peer", default="", help=("Its name here (the address).", "Son nom ici (l'adresse)."))
@option(
    "--secret",
    type=FILE,
    required=True,
    help=("The file of the secret it gave us.", "Le fichier du secret qu'il nous a donné."),
)
@option("--peer-key", required=True, help=("Its public key.", "Sa clé publique."))
def doubles_check(sh: Shell, url: str, name: str, peer: str, secret: Path, peer_key: str) -> None:
    """Ask a peer."""
    from comptant.doors.doubles.node import check

    found = check(url.rstrip("/"), secret.read_text().strip(), name, peer_key, _invoices(sh))
    telling = _Telling(sh)
    for word, kind in found:
        telling.keep(word, peer or url, kind)
    rows = [{"contract_id": int(word.split("/")[0]), "invoice_id": int(word.split("/")[1]),
             "kind": kind} for word, kind in found]  # fmt: skip
    sh.say({"key": sh.key, "count": len(rows), "doubles": rows},
           say(f"{len(rows)} invoices are held there too: comptant fraud list.",
               f"{len(rows)} factures y sont détenues aussi : comptant fraud list."))  # fmt: skip


@verb(
    DOUBLES,
    "serve",
    (
        "Answer peers: behind a server that ends TLS. The file of peers names each with the "
        "SHA-256 of the secret that it was given.",
        "Répondre aux pairs, derrière un serveur qui termine TLS. Le fichier des pairs nomme "
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
    from comptant.formats.blind_tokens import Keeper

    kept: tuple[float, Invoices] = (0.0, {})

    def invoices() -> Invoices:
        nonlocal kept
        if not kept[0] or time.monotonic() - kept[0] > FRESH_SECONDS:
            kept = (time.monotonic(), _invoices(sh))
        return kept[1]

    node = Node(Keeper(_seed(seed)), invoices, json.loads(peers.read_text()), _Telling(sh).keep,
                journal, most)  # fmt: skip
    made = server(node, "127.0.0.1", port)
    click.echo(say(f"Peers are answered on port {made.server_port}.",
                   f"Les pairs ont réponse sur le port {made.server_port}."))  # fmt: skip
    made.serve_forever()
