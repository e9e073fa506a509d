"""Files of requests and offers: written, taken in, their offers side by side."""

from pathlib import Path

import click

from comptant.doors.cli.comparing import tell_comparison
from comptant.doors.cli.files_in import opened
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.offering import OURS
from comptant.doors.cli.quoting import CLASSES
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import ID, word
from comptant.doors.words import Both, say

FILE = Subject("file", both=Both(
    "Files of a request and its offers, in an open form that any factor reads.",
    "Les fichiers d'une demande et de ses offres, dans un format ouvert à tout factor.")
)  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(FILE)


@verb(FILE, "schema", ("Write the JSON Schema of these files.",
                       "Écrire le schéma JSON de ces fichiers."),
      "comptant file schema > offers.schema.json")  # fmt: skip
def schema(sh: Shell) -> None:
    """Write the schema."""
    from comptant.doors.answers import to_json
    from comptant.formats import offer_files

    click.echo(to_json(offer_files.schema()))


@verb(FILE, "write", ("Write quotes of a company as one file, to go to other factors.",
                      "Écrire des devis d'une société en un fichier, pour d'autres factors."),
      "comptant file write 1204 1207 > omega.json")  # fmt: skip
@click.argument("quotes", type=ID, nargs=-1, required=True)
def write(sh: Shell, quotes: tuple[int, ...]) -> None:
    """Write a file."""
    from comptant.doors.offer_files import file_of

    with sh.reading() as (see, _, _on):
        _, content = file_of(see, quotes)
    click.echo(content.decode(), nl=False)


@verb(FILE, "load", ("Take in a file of a request and offers, whole or not at all.",
                     "Prendre un fichier d'une demande et d'offres, en entier ou pas du tout."),
      "comptant file load omega.json")  # fmt: skip
@click.argument("file", type=click.Path(path_type=Path))
def load(sh: Shell, file: Path) -> None:
    """Take a file in."""
    from comptant.formats.offer_files import BYTES_MAX
    from comptant.operations.quoting.offer_files import take_file

    with opened(file) as stream:
        content = stream.read(BYTES_MAX + 1)
    answer = sh.run(take_file, file_name=file.name, content=content)
    id_, count = answer["file_id"], answer["offer_count"]
    sh.say(answer, say(f"{answer['prospect']}, offers: {count}. Next: comptant file compare {id_}",
                       f"{answer['prospect']}, offres : {count}. Ensuite : comptant file compare "
                       f"{id_}"))  # fmt: skip


@verb(FILE, "list", ("List the files that came in.", "Lister les fichiers reçus."),
      "comptant file list")  # fmt: skip
def list_(sh: Shell) -> None:
    """List files."""
    with sh.reading() as (see, _, _on):
        rows = see("read_offer_files")
    sh.show(rows, "id", "prospect", "siren", "asked_on", "offer_count", "recorded_at")


@verb(FILE, "compare",
      ("Lay the offers of files side by side, with the house's own products.\n\n"
       "The files are of one request: the ledger is that of the first.",
       "Mettre côte à côte les offres de fichiers, avec les produits de la maison.\n\n"
       "Les fichiers sont d'une même demande : le poste clients est celui du premier."),
      "comptant file compare 1310 1311 --product whole_turnover",
      "comptant file compare 1310 --no-ours")  # fmt: skip
@click.argument("files", type=ID, nargs=-1, required=True)
@option("--product", "products", multiple=True,
        help=("A product of the house; may be repeated (each of them).",
              "Un produit de la maison ; peut être répété (tous)."))  # fmt: skip
@option("--no-ours", "is_theirs", is_flag=True,
        help=("Nothing of the house.", "Rien de la maison."))  # fmt: skip
@option("--class", "client_class", type=word(CLASSES), default="C",
        help=("Risk class of the company (C).", "Classe de risque de la société (C)."))  # fmt: skip
def compare(
    sh: Shell, files: tuple[int, ...], products: tuple[str, ...], is_theirs: bool,
    client_class: str,
) -> None:  # fmt: skip
    """Compare the offers of files."""
    from comptant.operations.quoting.offer_files import compare_files

    wanted = [] if is_theirs else list(products or OURS)
    answer = sh.run(compare_files, file_ids=list(files), products=wanted,
                    client_class=client_class)  # fmt: skip
    if sh.is_json:
        sh.say(answer)
        return
    tell_comparison(answer)
