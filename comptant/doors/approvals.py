"""What waits for a second person, in words."""

from datetime import date
from typing import Any

from comptant.doors import words
from comptant.doors.words import say, term_shown

KINDS = (
    "limit", "contract_terms", "tariff", "payee_account", "own_account", "mandate", "rate",
    "payment_order", "order_outcome", "payment_file", "exception", "reallocation", "repayment_plan",
    "manual_entry",
    "purchase_order", "user_role", "client_role", "password_reset", "authority", "write_off",
)  # fmt: skip
MONEY_KINDS = ("limit", "payment_order", "order_outcome", "payment_file", "exception",
               "manual_entry", "purchase_order", "write_off")  # fmt: skip


def subject_of(row: dict[str, Any]) -> str:
    """What an approval is about, in words."""
    said = row["arguments"]
    if row["kind"] == "contract_terms":
        told = (f"{name}={term_shown(name, value, row['currency'])}"
                for name, value in said["shown"].items())  # fmt: skip
        return f"{', '.join(told)} ({said['from_on']})"
    if row["kind"] == "rate":
        return f"{said['index_name']} {said['fixing_on']} {words.percent(said['rate_ppm'])}"
    if row["kind"] == "tariff":
        return say(f"{said['source']}, from {said['valid_from_on']}: {len(said['rows'])} rows",
                   f"{said['source']}, dès le {said['valid_from_on']} : {len(said['rows'])} lignes"
        )  # fmt: skip
    if row["kind"] == "payee_account":
        return f"{said['holder']} {said['iban']}"
    if row["kind"] == "mandate":
        return f"{said['reference']} {said['holder']} {said['iban']}"
    if row["kind"] == "purchase_order":
        until = words.day(date.fromisoformat(said["expected_on"]))
        return say(f"{said['order_number']}, to be invoiced by {until}: {said['proof']}",
                   f"{said['order_number']}, à facturer avant le {until} : {said['proof']}"
        )  # fmt: skip
    if row["kind"] == "password_reset":
        return str(said["login"])
    if row["kind"] in ("user_role", "client_role", "authority", "own_account"):
        return _of_house(row["kind"], said)
    if row["kind"] == "order_outcome":
        state = words.word("step", said["outcome"])
        return say(f"order {row['subject_id']} {state}: {said['reason']}",
                   f"ordre {row['subject_id']} {state} : {said['reason']}")  # fmt: skip
    if row["kind"] == "payment_file":
        return say(f"{said['name']}, {said['count']} orders: it will not leave",
                   f"{said['name']}, {said['count']} ordres : il ne partira pas")  # fmt: skip
    if row["kind"] == "payment_order":
        return say(f"order {row['subject_id']}", f"ordre {row['subject_id']}")
    return str(row["party_name"] or row["subject_id"] or "")


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
