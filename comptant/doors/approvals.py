"""What waits for a second person, in words."""

from collections.abc import Callable
from datetime import date
from typing import Any

from comptant.doors import words
from comptant.doors.words import say, term_shown
from comptant.rules.templates import TEMPLATES

KINDS = (
    "limit", "contract_terms", "disclosure",
    "tariff", "payee_account", "own_account", "party_number", "mandate",
    "commission_terms", "rate", "payment_order", "order_outcome", "payment_file", "exception",
    "reallocation", "repayment_plan", "manual_entry", "purchase_order", "opening", "user_role",
    "client_role", "delegation", "password_reset", "authority", "erasure", "power",
    "paper_signature",
)  # fmt: skip
MONEY_KINDS = ("limit", "delegation", "payment_order", "order_outcome", "payment_file", "exception",
               "manual_entry", "reallocation", "repayment_plan", "purchase_order")  # fmt: skip


Row = dict[str, Any]


def subject_of(row: Row) -> str:
    """What an approval is about, in words."""
    said = row["arguments"]
    if row["kind"] == "contract_terms":
        told = (f"{name}={term_shown(name, value, row['currency'])}"
                for name, value in said["shown"].items())  # fmt: skip
        return f"{', '.join(told)} ({said['from_on']})"
    if row["kind"] == "tariff":
        return say(f"{said['source']}, from {said['valid_from_on']}: {len(said['rows'])} rows",
                   f"{said['source']}, dès le {said['valid_from_on']} : {len(said['rows'])} lignes"
        )  # fmt: skip
    if row["kind"] == "party_number":
        told = f"{said['number']} ({said['scheme']}), {row['party_name']} ({said['source']})"
        return told if said["is_borne"] else say(f"{told}: not theirs", f"{told} : pas le sien")
    if row["kind"] == "purchase_order":
        until = words.day(date.fromisoformat(said["expected_on"]))
        return say(f"{said['order_number']}, to be invoiced by {until}: {said['proof']}",
                   f"{said['order_number']}, à facturer avant le {until} : {said['proof']}"
        )  # fmt: skip
    if row["kind"] == "opening":
        return _opening(said)
    if row["kind"] in OF_FACTS:
        return OF_FACTS[row["kind"]](said)
    if row["kind"] in OF_SIGNING:
        return OF_SIGNING[row["kind"]](row)
    if row["kind"] == "erasure":
        return f"{(row['facts'] or {}).get('login')}: {said['reason']}"
    if row["kind"] in ("user_role", "client_role", "authority", "own_account"):
        return _of_house(row["kind"], said)
    if row["kind"] == "order_outcome":
        told = f"{row['subject_id']} {words.word('step', said['outcome'])}"
        return say(f"order {told}: {said['reason']}", f"ordre {told} : {said['reason']}")
    if row["kind"] == "payment_file":
        return say(f"{said['name']}, {said['count']} orders: it will not leave",
                   f"{said['name']}, {said['count']} ordres : il ne partira pas")  # fmt: skip
    if row["kind"] in OF_MONEY:
        return OF_MONEY[row["kind"]](row)
    return str(row["party_name"] or row["subject_id"] or "")


def _rate(said: Row) -> str:
    if "values" in said:
        name, count = said["file_name"], len(said["values"])
        return say(f"{name}: {count} values", f"{name} : {count} valeurs")
    return f"{said['index_name']} {said['fixing_on']} {words.percent(said['rate_ppm'])}"


OF_FACTS: dict[str, Callable[[Row], str]] = {
    "rate": _rate, "password_reset": lambda said: str(said["login"]),
    "disclosure": lambda said: say(f"its buyers are told of us: {said['source']}",
                                   f"ses acheteurs sont informés : {said['source']}"),
    "payee_account": lambda said: f"{said['holder']} {said['iban']}",
    "mandate": lambda said: f"{said['reference']} {said['holder']} {said['iban']}",
}  # fmt: skip


def _commission(row: Row) -> str:
    said, once = row["arguments"], ""
    of = words.word("commission_base", said["base"])
    share, since = words.percent(said["rate_ppm"]), _day(said["valid_from_on"])
    if said["one_off_cents"]:
        sum_ = words.money(said["one_off_cents"], row["currency"])
        once = say(f", {sum_} once", f", {sum_} une fois")
    counted = words.word("commission_counted", said["counted"])
    return say(f"{row['party_name']}: {share} of {of}, {counted}{once}, from {since} "
               f"({said['source']})",
               f"{row['party_name']} : {share} de l'assiette {of}, {counted}{once}, dès le {since} "
               f"({said['source']})")  # fmt: skip


