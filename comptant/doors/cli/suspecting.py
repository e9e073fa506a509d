"""The fraud desk: contracts watched, alarms listed and decided, thresholds; invoices verified with
their buyers; what the rules find on simulated years."""

from datetime import date
from pathlib import Path

import click

from comptant.doors import fraud_told, lookup
from comptant.doors.cli.ceilings import waits
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.measuring import json_option, tell, verb_of_bench
from comptant.doors.cli.parties import PAYEE
from comptant.doors.cli.shell import Shell, numbered, verb
from comptant.doors.values import AMOUNT, DAY, ID, word
from comptant.doors.words import Both, money, say

FRAUD = Subject("fraud", both=Both("Suspicion of fraud: watched, decided, held and let go.",
                                   "Soupçons de fraude : veille, décision, blocage et levée.")
)  # fmt: skip
VERIFY = Subject("verify", both=Both("Invoices verified with their buyers.",
                                     "Factures vérifiées auprès de leurs acheteurs."))  # fmt: skip
ANSWERS = ("CONFIRMED", "NOT_RECOGNISED", "NO_ANSWER")


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    for group in (FRAUD, VERIFY):
        root.add_command(group)


@verb(FRAUD, "watch",
      ("Look at contracts with every rule, and raise what was not raised before: those named, or "
       "all. What is blocked or frozen is so at once.",
       "Examiner des contrats par toutes les règles et lever les alertes nouvelles : ceux nommés, "
       "ou tous. Ce qui est bloqué ou gelé l'est aussitôt."),
      "comptant fraud watch", "comptant fraud watch C-1 --from 2026-01-01")  # fmt: skip
@click.argument("contracts", nargs=-1)
@option("--from", "from_on", type=DAY, help=("What is new since (a month ago).",
                                             "Ce qui est nouveau depuis (un mois)."))  # fmt: skip
@option("--quick", "is_quick", is_flag=True,
        help=("Only what may be judged by itself, of the last days; the worker looks so every five "
              "minutes, the close looks at all.",
              "Seulement ce qui se juge en soi, des derniers jours ; le worker le fait toutes "
              "les cinq minutes, l'arrêté examine tout."))  # fmt: skip
def fraud_watch(
    sh: Shell, contracts: tuple[str, ...], from_on: date | None, is_quick: bool
) -> None:
    """Watch contracts."""
    from comptant.operations.risk.fraud import CONTRACTS_MAX, watch_fraud

    with sh.reading() as (see, _, on):
        named = [lookup.contract(see, one, on)["id"] for one in contracts]
        ids = named or [row["id"] for row in see("read_contracts", number=None, on=on)]
    count, raised = 0, []
    for part in range(0, len(ids), CONTRACTS_MAX):
        answer = numbered(sh, part // CONTRACTS_MAX + 1).run(
            watch_fraud,
            contract_ids=ids[part : part + CONTRACTS_MAX],
            from_on=from_on,
            is_quick=is_quick,
        )
        count, raised = count + answer["contracts"], raised + answer["alarms"]
    sh.say({"key": sh.key, "contracts": count, "count": len(raised), "alarms": raised},
           say(f"{count} contracts looked at, {len(raised)} new alarms.",
               f"{count} contrats examinés, {len(raised)} alertes nouvelles."))  # fmt: skip


@verb(FRAUD, "list", ("List the alarms that wait, or all of them.",
                      "Lister les alertes en attente, ou toutes."),
      "comptant fraud list", "comptant fraud list C-1 --all")  # fmt: skip
@click.argument("contract", required=False)
@option("--all", "everything", is_flag=True, help=("Decided ones too.", "Les décidées aussi."))
def fraud_list(sh: Shell, contract: str | None, everything: bool) -> None:
    """List alarms."""
    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"] if contract else None
        rows = see("read_fraud_alarms", contract_id=contract_id, alarm_id=None,
                   everything=everything)  # fmt: skip
    sh.show([fraud_told.told(row) for row in rows], *fraud_told.ALARMS)


@verb(FRAUD, "show", ("Show an alarm: what was found, what shows it, what would settle it.",
                      "Montrer une alerte : le constat, ses preuves, ce qui la lèverait."),
      "comptant fraud show 1204")  # fmt: skip
@click.argument("alarm", type=ID)
def fraud_show(sh: Shell, alarm: int) -> None:
    """Show an alarm."""
    with sh.reading() as (see, _, _on):
        row = fraud_told.alarm(see, alarm)
    sh.show([row], *fraud_told.FACTS)


