"""Papers to sign: asked for, signed by a one-time code, declined; who may sign for a company."""

from datetime import date
from pathlib import Path

import click

from comptant.doors import lookup, words
from comptant.doors.cli import files_out
from comptant.doors.cli.ceilings import waits
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Row, Shell, verb
from comptant.doors.values import DAY, ID
from comptant.doors.words import Both, money, say

SIGNATURE = Subject("signature", both=Both(
    "Signatures of papers: asked for, given by a one-time code or at a provider, on paper.",
    "Les signatures de documents : demandées, données par code ou chez un prestataire, sur papier.",
))  # fmt: skip
ASKED = ("id", "contract_number", "signature_kind", "name", "signatory", "signature_way",
         "amount_cents", "signature_state", "last_on", "ended_on", "reason")  # fmt: skip
REASON = option("--reason", required=True, help=("Why.", "Pourquoi."))


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(SIGNATURE)


@verb(SIGNATURE, "ask",
      ("Ask a person of the client to sign: the title of a remittance, today (--title), or the "
       "special conditions of the contract.",
       "Demander une signature à une personne de l'adhérent : le titre d'une remise, aujourd'hui "
       "(--title), ou les conditions particulières du contrat."),
      "comptant signature ask C-1 --by alice",
      "comptant signature ask D-1 --by alice --title 1187",
      "comptant signature ask D-1 --by alice --with remi --title 1187",
      "comptant signature ask D-1 --by alice --title 1187 --advanced")  # fmt: skip
@click.argument("contract")
@option("--by", "login", required=True, help=("Who is to sign.", "Qui doit signer."))
@option("--with", "also", multiple=True,
        help=("Who signs it too (may be repeated).",
              "Qui le signe aussi (répétable)."))  # fmt: skip
@option("--title", "remittance", type=ID, help=("Of this remittance.", "De cette remise."))
@option(
    "--advanced",
    is_flag=True,
    help=("At the provider of advanced signatures.", "Chez le prestataire de signature avancée."),
)
@option(
    "--until",
    "last_on",
    type=DAY,
    help=(
        "Last day of the conditions (in 30 days).",
        "Dernier jour des conditions (sous 30 jours).",
    ),
)
def ask(
    sh: Shell, contract: str, login: str, also: tuple[str, ...], remittance: int | None,
    advanced: bool, last_on: date | None,
) -> None:  # fmt: skip
    """Ask for a signature."""
    from comptant.doors.signatures_told import conditions_to_sign
    from comptant.operations.assigning import signatures

    contract_id, on = sh.contract(contract)
    told: Row = {"contract_id": contract_id, "login": login, "also": list(also),
                 "way": "ADVANCED" if advanced else "SIMPLE"}  # fmt: skip
    if remittance is not None:
        answer = sh.run(signatures.ask_title_signature, remittance_id=remittance, **told)
    else:
        language = words.language()
        with sh.reading() as (see, _, _on):
            paper = conditions_to_sign(see, lookup.contract(see, contract, on), language, on)
        answer = sh.run(signatures.ask_conditions_signature, language=language, last_on=last_on,
                        **told, **paper)  # fmt: skip
    id_, until = answer["signature_id"], words.value_of("last_on", answer["last_on"])
    sh.say(answer, say(f"Signature {id_} is asked of {answer['signatory']}: {answer['name']}, "
                       f"until {until}.",
                       f"La signature {id_} est demandée à {answer['signatory']} : "
                       f"{answer['name']}, jusqu'au {until}."))  # fmt: skip


@verb(SIGNATURE, "list", ("List signatures, how each stands, the latest first.",
                          "Lister les signatures et leur état, la plus récente d'abord."),
      "comptant signature list D-1")  # fmt: skip
@click.argument("contract", required=False)
def signature_list(sh: Shell, contract: str | None) -> None:
    """List signatures."""
    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"] if contract else None
        rows = see("read_signatures", contract_id=contract_id, id=None, kind=None, subject_id=None,
                   on=on)  # fmt: skip
    sh.show(rows, *ASKED)


@verb(SIGNATURE, "code",
      ("Have a one-time code sent to sign papers of a contract; without numbers, all that is asked "
       "of you.",
       "Se faire envoyer un code pour signer des documents d'un contrat ; sans numéros, tout ce "
       "qui vous est demandé."),
      "comptant signature code D-1", "comptant signature code D-1 1203 1207")  # fmt: skip
