"""What waits for a second person and moves money, in words."""

from datetime import date
from typing import Any

from comptant.doors import exchange_told, remaining, words
from comptant.doors.tables import said_by
from comptant.doors.words import say
from comptant.rules.templates import TEMPLATES

Row = dict[str, Any]


def day(text: str) -> str:
    """A day as it is kept, in the reader's form."""
    return words.day(date.fromisoformat(text))


def _purchase_order(row: Row) -> str:
    said = row["arguments"]
    until = day(said["expected_on"])
    return say(f"{said['order_number']}, to be invoiced by {until}: {said['proof']}",
               f"{said['order_number']}, à facturer avant le {until} : {said['proof']}"
    )  # fmt: skip


def _order_outcome(row: Row) -> str:
    said, id_ = row["arguments"], row["subject_id"]
    told = f"{words.word('step', said['outcome'])}{say(': ', ' : ')}{said['reason']}"
    return say(f"order {id_} {told}", f"ordre {id_} {told}")


def _recourse(row: Row) -> str:
    said = row["arguments"]
    if said["what"] == "loss":
        return say(f"over-advance written off: {said['reason']}",
                   f"dépassement passé en perte : {said['reason']}")  # fmt: skip
    if said["what"] == "undo":
        step = words.word("recourse_step", said["step"])
        return say(f"undone: {step} ({said['reason']})", f"défait : {step} ({said['reason']})")
    return say(f"set off from {said['from_number']}: {said['reason']}",
               f"compensé par {said['from_number']} : {said['reason']}")  # fmt: skip


def _payment_file(row: Row) -> str:
    said = row["arguments"]
    return say(f"{said['name']}, {said['count']} orders: it will not leave",
               f"{said['name']}, {said['count']} ordres : il ne partira pas")  # fmt: skip


def _bank_statement(row: Row) -> str:
    said = row["arguments"]
    on, few = day(said["closed_on"]), "" if said["count"] == 1 else "s"
    count = say(f"{said['count']} line{few}", f"{said['count']} ligne{few}")
    return say(f"statement {said['reference']} of {on}, {said['iban']}, {count}: "
               f"withdrawn ({said['reason']})",
               f"relevé {said['reference']} du {on}, {said['iban']}, {count} : "
               f"retiré ({said['reason']})")  # fmt: skip


def _commission(row: Row) -> str:
    said, once = row["arguments"], ""
    of = words.word("commission_base", said["base"])
    share, since = words.percent(said["rate_ppm"]), day(said["valid_from_on"])
    if said["one_off_cents"]:
        sum_ = words.money(said["one_off_cents"], row["currency"])
        once = say(f", {sum_} once", f", {sum_} une fois")
    counted = words.word("commission_counted", said["counted"])
    return say(f"{row['party_name']}: {share} of {of}, {counted}{once}, from {since} "
               f"({said_by(said['source'])})",
               f"{row['party_name']} : {share} de l'assiette {of}, {counted}{once}, dès le {since} "
               f"({said_by(said['source'])})")  # fmt: skip


def _payment_order(row: Row) -> str:
    to, id_ = row["facts"] or {}, row["subject_id"]
    purpose, of = words.word("purpose", to.get("purpose")), row["arguments"].get("said")
    # What is passed on to the client goes to another than had paid it, as it should.
    back_to = None if to.get("purpose") == "FORWARD" else to.get("iban")
    of = came_from(of, back_to) + _owed(of, row) if of else ""
    return say(f"order {id_}, {purpose}: to {to.get('holder')} {to.get('iban')}{of}",
               f"ordre {id_}, {purpose} : à {to.get('holder')} {to.get('iban')}{of}")  # fmt: skip


def came_from(said: Row, to_iban: str | None) -> str:
    """Who had paid what an order gives away and from which account, whether it goes back elsewhere
    (`to_iban`; none: it does not go back) or early, and why."""
    payer = said["payer_name"] or say("nobody named", "inconnu")
    account = said["payer_iban"] or say("no account told", "compte non indiqué")
    told = say(f"; paid by {payer} {account}", f" ; payé par {payer} {account}")
    if to_iban and said["payer_iban"] not in (None, to_iban):
        told += say(", another account than it goes to", ", autre compte que le destinataire")
    if said.get("first_on"):
        on = day(said["first_on"])
        told += say(f", before {on}", f", avant le {on}")
    return told + (f" ({said['reason']})" if said["reason"] else "")


def _owed(said: Row, row: Row) -> str:
    """That the buyer whose money is given away owes us a debt that the guarantee has taken."""
    if not said.get("owed_cents"):
        return ""
    owed = words.money(said["owed_cents"], row["currency"])
    return say(f"; this buyer owes us {owed} of debts guaranteed under this contract",
               f" ; cet acheteur nous doit {owed} de créances garanties sous ce contrat"
    )  # fmt: skip


def _delegation(row: Row) -> str:
    said = row["arguments"]
    since, until = day(said["from_on"]), day(said["until_on"])
    return say(f"{said['login']} draws for the client, from {since} to {until}, each draw up to it",
               f"{said['login']} tire pour l'adhérent, du {since} au {until}, au plus par tirage"
    )  # fmt: skip


