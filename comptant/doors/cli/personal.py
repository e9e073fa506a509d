"""Personal data: given to whom it is about, forgotten once nothing holds it."""

import click

from comptant.doors import lookup, personal_told, tables
from comptant.doors.cli.ceilings import waits
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import ID, word
from comptant.doors.words import Both, say

DATA = Subject("data", both=Both("Personal data: given, kept within its term, forgotten.",
                                 "Les données personnelles : données, gardées un temps, oubliées.")
)  # fmt: skip
LEFT = ("login", "name", "is_due", "held_until", "source")


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(DATA)


@verb(
    DATA, "export",
    ("Give all that is known of you; for an administrator, of a person who has asked for it.\n\n"
     "--source records the request, and the data may then be read for 30 days. --json gives a file "
     "to send.",
     "Donner tout ce qui est su de vous ; pour un administrateur, d'une personne qui l'a demandé."
     "\n\n--source note la demande, et les données se lisent alors 30 jours. --json donne un "
     "fichier à envoyer."),
    "comptant data export --json", "comptant data export bob --source 'letter of 3 March' --json",
)  # fmt: skip
@click.argument("name", required=False)
@option("--source", help=("How they asked.", "Comment elle l'a demandé."))
def export(sh: Shell, name: str | None, source: str | None) -> None:
    """Give personal data."""
    from comptant.operations.registry.personal import record_data_request

    if name is not None and source is not None:
        sh.run(record_data_request, login=name, source=source)
    told = personal_told.collected(sh.writing(is_look=True), name)
    if sh.is_json:
        sh.say(told)
        return
    for part in told["parts"]:
        tables.line(f"\n{part['title']}: {len(part['rows'])}")
        for row in part["rows"]:
            told = (f"{name}: {value}" for name, value in personal_told.line(row))
            tables.line("  " + ", ".join(told))


@verb(
    DATA, "erase",
    ("Propose to forget a person who has no role any more; it is done when another person "
     "agrees.\n\nPassword, sessions, passkeys and linked accounts go at once; name and login too, "
     "unless a term still runs, which is told. Acts keep the id, and their chain holds.",
     "Proposer d'oublier une personne qui n'a plus de rôle ; c'est fait quand une autre personne "
     "est d'accord.\n\nMot de passe, sessions, clés d'accès et comptes liés partent aussitôt ; nom "
     "et identifiant aussi, sauf délai encore en cours, qui est dit. Les actes gardent le numéro, "
     "et leur chaîne tient."),
    "comptant data erase bob --reason 'letter of 3 March'",
)  # fmt: skip
@click.argument("name")
@option("--reason", required=True, help=("Why, or who asked.", "Pourquoi, ou qui l'a demandé."))
def erase(sh: Shell, name: str, reason: str) -> None:
    """Propose an erasure."""
    from comptant.operations.registry.personal import propose_erasure

    answer = sh.run(propose_erasure, login=name, reason=reason)
    lines = [waits(answer["approval_id"])]
    if answer["kept"]:
        kept = personal_told.held(answer["kept"])
        lines = [say(f"The name stays for its term: {kept}.",
                     f"Le nom reste pour son délai : {kept}."), *lines]  # fmt: skip
    sh.say(answer, *lines)


@verb(DATA, "due", ("List the people who have left: who may be forgotten, what holds others.",
                    "Lister les personnes parties : qui peut être oublié, ce qui tient les autres."
                    ),
      "comptant data due")  # fmt: skip
def due(sh: Shell) -> None:
    """List who has left."""
    rows = personal_told.left(sh.writing(is_look=True))
    sh.show(rows if sh.is_json else [personal_told.shown(row) for row in rows], *LEFT)


@verb(DATA, "terms", ("List how long each kind of data is kept, and what says so.",
                      "Lister combien de temps chaque type de données est gardé, et d'où."),
      "comptant data terms")  # fmt: skip
def terms(sh: Shell) -> None:
    """List the terms."""
    sh.show(personal_told.terms(), "retention_kind", "months", "starts", "source")


