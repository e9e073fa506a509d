"""What people did and what two of them decided, in words: for a terminal, a page and a file."""

from typing import Any

from comptant.doors import name_words, words
from comptant.doors.approvals import MONEY_KINDS, subject_of
from comptant.doors.words import say
from comptant.operations.acts.roles import FACTOR_ROLES

Row = dict[str, Any]
ACTS = ("business_on", "happened_at", "login", "company_name", "operation", "contract_number",
        "key_name", "chain_position", "arguments_digest")  # fmt: skip
ACT = ("id", "business_on", "happened_at", "login", "user_name", "company_name", "operation",
       "contract_number", "act_key", "key_name", "chain_position", "chain_hash",
       "arguments_digest")  # fmt: skip
ENTRIES = ("id", "contract_number", "event", "journal", "entry_on", "value_on", "amount_cents")
DOCUMENTS = ("name", "media_type", "byte_count", "contract_number", "digest")
APPROVALS = ("approval_id", "kind", "contract_number", "amount_cents", "proposed_by",
             "proposed_act_id", "decision", "decided_by", "decided_act_id",
             "reason_text")  # fmt: skip
DECISIONS = ("id", "business_on", "kind", "subject", "contract_number", "amount_cents",
             "proposed_by", "key_name", "decided_by", "authority", "decision", "reason_text",
             "decided_act_id")  # fmt: skip


def decision_told(row: Row) -> Row:
    """A decision with what it was about and by what authority, in words."""
    return _amount({**row, "subject": subject_of({**row, "facts": _then(row)}),
                    "authority": authority_told(row)})  # fmt: skip


def approval_told(row: Row) -> Row:
    """An approval of an act: an amount only where the kind has one."""
    return _amount(dict(row))


def authority_told(row: Row) -> str:
    """As whom somebody decided: each role that could, and up to which amount."""
    from comptant.operations.acts.authority import AUTHORITY

    held, changed = row["decided_as"] or [], row["authority"] or {}
    kept = {(role, row["kind"]): most for role, most in changed.items()}
    told = []
    for role in held:
        if (role, row["kind"]) not in AUTHORITY | kept:
            continue
        most = (AUTHORITY | kept)[role, row["kind"]]
        name = words.word("role", role)
        if row["kind"] not in MONEY_KINDS:
            told.append(name)
        elif most is None:
            told.append(say(f"{name}, any amount", f"{name}, tout montant"))
        else:
            amount = words.money(most, row["currency"])
            told.append(say(f"{name}, up to {amount}", f"{name}, jusqu'à {amount}"))
    if not told:  # an owner of a client, the person whom a key acts as
        told = [words.word("role", role) for role in held if role not in FACTOR_ROLES]
    return " ; ".join(told) if words.language() == words.FRENCH else "; ".join(told)


def answer_told(answer: Row) -> list[tuple[str, str]]:
    """What an act answered, each name in words with its value in the reader's form."""
    return [(name_words.heading(name), name_words.value(name, answer)) for name in sorted(answer)]


def _then(row: Row) -> Row | None:
    """What the ids of an approval named: the limit in force now is not that of the decision."""
    return None if row["kind"] == "limit" else row["facts"]


def _amount(row: Row) -> Row:
    return row if row["kind"] in MONEY_KINDS else {**row, "amount_cents": None}
