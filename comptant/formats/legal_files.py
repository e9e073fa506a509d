"""The file of a claim that goes to legal collection: one ZIP of lists (CSV) and of the papers that
show it. The same facts give the same bytes."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from comptant.formats.currencies import EXPONENTS
from comptant.rules.columns import VOCABULARY

Row = dict[str, Any]
TITLES = {  # of columns that the vocabulary has no word for
    "what": "objet / about", "said": "valeur / value", "run_on": "décidée le / decided on",
    "invoice_id": "notre n° / our number", "reminder_state": "état / state",
    "sent_to": "envoyée à / sent to", "done_at": "faite le / done at",
    "reminder_said": "réponse / answer", "remittance_id": "remise / remittance",
    "day": "date / day", "step": "étape / step", "claimed_on": "réclamée le / claimed on",
    "owner": "à qui / whose", "entry_on": "comptabilisé le / booked on", "key": "écriture / entry",
    "value_on": "date de valeur / value date", "account": "compte / account",
    "indemnity_cents": "indemnité / indemnity", "until_on": "jusqu'au / until",
}  # fmt: skip
MADE_AT = (2000, 1, 1, 0, 0, 0)


def legal_file(lists: Mapping[str, Sequence[Row]], papers: Sequence[Row]) -> bytes:
    """The ZIP: each list under its name, its titles in French and English, amounts with their
    decimals beside their currency, and each paper (kind, name, content) in the folder of its
    kind."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, rows in lists.items():
            folder.writestr(zipfile.ZipInfo(f"{name}.csv", MADE_AT), _csv(rows))
        for number, one in enumerate(papers, 1):
            # A name that a client gave its file leads nowhere outside.
            name = f"{one['kind']}/{number:03}-{PurePath(one['name']).name}"
            folder.writestr(zipfile.ZipInfo(name, MADE_AT), bytes(one["content"]))
    return packed.getvalue()


def cover(rows: Sequence[tuple[str, str, object, str]]) -> list[Row]:
    """A list of what is claimed of whom, in two columns: (French, English, value, currency; empty:
    the value is no amount)."""
    return [{"what": f"{french} / {english}",
             "said": _amount(int(str(value)), currency) if currency else value}
            for french, english, value, currency in rows]  # fmt: skip


def _csv(rows: Sequence[Row]) -> bytes:
    text = io.StringIO()
    if rows:
        lines = csv.writer(text, delimiter=";", lineterminator="\r\n")
        lines.writerow([_title(name) for name in rows[0]])
        lines.writerows([_said(row, name) for name in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _title(name: str) -> str:
    """A column in French and English."""
    if name in TITLES:
        return TITLES[name]
    known = VOCABULARY.get(name)
    return f"{known.french} / {known.english}" if known else name


def _said(row: Row, name: str) -> str:
    if name.endswith("_cents") and row[name] is not None:
        return _amount(row[name], row["currency"])
    return _cell(row[name])


def _amount(cents: int, currency: str) -> str:
    """An amount in its unit, with a decimal comma."""
    decimals = EXPONENTS.get(currency, 2)
    whole, part = divmod(abs(cents), 10**decimals)
    return ("-" if cents < 0 else "") + str(whole) + (f",{part:0{decimals}}" if decimals else "")


def _cell(value: object) -> str:
    """A value that no spreadsheet takes for a formula."""
    if isinstance(value, int):
        return str(value)
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