@verb(DATA, "hold",
      ("Hold back from erasure a person, the people of a company, or a kind of data (SIGN_IN, "
       "PROSPECT, KYC), for a claim or an inquiry: at once, until two people lift it.",
       "Soustraire à l'effacement une personne, celles d'une société, ou un type de données "
       "(SIGN_IN, PROSPECT, KYC), pour un litige ou une enquête : aussitôt, jusqu'à ce que deux "
       "personnes y mettent fin."),
      "comptant data hold --person bob --reason 'claim of 3 March'",
      "comptant data hold --of 'ALPHA SAS' --reason 'inquiry 2026-7'")  # fmt: skip
@option("--person", "login", help=("Their login.", "Son identifiant."))
@option("--of", "company", help=("A company: its people.", "Une société : ses personnes."))
@option("--kind", type=word(("SIGN_IN", "PROSPECT", "KYC")),
        help=("The kind of data.", "Le type de données."))  # fmt: skip
@option("--reason", required=True, help=("Why.", "Pourquoi."))
def hold(
    sh: Shell, login: str | None, company: str | None, kind: str | None, reason: str
) -> None:  # fmt: skip
    """Place a hold."""
    from comptant.operations.registry.erasing import place_hold

    party_id = None
    if company is not None:
        with sh.reading() as (see, _, _on):
            party_id = lookup.party(see, company)["id"]
    answer = sh.run(place_hold, login=login, party_id=party_id, kind=kind, reason=reason)
    sh.say(answer, say(f"Hold {answer['hold_id']} stands.",
                       f"La conservation {answer['hold_id']} est en vigueur."))  # fmt: skip


@verb(DATA, "lift",
      ("Ask to lift a legal hold; it is lifted when another person agrees.",
       "Demander la fin d'une conservation ; elle cesse quand une autre personne est d'accord."),
      "comptant data lift 77 --reason 'judgment of 3 May'")  # fmt: skip
@click.argument("hold_id", metavar="HOLD", type=ID)
@option("--reason", required=True, help=("Why.", "Pourquoi."))
def lift(sh: Shell, hold_id: int, reason: str) -> None:
    """Lift a hold."""
    from comptant.operations.registry.erasing import lift_hold

    answer = sh.run(lift_hold, hold_id=hold_id, reason=reason)
    sh.say(answer, waits(answer["approval_id"]))


@verb(DATA, "holds", ("List what is held back from erasure, or all holds.",
                      "Lister ce qui est soustrait à l'effacement, ou tout."),
      "comptant data holds --all")  # fmt: skip
@option("--all", "everything", is_flag=True, help=("Lifted ones too.", "Levées comprises."))
def holds(sh: Shell, everything: bool) -> None:
    """List holds."""
    with sh.reading() as (see, _, _on):
        rows = see("read_legal_holds", everything=everything)
    sh.show([personal_told.hold_told(row) for row in rows], *personal_told.HOLDS)


@verb(DATA, "purge", ("Erase what has a term that has run out and no hold; each kind leaves a "
                      "proof. The close of a day does it by itself.",
                      "Effacer ce dont le délai est écoulé et que rien ne retient ; chaque type "
                      "laisse une preuve. La clôture d'un jour le fait d'elle-même."),
      "comptant data purge")  # fmt: skip
def purge(sh: Shell) -> None:
    """Erase what is due."""
    from comptant.operations.registry.erasing import erase_due

    answer = sh.run(erase_due)
    sh.say(answer, say(f"{answer['row_count']} rows erased.",
                       f"{answer['row_count']} lignes effacées."))  # fmt: skip


@verb(DATA, "proofs",
      ("List what was erased: how much of what, under which rule, when, and the digest of what "
       "went.",
       "Lister ce qui a été effacé : combien de quoi, selon quelle règle, quand, et l'empreinte de "
       "ce qui est parti."),
      "comptant data proofs")  # fmt: skip
def proofs(sh: Shell) -> None:
    """List proofs."""
    with sh.reading() as (see, _, _on):
        rows = see("read_erasure_proofs")
    sh.show([personal_told.proof_told(row) for row in rows], *personal_told.PROOFS)