def _opening(said: Row) -> str:
    source = said["source"]
    if said["what"] == "GUARDS":
        wanted = ", ".join(words.word("guard", one) for one in said["guards"])
        wanted = wanted or say("nothing", "rien")
        return say(f"before a contract draws: {wanted} ({source})",
                   f"avant tout financement : {wanted} ({source})")  # fmt: skip
    if said["what"] == "CLEARED":
        names = ", ".join(f"{one['name']} / {one['listed']}" for one in said["alike"])
        return say(f"somebody else than on the list: {names} ({source})",
                   f"homonymes, autres que sur la liste : {names} ({source})")  # fmt: skip
    left = "; ".join(said["conditions"]) or say("no condition", "sans condition")
    on = _day(said["fact_on"])
    return say(f"committee of {on}: agreed, {left} ({source})",
               f"comité du {on} : accord, {left} ({source})")  # fmt: skip


def _power(row: Row) -> str:
    said, company = row["arguments"], row["party_name"]
    ceiling = said["ceiling_cents"]
    most = say("any amount", "tout montant") if ceiling is None else words.money(
        ceiling, said["currency"])  # fmt: skip
    until = f" → {_day(said['until_on'])}" if said["until_on"] else ""
    return say(f"{said['login']} signs for {company}: {most}, {_day(said['from_on'])}{until}, "
               f"codes to {said['email']} {said['phone']} ({said['source']})",
               f"{said['login']} signe pour {company} : {most}, {_day(said['from_on'])}{until}, "
               f"codes à {said['email']} {said['phone']} ({said['source']})")  # fmt: skip


def _paper_signature(row: Row) -> str:
    said = row["arguments"]
    what = words.word("signature_kind", said["kind"])
    about = f" {said['subject_id']}" if said["kind"] == "TITLE" else ""
    on = _day(said["signed_on"])
    return say(f"{what}{about} signed on paper by {said['signed_by']} on {on} ({said['proof']})",
               f"{what}{about} : signature sur papier de {said['signed_by']} le {on} "
               f"({said['proof']})")  # fmt: skip


OF_SIGNING = {"power": _power, "paper_signature": _paper_signature}


def _payment_order(row: Row) -> str:
    to, id_ = row["facts"] or {}, row["subject_id"]
    purpose = words.word("purpose", to.get("purpose"))
    return say(f"order {id_}, {purpose}: to {to.get('holder')} {to.get('iban')}",
               f"ordre {id_}, {purpose} : à {to.get('holder')} {to.get('iban')}")  # fmt: skip


def _delegation(row: Row) -> str:
    said = row["arguments"]
    since, until = _day(said["from_on"]), _day(said["until_on"])
    return say(f"{said['login']} draws for the client, from {since} to {until}, each draw up to it",
               f"{said['login']} tire pour l'adhérent, du {since} au {until}, au plus par tirage"
    )  # fmt: skip


def _limit(row: Row) -> str:
    said = row["arguments"]
    scope, party = words.word("scope", said["scope"]), row["party_name"]
    since, before = _day(said["from_on"]), (row["facts"] or {}).get("in_force_cents")
    moves = ""
    if before is not None:
        was, asked = (words.money(cents, row["currency"])
                      for cents in (before, row["amount_cents"]))  # fmt: skip
        moves = say(f", from {was} to {asked}", f", de {was} à {asked}")
    return say(f"{party}: {scope}{moves}, from {since} ({said['source']})",
               f"{party} : {scope}{moves}, dès le {since} ({said['source']})")  # fmt: skip


def _exception(row: Row) -> str:
    said, of = row["arguments"], row["facts"] or {}
    about = of.get("buyer_name")
    if said["subject"] == "INVOICE":
        about = say(f"invoice {of.get('invoice_number')} on {about}",
                    f"facture {of.get('invoice_number')} sur {about}")  # fmt: skip
    what, until = words.word("excepted", said["reason_code"]), _day(said["until_on"])
    return say(f"{about}: {what}; until {until} ({said['why']})",
               f"{about} : {what} ; jusqu'au {until} ({said['why']})")  # fmt: skip