def _limit(row: Row) -> str:
    said = row["arguments"]
    scope, party = words.word("scope", said["scope"]), row["party_name"]
    since, before = day(said["from_on"]), (row["facts"] or {}).get("in_force_cents")
    moves = ""
    if before is not None:
        was, asked = (words.money(cents, row["currency"])
                      for cents in (before, row["amount_cents"]))  # fmt: skip
        moves = say(f", from {was} to {asked}", f", de {was} à {asked}")
    return say(f"{party}: {scope}{moves}, from {since} ({said_by(said['source'])})",
               f"{party} : {scope}{moves}, dès le {since} ({said_by(said['source'])})")  # fmt: skip


def _exception(row: Row) -> str:
    said, of = row["arguments"], row["facts"] or {}
    about = of.get("buyer_name")
    if said["subject"] == "INVOICE":
        about = say(f"invoice {of.get('invoice_number')} on {about}",
                    f"facture {of.get('invoice_number')} sur {about}")  # fmt: skip
    what, until = words.word("excepted", said["reason_code"]), day(said["until_on"])
    held = " ".join(remaining.told(said.get("remaining", [])))
    held = f". {held}" if held else ""
    return say(f"{about}: {what}; until {until} ({said['why']}){held}",
               f"{about} : {what} ; jusqu'au {until} ({said['why']}){held}")  # fmt: skip


def _manual_entry(row: Row) -> str:
    said, known = row["arguments"], row["facts"] or {}
    why, on = said["reason"], known.get("value_on") or said.get("value_on")
    dated = say(f"value date {day(on)}", f"valeur {day(on)}") if on else ""
    if said["what"] == "debit":
        orders = ", ".join(str(id_) for id_ in said.get("order_ids") or ())
        ids = said.get("payment_ids") or [said.get("payment_id")]
        named = ", ".join(str(id_) for id_ in ids)
        cost = said["account"] or ""
        cause = cost or say(f"payment {named} taken back", f"règlement {named} repris")
        if orders:
            besides = f" + {cost}" if cost else ""
            cause = say(f"order {orders} executed", f"ordre {orders} exécuté") + besides
        return say(f"debit « {known.get('remittance_text')} » is {cause}, {dated} ({why})",
                   f"débit « {known.get('remittance_text')} » : {cause}, {dated} ({why})"
        )  # fmt: skip
    lines = known.get("lines") or said.get("lines") or {}
    told = ", ".join(f"{account} {words.money(cents, row['currency'])}"
                     for account, cents in lines.items() if cents)  # fmt: skip
    if said["what"] == "reversal":
        id_ = said["entry_id"]
        return say(f"entry {id_} undone: {told}, {dated} ({why})",
                   f"écriture {id_} extournée : {told}, {dated} ({why})")  # fmt: skip
    return f"{told}, {dated} ({why})"


def _moved(row: Row) -> str:
    said, known, id_ = row["arguments"], row["facts"] or {}, row["subject_id"]
    to, buyer = known.get("to_contract"), known.get("to_buyer")
    where = say(f"to {to}", f"vers {to}") if to else say("back to nobody", "rendu inconnu")
    where += f", {buyer}" if buyer else ""
    payer = known.get("payer_name") or ""
    return say(f"payment {id_} {payer}: {where} ({said['reason']})",
               f"règlement {id_} {payer} : {where} ({said['reason']})")  # fmt: skip


def _to_client(row: Row) -> str:
    """Money of which the bank does not tell that the client, or his buyer, has paid it."""
    said, id_ = row["arguments"], row["subject_id"]
    of = came_from(said, said["payer_iban"]) + _owed(said, row)
    if said["what"] == "forward":
        return say(f"payment {id_} passed on to the client, as of a buyer of his{of}",
                   f"règlement {id_} reversé à l'adhérent, comme d'un de ses acheteurs{of}"
        )  # fmt: skip
    return say(f"payment {id_} to the client's account, as his own repayment{of}",
               f"règlement {id_} au compte de l'adhérent, comme son remboursement{of}")  # fmt: skip


def _reallocation(row: Row) -> str:
    said, known = row["arguments"], row["facts"] or {}
    if said.get("what"):
        return PUT_RIGHT[said["what"]](row)
    numbers = known.get("invoice_numbers") or {}
    payer, id_ = known.get("payer_name") or "", row["subject_id"]
    taken = ", ".join(str(numbers.get(str(one), one)) for one in said["invoice_ids"])
    taken = taken or say("all its invoices", "toutes ses factures")
    given = ", ".join(f"{numbers.get(str(one), one)} {words.money(cents, row['currency'])}"
                      for one, cents in said["to"].items())  # fmt: skip
    given = given or say("nothing: it waits", "rien : il attend")
    return say(f"payment {id_} {payer}: taken from {taken}, given to {given}",
               f"règlement {id_} {payer} : repris de {taken}, donné à {given}")  # fmt: skip


