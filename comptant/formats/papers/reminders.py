"""Reminders by letter, in words: what the template reminder.typ prints, with the slip and the QR
code of the transfer. Set in runs and cut, as the notices are."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

from comptant.formats import reminders
from comptant.formats.papers.setting import UNTAGGED, typeset
from comptant.formats.papers.splitting import split
from comptant.formats.papers.titles import foot
from comptant.formats.typography import by_fours, by_threes, day, money

Row = dict[str, Any]
Letter = tuple[Row, Sequence[Row]]  # what is known of the reminder, and its invoices


def letters(made: Sequence[Letter], made_on: date) -> list[bytes]:
    """One letter per reminder of one language, as PDF/A dated on a day."""
    (cut,) = runs_of_letters([made], made_on)
    return cut


def runs_of_letters(runs: Sequence[Sequence[Letter]], made_on: date) -> Iterator[list[bytes]]:
    """The letters of each run, one after the other. While the engine sets a run, which waits for
    nobody, the words and codes of the next are made ready beside it."""
    with ThreadPoolExecutor(1) as beside:
        ready = beside.submit(_run, runs[0], made_on) if runs else None
        for number, run in enumerate(runs, 1):
            assert ready is not None
            facts = ready.result()
            ready = beside.submit(_run, runs[number], made_on) if number < len(runs) else None
            cut = split(typeset("reminder", facts, made_on, standard=UNTAGGED))
            if len(cut) != len(run):
                raise RuntimeError(f"{len(run)} letters were set and {len(cut)} cut")
            yield cut


def _run(made: Sequence[Letter], made_on: date) -> Row:
    return {"language": made[0][0]["language"],
            "letters": [_letter(of, lines, made_on) for of, lines in made]}  # fmt: skip


def _printed(text: str) -> str:
    """Words as a letter prints them."""
    return text.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")


def _reference(of: Row) -> str:
    """A confidential letter names no contract of ours."""
    return str(of["id"]) if of["is_confidential"] else f"{of['contract_number']} / {of['id']}"


def _letter(of: Row, lines: Sequence[Row], made_on: date) -> Row:
    language, stage = of["language"], of["stage"]
    house = reminders.sender(of)
    siren = of["client_siren"] if of["is_confidential"] else of["factor_siren"]
    at = of["client_address"] if of["is_confidential"] else of["factor_address"]
    return {
        "language": language, "sender": house, "at": at.splitlines(), "foot": foot(house, siren),
        "reference": _reference(of), "house": house,
        "buyer": of["buyer_name"], "person": of["person"],
        "address": of["postal_address"].splitlines(), "dated": day(made_on, language),
        "title": _printed(reminders.SUBJECTS[language][stage]),
        "registered": "yes" if of["channel"] == "REGISTERED" else "",
        "formal": "yes" if stage == "MED" else "",
        "opening": _printed(reminders.opening(of, stage)),
        "penalties": _printed(reminders.penalties(of)),
        "iban": by_fours(of["iban"]), "bic": of["bic"],
        "quote": reminders.reference(lines), "qr": reminders.transfer_qr(of, lines),
        "client": of["client_name"], "client-siren": by_threes(of["client_siren"] or ""),
        "confidential": "yes" if of["is_confidential"] else "",
        "total": money(reminders.total(lines), of["currency"], language),
        "lines": [
            [one["invoice_number"], day(one["issued_on"], language), day(one["due_on"], language),
             money(one["claimed_cents"], one["currency"], language)]
            for one in lines
        ],
    }  # fmt: skip
