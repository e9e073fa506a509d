"""What waits for a second person, in words."""

from collections.abc import Callable
from typing import Any

from comptant.doors import term_values, words
from comptant.doors.approvals_of_money import OF_MONEY, day
from comptant.doors.claim_told import approval_told as claim_told
from comptant.doors.cover_told import approval_told
from comptant.doors.provisions_told import approval_told as provision_told
from comptant.doors.term_values import term_told
from comptant.doors.words import money, say

KINDS = (
    "limit", "contract_terms", "disclosure", "tariff", "payee_account", "own_account",
    "party_name", "party_number", "mandate",
    "commission_terms", "policy", "claim", "recourse", "provision", "rate",
    "payment_order", "order_outcome", "payment_file", "bank_statement", "exception",
    "reallocation", "repayment_plan", "manual_entry", "fraud", "garnishment", "screening",
    "laundering", "purchase_order", "opening", "user_role", "client_role", "delegation",
    "password_reset", "second_factors", "authority", "erasure", "legal_hold", "power",
    "paper_signature",
)  # fmt: skip
MONEY_KINDS = (
    "limit", "claim", "recourse", "delegation", "payment_order", "order_outcome", "payment_file",
    "bank_statement", "exception", "manual_entry", "fraud", "reallocation", "repayment_plan",
    "purchase_order", "garnishment",
)  # fmt: skip
Row = dict[str, Any]


def subject_of(row: Row) -> str:
    """What an approval is about, in words."""
    return SUBJECTS[row["kind"]](row)


def _key(row: Row) -> str:
    return str(row["party_name"] or row["subject_id"] or "")


def _contract_terms(row: Row) -> str:
    said = row["arguments"]
    told = ((term_values.term_name(name), term_told(name, value, row["currency"]))
            for name, value in said["shown"].items())  # fmt: skip
    told = (*told, *((words.word("charge", one["fee_code"]), _fee_told(one, row["currency"]))
                     for one in said.get("fees", ())))  # fmt: skip
    between = say("; ", " ; ")
    terms = between.join(say(f"{name}: {value}", f"{name} : {value}") for name, value in told)
    told = say(f"{terms}, from {day(said['from_on'])}", f"{terms}, dès le {day(said['from_on'])}")
    if "accepted_by" not in said:
        return told
    by, link_by = said["accepted_by"], said["link_by"]
    return told + say(
        f". Its quote was accepted through a link that {link_by} made, as {by}: ask the company "
        "before you say yes",
        f". Son devis a été accepté par un lien créé par {link_by}, au nom de {by} : interrogez la "
        "société avant de dire oui")  # fmt: skip


def _fee_told(one: Row, currency: str) -> str:
    price = (words.money(one["unit_cents"], currency) if one["unit_cents"]
             else words.percent(one["charge_ppm"]))  # fmt: skip
    beyond = f" ({one['tier_from']}+)" if one["tier_from"] else ""
    return f"{price} {words.word('charge_unit', one['charge_unit'])}{beyond}"


def _rate(row: Row) -> str:
    said = row["arguments"]
    if "values" in said:
        return say(f"{said['file_name']}: {len(said['values'])} values",
                   f"{said['file_name']} : {len(said['values'])} valeurs")  # fmt: skip
    return f"{said['index_name']} {day(said['fixing_on'])} {words.percent(said['rate_ppm'])}"


def _disclosure(row: Row) -> str:
    source = row["arguments"]["source"]
    return say(f"its buyers are told of us: {source}",
               f"ses acheteurs sont informés de la cession : {source}")  # fmt: skip


def _tariff(row: Row) -> str:
    said = row["arguments"]
    if said.get("what") == "PUBLIC":
        on = day(said["valid_from_on"])
        if said["is_public"]:
            told = say(f"tariff of {on} shown to the public", f"tarif du {on} ouvert au public")
        else:
            told = say(f"tariff of {on} no longer public", f"tarif du {on} plus ouvert au public")
        return f"{told} ({said['source']})"
    return say(f"{said['source']}, from {day(said['valid_from_on'])}: {len(said['rows'])} rows",
               f"{said['source']}, dès le {day(said['valid_from_on'])} : {len(said['rows'])} lignes"
    )  # fmt: skip


def _payee_account(row: Row) -> str:
    return f"{row['arguments']['holder']} {row['arguments']['iban']}"


def _screening(row: Row) -> str:
    """The number alone: who is on a list is for compliance."""
    hit_id = row["arguments"]["hit_id"]
    return say(f"hit {hit_id}: comptant screening show {hit_id}",
               f"rapprochement {hit_id} : comptant screening show {hit_id}")  # fmt: skip


def _laundering(row: Row) -> str:
    """The number alone: a suspicion is for compliance."""
    id_ = row["arguments"]["aml_alarm_id"]
    return say(f"suspicion {id_}: comptant aml show {id_}",
               f"soupçon {id_} : comptant aml show {id_}")  # fmt: skip


def _fraud(row: Row) -> str:
    said = row["arguments"]
    if said["what"] == "THRESHOLD":
        return say(f"{said['rule']}, {said['name']}: {said['value']}, from {day(said['from_on'])} "
                   f"({said['source']})",
                   f"{said['rule']}, {said['name']} : {said['value']}, dès le "
                   f"{day(said['from_on'])} ({said['source']})")  # fmt: skip
    return say(f"alarm {said['alarm_id']} ({said['fraud_rule']}) cleared: {said['reason']}",
               f"alerte {said['alarm_id']} ({said['fraud_rule']}) levée : {said['reason']}"
    )  # fmt: skip