def _repayment_plan(row: Row) -> str:
    if row["arguments"].get("what") == "end":
        left, why = words.money(row["amount_cents"], row["currency"]), row["arguments"]["reason"]
        return say(f"the plan ends, {left} of it unpaid and owed at once ({why})",
                   f"le plan est clos, {left} impayés et dus aussitôt ({why})")  # fmt: skip
    said = row["arguments"]["instalments"]
    return ", ".join(f"{day(on)} {words.money(said[on], row['currency'])}" for on in sorted(said))


def _undone(row: Row) -> str:
    said, known = row["arguments"], row["facts"] or {}
    numbers = known.get("invoice_numbers") or {}
    about = ", ".join(str(numbers.get(str(one), one)) for one in said["invoice_ids"])
    about = about or said.get("number", "")  # of an instrument told unpaid
    what = TEMPLATES[said["event"]]
    return say(f"entry {said['entry_id']} undone: {what.english}, {about} ({said['reason']})",
               f"écriture {said['entry_id']} défaite : {what.french}, {about} ({said['reason']})"
    )  # fmt: skip


def _invoices(row: Row) -> str:
    numbers = (row["facts"] or {}).get("invoice_numbers") or {}
    return ", ".join(str(numbers.get(str(one), one)) for one in row["arguments"]["invoice_ids"])


def _withdrawn(row: Row) -> str:
    said, about = row["arguments"], _invoices(row)
    no_recourse = say(", approved without recourse", ", approuvé sans recours")
    risk = _cover_lost(row) or (no_recourse if said.get("is_ours") else "")
    return say(f"withdrawn{risk}: {about} ({said['reason']})",
               f"retrait{risk} : {about} ({said['reason']})")  # fmt: skip


def _cover_lost(row: Row) -> str:
    if not (lost := row["arguments"].get("cover_lost_cents")):
        return ""
    cents = words.money(lost, row["currency"])
    return say(f", {cents} of our cover lost", f", {cents} de notre garantie perdus")


def _paid_directly(row: Row) -> str:
    said, about = row["arguments"], _invoices(row)
    return say(
        f"paid to the client, approved without recourse: {about} ({said['evidence']})",
        f"réglé à l'adhérent, approuvé sans recours : {about} ({said['evidence']})",
    )


def _payables_back(row: Row) -> str:
    said, known, id_ = row["arguments"], row["facts"] or {}, row["subject_id"]
    payer, ours = known.get("payer_name") or "", words.money(row["amount_cents"], row["currency"])
    return say(f"payment {id_} {payer} taken back from payables: {ours} that suppliers were paid "
               f"with it become ours to claim of the buyer ({said['reason']})",
               f"règlement {id_} {payer} repris sur les dettes validées : {ours} qu'il a servi à "
               f"payer à des fournisseurs nous sont dus par l'acheteur ({said['reason']})"
    )  # fmt: skip


def _given_back(row: Row) -> str:
    said, about = row["arguments"], _invoices(row)
    why = words.word("back", said["reason"])
    if said.get("evidence"):  # of a dispute, which a second person finds proved
        why = say(f"{why}: {said['evidence']}", f"{why} : {said['evidence']}")
    risk = _cover_lost(row) or say(", without recourse", ", sans recours")
    if said["what"] == "defund":
        return say(f"no longer financed{risk}: {about} ({why})",
                   f"définancement{risk} : {about} ({why})")  # fmt: skip
    return say(f"charged back{risk}: {about} ({why})", f"rétrocession{risk} : {about} ({why})")


def _waived(row: Row) -> str:
    said, about = row["arguments"], _invoices(row)
    cents = words.money(row["amount_cents"], row["currency"])
    return say(f"{cents} of penalty {said['penalty_id']} waived, {about} ({said['reason']})",
               f"remise de {cents} sur la pénalité {said['penalty_id']}, {about} "
               f"({said['reason']})")  # fmt: skip


def _guarantee_back(row: Row) -> str:
    said, about = row["arguments"], _invoices(row)
    return say(f"guarantee given back: {about} ({said['reason']})",
               f"garantie défaite : {about} ({said['reason']})")  # fmt: skip


PUT_RIGHT = {
    "guarantee": _guarantee_back, "move": _moved, "undo": _undone, "withdraw": _withdrawn,
    "payables": _payables_back, "reassign": _given_back, "defund": _given_back,
    "direct_payment": _paid_directly, "repay": _to_client, "forward": _to_client,
    "waive_penalty": _waived, "exchange": exchange_told.exchanged,
}  # fmt: skip
OF_MONEY = {
    "bank_statement": _bank_statement, "commission_terms": _commission, "delegation": _delegation,
    "exception": _exception, "limit": _limit, "manual_entry": _manual_entry,
    "order_outcome": _order_outcome, "payment_file": _payment_file, "recourse": _recourse,
    "payment_order": _payment_order, "purchase_order": _purchase_order,
    "reallocation": _reallocation, "repayment_plan": _repayment_plan,
}  # fmt: skip