@click.argument("contract")
@click.argument("signatures", type=ID, nargs=-1, metavar="[NUMBER]...")
def code(sh: Shell, contract: str, signatures: tuple[int, ...]) -> None:
    """Send a code."""
    from comptant.doors.code_mail import check_mail
    from comptant.operations.assigning import signing_codes
    from comptant.store import access

    contract_id, ids, told = _to_sign(sh, contract, signatures)
    with sh.writing(is_look=True) as (conn, asked):
        is_trial = access.is_sandbox(conn)
        check_mail(is_trial)
    answer = sh.run(signing_codes.send_signing_code, contract_id=contract_id, signature_ids=ids,
                    language=words.language())  # fmt: skip
    sent = say(
        f"A code is on its way to {answer['email']}; it serves 10 minutes, once.",
        f"Un code part vers {answer['email']} ; il sert 10 minutes, une fois.",
    )
    if is_trial:
        with sh.writing(is_look=True) as (conn, asked):
            made = signing_codes.trial_code(conn, code_id=answer["code_id"], user_id=asked.by.id)
        sent = say(
            f"Nothing leaves a trial: the code for {answer['email']} is {made}.",
            f"Rien ne quitte un essai : le code destiné à {answer['email']} est {made}.",
        )
    sh.say(answer, *told, sent)


@verb(SIGNATURE, "sign",
      ("Sign papers of a contract with the code that was sent, or that of your authenticator; "
       "without numbers, all that is asked of you. Read them first (comptant signature read).",
       "Signer des documents d'un contrat avec le code reçu, ou celui de votre authentificateur ; "
       "sans numéros, tout ce qui vous est demandé. Lisez-les d'abord (comptant signature read)."),
      "comptant signature sign D-1 --code 483920",
      "comptant signature sign D-1 1203 --code 483920")  # fmt: skip
@click.argument("contract")
@click.argument("signatures", type=ID, nargs=-1, metavar="[NUMBER]...")
@option("--code", "given", required=True, help=("The code.", "Le code."))
def sign(sh: Shell, contract: str, signatures: tuple[int, ...], given: str) -> None:
    """Sign."""
    from comptant.operations.assigning import signed

    contract_id, ids, _ = _to_sign(sh, contract, signatures)
    answer = sh.run(signed.sign, contract_id=contract_id, signature_ids=ids, code=given,
                    language=words.language(), address="", agent="comptant")  # fmt: skip
    lines = [say(f"Signed: {one['name']} ({one['signature_id']}). Proof: {one['evidence']}",
                 f"Signé : {one['name']} ({one['signature_id']}). Preuve : {one['evidence']}")
             for one in answer["signed"]]  # fmt: skip
    lines += [say(f"Factoring fee charged, with VAT: {money(one['fee_cents'], one['currency'])}.",
                  f"Commission facturée, TTC : {money(one['fee_cents'], one['currency'])}.")
              for one in answer["signed"] if one["fee_cents"]]  # fmt: skip
    lines += [say(f"It counts once these have signed too: {', '.join(one['waits_for'])}.",
                  f"Cela compte une fois signé aussi par : {', '.join(one['waits_for'])}.")
              for one in answer["signed"] if one["waits_for"]]  # fmt: skip
    lines += [say(f"{one} is void: what its paper tells has changed. Ask for it again.",
                  f"{one} est sans effet : ce que dit son document a changé. Redemandez-la.")
              for one in answer["void"]]  # fmt: skip
    sh.say(answer, *lines)


@verb(SIGNATURE, "read", ("Write the paper of a signature to a file; with --proof, the file that "
                          "proves it.",
                          "Écrire le document d'une signature dans un fichier ; avec --proof, le "
                          "fichier qui la prouve."),
      "comptant signature read D-1 1203", "comptant signature read D-1 1203 --proof")  # fmt: skip
@click.argument("contract")
@click.argument("signature", type=ID, metavar="NUMBER")
@option("--proof", is_flag=True, help=("What proves it.", "Ce qui la prouve."))
@files_out.OUT
@files_out.FORCE
def read(
    sh: Shell, contract: str, signature: int, proof: bool, out: Path | None, is_forced: bool
) -> None:
    """Write a paper or its proof."""
    from comptant.doors.cli.papers import tell_written
    from comptant.operations.acts.act import Refused

    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"]
        rows = see("read_signatures", contract_id=contract_id, id=signature, kind=None,
                   subject_id=None, on=on)  # fmt: skip
        row = rows[0] if rows else {"digest": None}
        digest = row["evidence"] if proof and rows else row.get("signed") or row["digest"]
        if digest is None:
            raise Refused("signature_unknown", signature_id=signature)
        content = files_out.document(see, digest)
    name = f"{row['contract_number']}-signature-{signature}.json" if proof else row["name"]
    tell_written(sh, {"signature_id": signature, "digest": digest}, name, content, out,
                 is_forced=is_forced)  # fmt: skip