def _party_name(row: Row) -> str:
    said = row["arguments"]
    return say(f"{said['was']} is to be called {said['name']} ({said['source']})",
               f"{said['was']} s'appellera {said['name']} ({said['source']})")  # fmt: skip


def _party_number(row: Row) -> str:
    said = row["arguments"]
    told = f"{said['number']} ({said['scheme']}), {row['party_name']} ({said['source']})"
    return told if said["is_borne"] else say(f"{told}: not theirs", f"{told} : pas le sien")


def _mandate(row: Row) -> str:
    said = row["arguments"]
    return f"{said['reference']} {said['holder']} {said['iban']}"


def _garnishment(row: Row) -> str:
    said = row["arguments"]
    if said["what"] == "UNDONE":
        return say(f"garnishment {said['reference']} undone: {said['reason']}",
                   f"saisie {said['reference']} annulée : {said['reason']}")  # fmt: skip
    cents = money(said["amount_cents"], row["currency"])
    return say(f"garnishment {said['garnishment_id']} lifted for {cents}: {said['reference']}",
               f"saisie {said['garnishment_id']} levée pour {cents} : {said['reference']}"
    )  # fmt: skip


def _legal_hold(row: Row) -> str:
    said = row["arguments"]
    return say(f"legal hold {said['hold_id']} lifted: {said['reason']}",
               f"gel {said['hold_id']} levé : {said['reason']}")  # fmt: skip


def _erasure(row: Row) -> str:
    return f"{(row['facts'] or {}).get('login')}: {row['arguments']['reason']}"


def _login(row: Row) -> str:
    return str(row["arguments"]["login"])


def _opening(row: Row) -> str:
    said = row["arguments"]
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
    on = day(said["fact_on"])
    return say(f"committee of {on}: agreed, {left} ({source})",
               f"comité du {on} : accord, {left} ({source})")  # fmt: skip


def _power(row: Row) -> str:
    said, company = row["arguments"], row["party_name"]
    ceiling = said["ceiling_cents"]
    most = say("any amount", "tout montant") if ceiling is None else words.money(
        ceiling, said["currency"])  # fmt: skip
    if said.get("signer_count", 1) > 1:
        most = say(f"{said['signer_count']} together, {most}",
                   f"à {said['signer_count']} ensemble, {most}")  # fmt: skip
    until = f" → {day(said['until_on'])}" if said["until_on"] else ""
    return say(f"{said['login']} signs for {company}: {most}, {day(said['from_on'])}{until}, "
               f"codes to {said['email']} {said['phone']} ({said['source']})",
               f"{said['login']} signe pour {company} : {most}, {day(said['from_on'])}{until}, "
               f"codes à {said['email']} {said['phone']} ({said['source']})")  # fmt: skip


def _paper_signature(row: Row) -> str:
    said = row["arguments"]
    what = words.word("signature_kind", said["kind"])
    about = f" {said['subject_id']}" if said["kind"] == "TITLE" else ""
    on = day(said["signed_on"])
    return say(f"{what}{about} signed on paper by {said['signed_by']} on {on} ({said['proof']})",
               f"{what}{about} : signature sur papier de {said['signed_by']} le {on} "
               f"({said['proof']})")  # fmt: skip


def _role(row: Row) -> str:
    said = row["arguments"]
    roles = ", ".join(words.word("role", role) for role in said["roles"])
    if said["is_granted"]:
        return say(f"{said['login']}: {roles}", f"{said['login']} : {roles}")
    return say(f"{said['login']}: no longer {roles}", f"{said['login']} : plus {roles}")


def _authority(row: Row) -> str:
    said = row["arguments"]
    role, about = words.word("role", said["role"]), words.word("kind", said["kind"])
    most = said["most_cents"]
    amount = say("any amount", "tout montant") if most is None else words.money(most)
    since = f"({day(said['from_on'])}, {said['source']})"
    return say(f"{role}, {about}: {amount} {since}", f"{role}, {about} : {amount} {since}")


def _own_account(row: Row) -> str:
    said = row["arguments"]
    if "terms" in said:
        told = ", ".join(f"{name}={value}" for name, value in said["terms"].items())
        return say(f"account {said['own_account_id']}: {told}",
                   f"compte {said['own_account_id']} : {told}")  # fmt: skip
    told = f"{said['name']} {said['iban']} {said['books_from']}"
    if said.get("is_client_owned"):
        told += say(" (dedicated account of the client)", " (compte dédié de l'adhérent)")
    return told


# How each kind is told; a test finds one for each of KINDS.
SUBJECTS: dict[str, Callable[[Row], str]] = OF_MONEY | {
    "authority": _authority, "client_role": _role, "contract_terms": _contract_terms,
    "disclosure": _disclosure,
    "erasure": _erasure, "garnishment": _garnishment, "legal_hold": _legal_hold,
    "key": _key, "mandate": _mandate, "opening": _opening,
    "own_account": _own_account,
    "paper_signature": _paper_signature, "party_number": _party_number,
    "screening": _screening, "laundering": _laundering, "fraud": _fraud,
    "party_name": _party_name,
    "password_reset": _login, "second_factors": _login, "payee_account": _payee_account,
    "provision": provision_told,
    "claim": claim_told, "policy": approval_told, "power": _power,
    "rate": _rate, "tariff": _tariff, "user_role": _role,
}  # fmt: skip
