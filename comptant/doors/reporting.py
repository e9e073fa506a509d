"""The report of a day's close, told: what it did, the aged balance, what people must look at."""

from typing import Any

from comptant.doors import tables, words
from comptant.doors.next_steps import STEPS, next_step
from comptant.doors.words import Both, say

Row = dict[str, Any]
# What the close booked or changed, with the amount's name in the report.
AMOUNTS = {
    "interest_cents": Both("financing charge billed by the close",
                           "commission de financement facturée à l'arrêté"),
    "corrected_cents": Both("corrections of charges billed before",
                            "corrections de commissions déjà facturées"),
    "other_fee_cents": Both("other fees, VAT included", "autres frais, TTC"),
    "package_cents": Both("flat monthly packages, VAT included", "forfaits mensuels, TTC"),
    "minimum_fee_cents": Both("complements to the annual minimum, VAT included",
                              "compléments de minimum annuel, TTC"),
    "excess_fee_cents": Both("fees on over-advances", "commissions de dépassement"),
    "accrued_cents": Both("financing charge run up", "commission de financement courue"),
    "fee_cents": Both("factoring fees billed by the month, VAT included",
                      "commissions d'affacturage facturées au mois, TTC"),
    "guaranteed_cents": Both("taken over by the guarantee today", "pris en garantie ce jour"),
    "regained_cents": Both("written off before, repaid by the account today",
                           "passé en perte auparavant, repris sur le compte ce jour"),
    "order_claimed_cents": Both("advances on orders claimed", "avances sur commandes réclamées"),
    "commission_cents": Both("earned by brokers today", "acquis ce jour aux courtiers"),
    "fund_levied_cents": Both("put into guarantee funds today",
                              "versé aux fonds de garantie ce jour"),
    "fund_released_cents": Both("given back from guarantee funds today",
                                "restitué par les fonds de garantie ce jour"),
    "decayed_cents": Both("no longer fundable", "devenu non finançable"),
    "cured_cents": Both("fundable again", "redevenu finançable"),
}  # fmt: skip
BUCKETS = {
    "NE": Both("not due", "non échu"), "B1": Both("1–30 days", "1–30 jours"),
    "B2": Both("31–60 days", "31–60 jours"), "B3": Both("61–90 days", "61–90 jours"),
    "B4": Both("over 90 days", "plus de 90 jours"), "CN": Both("credit notes", "avoirs"),
}  # fmt: skip
TURNS = {
    "release": Both("another person releases: comptant release --all",
                    "une autre personne libère : comptant release --all"),
    "payout": Both("the treasurer sends: comptant payout", "le trésorier envoie : comptant payout"),
    "payee_check": Both(
        "the check of the payee failed: correct the account or check it (comptant payee check)",
        "la vérification du bénéficiaire a échoué : corriger ou vérifier le compte (comptant payee "
        "check)"),
    "bank": Both("the bank executes: ask it", "la banque exécute : la relancer"),
}  # fmt: skip
# What people must look at: its title, the amount, the columns listed.
SECTIONS = {
    "late_orders": (
        Both("Payments promised and late", "Paiements promis en retard"), "amount_cents",
        ("order_id", "contract_number", "amount_cents", "promised_at", "whose_turn"),
    ),
    "orders_astray": (
        Both("Payments said to have failed that the bank executed, or still in transit",
             "Paiements dits rejetés que la banque a exécutés, ou encore en transit"),
        "amount_cents", ("order_id", "contract_number", "amount_cents", "transit_cents", "astray"),
    ),
    "debits": (
        Both("Bank debits that nobody has explained",
             "Débits bancaires que personne n'a justifiés"),
        "amount_cents", ("value_on", "age_days", "amount_cents"),
    ),
    "cash": (
        Both("Money received that waits: nobody's, or for more than five business days",
             "Encaissements en attente : de personne, ou depuis plus de cinq jours ouvrés"),
        "amount_cents", ("id", "contract_number", "value_on", "age_days", "amount_cents"),
    ),
    "uncredited": (
        Both("Remittances that our bank has not credited two business days past their value date",
             "Remises que notre banque n'a pas créditées deux jours ouvrés après leur valeur"),
        "amount_cents",
        ("id", "payment_means", "reference", "value_on", "age_days", "amount_cents"),
    ),
    "undebited": (
        Both("Told unpaid five days ago and not debited by our bank, which has credited them",
             "Dits impayés depuis cinq jours et non débités par notre banque, qui les a crédités"),
        "amount_cents",
        ("id", "payment_means", "number", "contract_number", "returned_on", "amount_cents"),
    ),
    "silent_accounts": (
        Both("Our accounts without a statement for 30 days: nothing proves them",
             "Nos comptes sans relevé depuis 30 jours : rien ne les prouve"), "ledger_cents",
        ("iban", "closed_on", "age_days", "ledger_cents"),
    ),
    "sweeps_missing": (
        Both("Dedicated accounts whose money is not where it should be",
             "Comptes dédiés dont l'argent n'est pas où il devrait être"), "sweep_missing_cents",
        ("contract_number", "iban", "sweep_alert", "sweep_missing_cents"),
    ),
    "announced_late": (
        Both("Announced (camt.052) and not in the statement of its day",
             "Annoncé (camt.052) et absent du relevé de son jour"), "amount_cents",
        ("iban", "booked_on", "payer_name", "amount_cents"),
    ),
    "over_advances": (
        Both("Over-advances, as of the close", "Dépassements, au moment de l'arrêté"),
        "over_advance_cents",
        ("contract_number", "over_advance_cents"),
    ),
    "covers": (
        Both("Covers of insurers to keep (comptant policy deadlines)",
             "Garanties d'assureurs à préserver (comptant policy deadlines)"), "cover_due_cents",
        ("act_by_on", "next_cover_step", "contract_number", "invoice_number", "policy_number",
         "cover_due_cents"),
    ),
    "dispute_notices": (
        Both("Disputes not settled in their days: their clients are due notice (comptant dispute "
             "notify; nothing is de-funded by itself)",
             "Litiges non réglés à temps : préavis à donner à l'adhérent (comptant dispute notify "
             "; rien n'est définancé d'office)"), "still_disputed_cents",
        ("contract_number", "invoice_number", "buyer_name", "disputed_on", "still_disputed_cents"),
    ),
    "promises_broken": (
        Both("Promises and plans of buyers found broken today",
             "Promesses et échéanciers d'acheteurs rompus ce jour"), "instalment_late_cents",
        ("contract_number", "buyer_name", "promise_id", "instalment_late_cents"),
    ),
    "fraud_alarms": (
        Both("Suspicions of fraud found today (comptant fraud list)",
             "Soupçons de fraude levés ce jour (comptant fraud list)"), "alarm_cents",
        ("contract_number", "alarm_id", "fraud_rule", "fraud_effect", "alarm_cents"),
    ),
    "late_instalments": (
        Both("Repayment plans late", "Plans de remboursement en retard"), "instalment_late_cents",
        ("contract_number", "due_on", "instalment_late_cents"),
    ),
    "defunding": (
        Both("Invoices that may be de-funded (comptant defund; never done by itself)",
             "Factures à définancer si besoin (comptant defund ; jamais d'office)"), "open_cents",
        ("contract_number", "invoice_number", "open_cents", "due_on", "why"),
    ),
}  # fmt: skip