@verb(SIGNATURE, "decline", ("Say that you do not sign, and why.",
                             "Dire que vous ne signez pas, et pourquoi."),
      "comptant signature decline D-1 1203 --reason 'the total is wrong'")  # fmt: skip
@click.argument("contract")
@click.argument("signature", type=ID, metavar="NUMBER")
@REASON
def decline(sh: Shell, contract: str, signature: int, reason: str) -> None:
    """Decline to sign."""
    from comptant.operations.assigning.signatures import decline_signature

    _end(sh, decline_signature, contract, signature, reason)


@verb(SIGNATURE, "withdraw", ("Ask for a signature no longer.", "Ne plus demander une signature."),
      "comptant signature withdraw D-1 1203 --reason 'asked of the wrong person'")  # fmt: skip
@click.argument("contract")
@click.argument("signature", type=ID, metavar="NUMBER")
@REASON
def withdraw(sh: Shell, contract: str, signature: int, reason: str) -> None:
    """Withdraw what was asked."""
    from comptant.operations.assigning.signatures import withdraw_signature

    _end(sh, withdraw_signature, contract, signature, reason)


@verb(SIGNATURE, "paper",
      ("Say that a paper was signed by hand; it counts once another person has seen it and "
       "approves. With --title, that of a remittance; else the conditions of the contract.",
       "Dire qu'un document a été signé à la main ; cela compte une fois qu'une autre personne l'a "
       "vu et approuve. Avec --title, celui d'une remise ; sinon les conditions du contrat."),
      "comptant signature paper D-1 --title 1187 --signed-by 'Alice Martin' --signed-on 2026-01-16 "
      "--proof 'slip signed by hand, scan 118'")  # fmt: skip
@click.argument("contract")
@option("--title", "remittance", type=ID, help=("Of this remittance.", "De cette remise."))
@option("--signed-by", required=True, help=("Who signed.", "Qui a signé."))
@option("--signed-on", type=DAY, required=True, help=("On which day.", "Quel jour."))
@option("--proof", required=True, help=("Where the signed paper is.",
                                        "Où est le document signé."))  # fmt: skip
def paper(
    sh: Shell, contract: str, remittance: int | None, signed_by: str, signed_on: date, proof: str
) -> None:
    """Record a signature on paper."""
    from comptant.operations.assigning.signatures import propose_paper_signature

    contract_id, _ = sh.contract(contract)
    answer = sh.run(propose_paper_signature, contract_id=contract_id, signed_by=signed_by,
                    kind="CONDITIONS" if remittance is None else "TITLE",
                    subject_id=remittance or 0, signed_on=signed_on, proof=proof)  # fmt: skip
    sh.say(answer, waits(answer["approval_id"]))


def _to_sign(
    sh: Shell, contract: str, numbers: tuple[int, ...]
) -> tuple[int, list[int], list[str]]:  # fmt: skip
    """The contract, the signatures meant (else all that are asked of the reader), their consents;
    Refused: nothing_to_sign."""
    from comptant.doors.signatures_told import mine
    from comptant.operations.acts.act import Refused

    with sh.reading() as (see, user, on):
        contract_id = lookup.contract(see, contract, on)["id"]
        rows = see("read_signatures", contract_id=contract_id, id=None, kind=None, subject_id=None,
                   on=on)  # fmt: skip
        found = mine(rows, user.id)
    ids = list(numbers) or [row["id"] for row in found]
    if not ids:
        raise Refused("nothing_to_sign")
    return contract_id, ids, [row["consent"] for row in found if row["id"] in ids]


def _end(sh: Shell, end: object, contract: str, signature: int, reason: str) -> None:
    contract_id, _ = sh.contract(contract)
    answer = sh.run(end, contract_id=contract_id, signature_id=signature, reason=reason)  # type: ignore[arg-type]
    state = words.word("signature_state", answer["outcome"])
    sh.say(answer, say(f"Signature {signature}: {state}.", f"Signature {signature} : {state}."))