def _manual_entry(row: Row) -> str:
    said, known = row["arguments"], row["facts"] or {}
    why, on = said["reason"], known.get("value_on") or said.get("value_on")
    dated = say(f"value date {_day(on)}", f"valeur {_day(on)}") if on else ""
    if said["what"] == "debit":
        orders = ", ".join(str(id_) for id_ in said.get("order_ids") or ())
        ids = said.get("payment_ids") or [said.get("payment_id")]
        named = ", ".join(str(id_) for id_ in ids)
        cause = said["account"] or (
            say(f"order {orders} executed", f"ordre {orders} exécuté") if orders
            else say(f"payment {named} taken back", f"règlement {named} repris"))  # fmt: skip
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
    said = row["arguments"]["instalments"]
    return ", ".join(f"{_day(on)} {words.money(said[on], row['currency'])}" for on in sorted(said))


def _day(text: str) -> str:
    return words.day(date.fromisoformat(text))


def _undone(row: Row) -> str:
    said, known = row["arguments"], row["facts"] or {}
    numbers = known.get("invoice_numbers") or {}
    about = ", ".join(str(numbers.get(str(one), one)) for one in said["invoice_ids"])
    what = TEMPLATES[said["event"]]
    return say(f"entry {said['entry_id']} undone: {what.english}, {about} ({said['reason']})",
               f"écriture {said['entry_id']} défaite : {what.french}, {about} ({said['reason']})"
    )  # fmt: skip


def _withdrawn(row: Row) -> str:
    said, numbers = row["arguments"], (row["facts"] or {}).get("invoice_numbers") or {}
    about = ", ".join(str(numbers.get(str(one), one)) for one in said["invoice_ids"])
    return say(f"withdrawn: {about} ({said['reason']})", f"retrait : {about} ({said['reason']})")


def _payables_back(row: Row) -> str:
    said, known, id_ = row["arguments"], row["facts"] or {}, row["subject_id"]
    payer, ours = known.get("payer_name") or "", words.money(row["amount_cents"], row["currency"])
    return say(f"payment {id_} {payer} taken back from payables: {ours} that suppliers were paid "
               f"with it become ours to claim of the buyer ({said['reason']})",
               f"règlement {id_} {payer} repris sur les dettes validées : {ours} qu'il a servi à "
               f"payer à des fournisseurs nous sont dus par l'acheteur ({said['reason']})"
    )  # fmt: skip


def _given_back(row: Row) -> str:
    said, numbers = row["arguments"], (row["facts"] or {}).get("invoice_numbers") or {}
    about = ", ".join(str(numbers.get(str(one), one)) for one in said["invoice_ids"])
    why = words.word("back", said["reason"])
    if said["what"] == "defund":
        return say(f"no longer financed, without recourse: {about} ({why})",
                   f"définancement, sans recours : {about} ({why})")  # fmt: skip
    return say(f"charged back, without recourse: {about} ({why})",
               f"rétrocession, sans recours : {about} ({why})")  # fmt: skip


PUT_RIGHT = {"move": _moved, "undo": _undone, "withdraw": _withdrawn, "payables": _payables_back,
             "reassign": _given_back, "defund": _given_back}  # fmt: skip
OF_MONEY = {
    "delegation": _delegation, "payment_order": _payment_order, "limit": _limit,
    "exception": _exception, "manual_entry": _manual_entry, "reallocation": _reallocation,
    "repayment_plan": _repayment_plan, "commission_terms": _commission,
}  # fmt: skip


def _of_house(kind: str, said: dict[str, Any]) -> str:
    if kind in ("user_role", "client_role"):
        roles = ", ".join(words.word("role", role) for role in said["roles"])
        if said["is_granted"]:
            return say(f"{said['login']}: {roles}", f"{said['login']} : {roles}")
        return say(f"{said['login']}: no longer {roles}", f"{said['login']} : plus {roles}")
    if kind == "authority":
        role, about = words.word("role", said["role"]), words.word("kind", said["kind"])
        most = said["most_cents"]
        amount = say("any amount", "tout montant") if most is None else words.money(most)
        since = f"({words.day(date.fromisoformat(said['from_on']))}, {said['source']})"
        return say(f"{role}, {about}: {amount} {since}", f"{role}, {about} : {amount} {since}")
    if "terms" in said:
        told = ", ".join(f"{name}={value}" for name, value in said["terms"].items())
        return say(f"account {said['own_account_id']}: {told}",
                   f"compte {said['own_account_id']} : {told}")  # fmt: skip
    return f"{said['name']} {said['iban']} {said['books_from']}"