def tell(report: Row) -> None:
    """The report on the screen."""
    day = words.day(_date(report["day"]))
    counts = (
        say(f"{day} is closed: contracts {report['contracts']}, entries numbered "
            f"{report['numbered']}, bank accounts proved {report['accounts_proved']}.",
            f"Le {day} est arrêté : contrats {report['contracts']}, écritures numérotées "
            f"{report['numbered']}, comptes bancaires prouvés {report['accounts_proved']}.")
    )  # fmt: skip
    tables.line(counts)
    tables.line(say(
        f"Invoices judged again {report['judged']}, buyers stopped {report['buyers_stopped']}, "
        f"let go {report['buyers_let_go']}, accruals undone {report['accrual_reversed']}.",
        f"Factures réexaminées {report['judged']}, acheteurs arrêtés {report['buyers_stopped']}, "
        f"rétablis {report['buyers_let_go']}, courus extournés {report['accrual_reversed']}.",
    ))  # fmt: skip
    if "fraud_watched" in report:
        tables.line(say(f"Contracts watched for fraud {report['fraud_watched']}.",
                        f"Contrats examinés pour fraude {report['fraud_watched']}."))  # fmt: skip
    for row in report.get("revalued") or []:
        cents = words.money(row["exchange_cents"], "EUR")
        tables.line(say(f"{row['currency']} revalued: {cents}.",
                        f"{row['currency']} réévalué : {cents}."))  # fmt: skip
    if "warned" in report:
        seen = report["warned"]
        tables.line(say(f"Companies scored {seen['companies']}: in alert {seen['alerts']}, to "
                        f"watch {seen['watched']}, level changed {seen['crossed_count']} "
                        "(comptant warning list).",
                        f"Sociétés notées {seen['companies']} : en alerte {seen['alerts']}, à "
                        f"surveiller {seen['watched']}, niveau changé {seen['crossed_count']} "
                        "(comptant warning list)."))  # fmt: skip
    for month in report["months_closed"]:
        tables.line(say(f"The month {month[:7]} is closed.", f"Le mois {month[:7]} est clos."))
    _tell_amounts([*report["amounts"], *report.get("commissions", [])])
    _tell_ageing(report["ageing"])
    _tell_attention(report["to_look_at"])


def _tell_amounts(amounts: list[Row]) -> None:
    rows = [
        {"text": title.said(), "amount_cents": row[name], "currency": row["currency"]}
        for row in amounts for name, title in AMOUNTS.items() if row.get(name)
    ]  # fmt: skip
    if rows:
        tables.show(rows, ("text", "amount_cents"), say("Today", "Ce jour"))