@verb(FRAUD, "decide",
      ("Confirm an alarm (the contract pays nothing out) or clear it; clearing what holds money "
       "waits for another person.",
       "Confirmer une alerte (le contrat ne verse plus rien) ou la lever ; lever ce qui retient de "
       "l'argent attend une autre personne."),
      "comptant fraud decide 1204 cleared --reason 'two deliveries, notes seen'")  # fmt: skip
@click.argument("alarm", type=ID)
@click.argument("outcome", type=word(("CONFIRMED", "CLEARED")))
@option("--reason", required=True, help=("Why.", "Pourquoi."))
def fraud_decide(sh: Shell, alarm: int, outcome: str, reason: str) -> None:
    """Decide an alarm."""
    from comptant.operations.risk.fraud_decisions import decide_alarm

    with sh.reading() as (see, _, _on):
        contract_id = fraud_told.alarm(see, alarm)["contract_id"]
    answer = sh.run(decide_alarm, contract_id=contract_id, alarm_id=alarm, outcome=outcome,
                    reason=reason)  # fmt: skip
    lines = [waits(answer["approval_id"])] if answer["approval_id"] else []
    sh.say(answer, *lines or [say("Decided.", "Décidé.")])


@verb(FRAUD, "thresholds", ("List the thresholds in force.", "Lister les seuils en vigueur."),
      "comptant fraud thresholds")  # fmt: skip
def fraud_thresholds(sh: Shell) -> None:
    """List thresholds."""
    with sh.reading() as (see, _, on):
        rows = fraud_told.threshold_rows(see, on)
    sh.show(rows, *fraud_told.THRESHOLDS)


@verb(FRAUD, "threshold",
      ("Propose a threshold of a rule from a day on; another person's approval starts it.",
       "Proposer un seuil d'une règle à partir d'un jour ; l'accord d'autrui le met en vigueur."),
      "comptant fraud threshold FR-04 share_ppm 400000 --from 2026-02-01 --source committee",
      )  # fmt: skip
@click.argument("rule")
@click.argument("name")
@click.argument("value", type=ID)
@option("--from", "from_on", type=DAY, required=True, help=("From.", "À partir du."))
@option("--source", required=True, help=("Who says so.", "Qui le dit."))
def fraud_threshold(
    sh: Shell, rule: str, name: str, value: int, from_on: date, source: str
) -> None:
    """Propose a threshold."""
    from comptant.operations.risk.fraud_decisions import propose_threshold

    answer = sh.run(propose_threshold, rule=rule.upper(), name=name, value=value, from_on=from_on,
                    source=source)  # fmt: skip
    sh.say(answer, waits(answer["approval_id"]))


@verb(VERIFY, "draw",
      ("Draw the invoices of a contract to verify with their buyers this month.",
       "Tirer les factures d'un contrat à vérifier ce mois auprès de leurs acheteurs."),
      "comptant verify draw C-1")  # fmt: skip
@click.argument("contract")
def verify_draw(sh: Shell, contract: str) -> None:
    """Draw a sample."""
    from comptant.operations.buyer_page.verifying import draw_sample

    answer = sh.run(draw_sample, contract_id=sh.contract(contract)[0])
    cents, count = money(answer["amount_cents"], answer["currency"]), answer["count"]
    sh.say(answer, say(f"{count} invoices to verify, {cents}: comptant verify list {contract}.",
                       f"{count} factures à vérifier, {cents} : comptant verify list {contract}.")
    )  # fmt: skip


@verb(VERIFY, "list", ("List the invoices to verify, or all that were drawn.",
                       "Lister les factures à vérifier, ou toutes celles tirées."),
      "comptant verify list C-1")  # fmt: skip
@click.argument("contract", required=False)
@option("--all", "everything", is_flag=True, help=("Answered ones too.", "Les répondues aussi."))
def verify_list(sh: Shell, contract: str | None, everything: bool) -> None:
    """List verifications."""
    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"] if contract else None
        rows = see("read_verifications", contract_id=contract_id, everything=everything)
    sh.show(rows, *fraud_told.VERIFICATIONS)


@verb(VERIFY, "record",
      ("Keep what a buyer answers of an invoice; one not recognised stops the contract's money.",
       "Noter la réponse d'un acheteur sur une facture ; non reconnue, elle arrête les versements "
       "du contrat."),
      "comptant verify record C-1 FA-1 confirmed --source 'Mme Martin, call'")  # fmt: skip
