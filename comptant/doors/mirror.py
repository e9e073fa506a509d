"""What an entry was, told from its journal, its key and its lines; and the client's own entry."""

from collections.abc import Mapping

from comptant.doors import words
from comptant.rules.postings import ACCOUNTS, TEMPLATES, Template, mirror_lines

# Events whose lines are those of another, by the first word of their key, which tells them.
_TOLD_BY_KEY = {
    "reassignment": {"reassignment"}, "direct_payment": {"direct_payment"},
    "withdrawal": {"withdrawal"}, "manual": {"manual"},
    "explained": {"debit_moved_out", "debit_moved_in", "manual"},
}  # fmt: skip
_OTHERS = frozenset(TEMPLATES) - {name for names in _TOLD_BY_KEY.values() for name in names}


def told(journal: str, key: str, lines: Mapping[str, int]) -> tuple[str, dict[str, int]] | None:
    """The event of an entry (account -> cents, debit positive) with its amounts by name.

    Of two events with the same accounts, the one that goes forward; a reversal goes backward.
    """
    backward = None
    possible = _TOLD_BY_KEY.get(key.split("/")[0], _OTHERS)
    for name, template in TEMPLATES.items():
        if name in possible:
            amounts = _amounts(template, journal, lines)
            if amounts is not None and all(cents >= 0 for cents in amounts.values()):
                return name, amounts
            backward = backward or (amounts is not None and (name, amounts)) or None
    return backward


def _amounts(template: Template, journal: str, lines: Mapping[str, int]) -> dict[str, int] | None:
    """The amounts that make this template give these lines, or None if it cannot."""
    if template.journal != journal or not template.lines:
        return None
    amounts: dict[str, int] = {}
    for account, sign, name in template.lines:
        if amounts.setdefault(name, sign * lines.get(account, 0)) != sign * lines.get(account, 0):
            return None
    told_ = {account for account, _, _ in template.lines}
    return amounts if set(lines) <= told_ else None


def event_words(event: str | None, key: str) -> str:
    """The event in the reader's language; its key when it is none of ours."""
    if event is None:
        return key
    return words.Both(TEMPLATES[event].english, TEMPLATES[event].french).said()


def mirror(journal: str, key: str, lines: Mapping[str, int]) -> list[tuple[str, int]]:
    """The same entry in the client's books: (account, cents); empty when the client sees none."""
    found = told(journal, key, lines)
    return mirror_lines(*found) if found else []


def account_words(code: str) -> str:
    """The name of an account in the reader's language."""
    account = ACCOUNTS.get(code)
    return words.Both(account.english, account.french).said() if account else code


def account_number(code: str) -> str:
    """The number of an account in its chart."""
    return ACCOUNTS[code].number if code in ACCOUNTS else code