def _tell_ageing(ageing: list[Row]) -> None:
    rows = [{**row, "text": BUCKETS[name].said()} for currency in sorted({
        row["currency"] for row in ageing}) for name in BUCKETS
        for row in ageing if row["bucket"] == name and row["currency"] == currency]  # fmt: skip
    if rows:
        tables.show(rows, ("text", "open_cents"), say("Aged balance", "Balance âgée"))


def _tell_attention(told: Row) -> None:
    shown = 0
    for name, (title, amount, columns) in SECTIONS.items():
        section = told.get(name) or {"count": 0}  # a report of before it was told
        if not section["count"]:
            continue
        shown += 1
        sums = " + ".join(words.money(row[amount], row["currency"]) for row in section["sums"])
        rows = [shown_row(row) for row in section["rows"]]
        heading = f"{title.said()}: {section['count']}, {sums}"
        if name in STEPS:
            rows = [{**row, "next_step": next_step(name, of)}
                    for row, of in zip(rows, section["rows"], strict=True)]  # fmt: skip
            columns = (*columns, "next_step")
        tables.show(rows, columns, heading)
        if section["count"] > len(rows):
            more = section["count"] - len(rows)
            tables.dim(say(f"... and {more} smaller ones.", f"... et {more} plus petits."))
    _tell_run_up(told)
    shown += _tell_waits(told)
    anew = told.get("proved_anew") or []
    if anew:
        shown += 1
        numbers = ", ".join(anew)
        tables.line(say(
            f"Proved from the first line on, since more was booked or changed than the last proof "
            f"knew: {numbers}. An entry that came late is no fault; see comptant control.",
            f"Prouvés depuis la première ligne, car plus a été passé ou changé que la dernière "
            f"preuve ne savait : {numbers}. Une écriture tardive n'est pas une faute ; voir "
            f"comptant control."))  # fmt: skip
    if not shown:
        tables.line(say("Nothing to look at.", "Rien à examiner."))


def _tell_waits(told: Row) -> int:
    """What waits for somebody else: a rate, a client's ledger; how many tables."""
    shown = 0
    waits = told.get("interest_waits") or {"count": 0}
    if waits["count"]:
        shown += 1
        rows, many = waits["rows"], waits["count"]
        heading = say(f"Interest that waits for a rate and is billed once it is known: {many} "
                      "(comptant rate propose)",
                      f"Intérêts en attente d'un taux, facturés dès qu'il est connu : {many} "
                      "(comptant rate propose)")  # fmt: skip
        tables.show(rows, ("contract_number", "rate_index", "rate_on"), heading)
    left = told.get("unrevalued") or []
    if left:
        shown += 1
        numbers = ", ".join(left)
        tables.line(say(f"Accounts in other currencies not revalued, a rate is missing: {numbers} "
                        "(comptant rate load)",
                        f"Comptes en devise non réévalués, un cours manque : {numbers} "
                        "(comptant rate load)"))  # fmt: skip
    late = told.get("ledgers_late") or {"count": 0}
    if late["count"]:
        shown += 1
        heading = say(f"Sales ledgers that clients have not sent for a week: {late['count']} "
                      "(comptant ledger compare)",
                      f"Postes clients que des adhérents n'ont pas envoyés depuis une semaine : "
                      f"{late['count']} (comptant ledger compare)")  # fmt: skip
        tables.show([shown_row(row) for row in late["rows"]],
                    ("contract_number", "ledger_on", "age_days"), heading)  # fmt: skip
    return shown


def _tell_run_up(told: Row) -> None:
    """Charges beyond what a client may draw, since it has drawn all: nobody has to do anything."""
    run_up = told.get("run_up") or {"count": 0}
    if run_up["count"]:
        sums = " + ".join(words.money(row["over_advance_cents"], row["currency"])
                          for row in run_up["sums"])  # fmt: skip
        count = run_up["count"]
        tables.dim(say(
            f"Clients who have drawn all they may: {count}; charges not billed yet pass it by "
            f"{sums}, and nobody has to do anything.",
            f"Adhérents qui ont tiré tout leur disponible : {count} ; les frais courus le "
            f"dépassent de {sums}, sans rien à faire."))  # fmt: skip


def shown_row(row: Row) -> Row:
    """Codes in the reader's words, dates as dates."""
    told = dict(row)
    if "astray" in row:
        told["astray"] = words.word("astray", row["astray"])
    if "turn" in row:
        told["whose_turn"] = TURNS[row["turn"]].said()
    if "defund_reason" in row:
        told["why"] = words.word("defund", row["defund_reason"])
    if isinstance(row.get("promised_at"), str):
        told["promised_at"] = _instant(row["promised_at"])
    told |= {name: _date(row[name]) for name in ("value_on", "due_on") if name in row}
    return told


def _date(value: Any) -> Any:
    from datetime import date

    return date.fromisoformat(value) if isinstance(value, str) else value


def _instant(value: str) -> Any:
    from datetime import datetime

    return datetime.fromisoformat(value)