@click.argument("contract")
@click.argument("invoice")
@click.argument("answer", type=word(ANSWERS))
@option("--source", required=True, help=("Who said it, and how.", "Qui l'a dit, et comment."))
def verify_record(sh: Shell, contract: str, invoice: str, answer: str, source: str) -> None:
    """Record an answer."""
    from comptant.operations.buyer_page.verifying import record_verification

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)["id"]
        invoice_id = lookup.invoice(see, found, invoice)["id"]
    told = sh.run(record_verification, contract_id=found, invoice_id=invoice_id, answer=answer,
                  source=source)  # fmt: skip
    sh.say(told, say("Recorded.", "Noté."))


@verb(PAYEE, "call",
      ("Keep that the holder of a changed account was called back, on a number known before.",
       "Noter le contre-appel du titulaire d'un compte changé, à un numéro connu auparavant."),
      "comptant payee call FR7630004000031234567890143 confirmed --number 0144556677 "
      "--spoke-to 'Mme Martin' --source 'call of 16 January'")  # fmt: skip
@click.argument("iban")
@click.argument("outcome", type=word(("CONFIRMED", "DENIED", "NO_ANSWER")))
@option("--number", "called_number", required=True, help=("The number called.", "Numéro appelé."))
@option("--spoke-to", default="", help=("Who answered.", "Qui a répondu."))
@option("--source", required=True, help=("Where this is known from.", "D'où on le sait."))
def payee_call(
    sh: Shell, iban: str, outcome: str, called_number: str, spoke_to: str, source: str
) -> None:
    """Record a call back."""
    from comptant.operations.registry.payee_calls import record_payee_callback

    with sh.reading() as (see, _, _on):
        payee_id = lookup.payee(see, None, iban)["id"]
    answer = sh.run(record_payee_callback, payee_account_id=payee_id, outcome=outcome,
                    called_number=called_number, spoke_to=spoke_to, source=source)  # fmt: skip
    sh.say(answer, say("Recorded.", "Noté."))


@verb_of_bench(
    "fraud",
    ("Count what the rules on fraud and the scenarios of laundering find, miss and raise wrongly "
     "on simulated years of two kinds.",
     "Compter ce que les règles de fraude et les scénarios de blanchiment trouvent, manquent et "
     "lèvent à tort sur des années simulées de deux sortes."),
    "comptant bench fraud --years 3 --out docs/fraud.md",
)  # fmt: skip
@option("--years", default=3, help=("Years of each kind.", "Années de chaque sorte."))
@option("--out", type=click.Path(path_type=Path), help=("The table, as Markdown.",
                                                        "Le tableau, en Markdown."))  # fmt: skip
@json_option
def bench_fraud(years: int, out: Path | None, is_json: bool) -> None:
    """Measure the rules."""
    from comptant.doors.bench.fraud import laundering, measured

    rows, sizes = measured.measure(years), measured.sizes()
    suspected = laundering.measure(years)
    if out is not None:
        measured.written(out, measured.table(rows, years, sizes)
                         + "\n" + laundering.table(suspected, years, sizes))  # fmt: skip
    tell([*rows, *suspected], is_json)


@verb(FRAUD, "examine",
      ("Examine the PDF of an invoice: who made it, whether it was changed, whether its data "
       "agree. The next watch judges it.",
       "Examiner le PDF d'une facture : son origine, ses modifications, l'accord de ses données. "
       "La prochaine veille en juge."),
      "comptant fraud examine C-1 FA-1 FA-1.pdf --printed 1200.00")  # fmt: skip
@click.argument("contract")
@click.argument("invoice")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@option("--printed", type=AMOUNT, help=("The total that it shows (as assigned).",
                                        "Le total qu'il montre (comme cédé)."))  # fmt: skip
def fraud_examine(sh: Shell, contract: str, invoice: str, file: Path, printed: int | None) -> None:
    """Examine a document."""
    from comptant.operations.risk.examining import examine_document

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)["id"]
        invoice_id = lookup.invoice(see, found, invoice)["id"]
    told = sh.run(examine_document, contract_id=found, invoice_id=invoice_id, file_name=file.name,
                  content=file.read_bytes(), printed_cents=printed)  # fmt: skip
    changed = (say("changed since it was made", "modifié depuis sa création")
               if told["is_rewritten"] else say("as it was made", "tel que créé"))  # fmt: skip
    sh.say(told, f"{told['producer']}: {changed}.")
