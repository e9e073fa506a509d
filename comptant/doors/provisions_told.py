"""Provisions for readers: each exposure with its stage and loss, the matrix; rows and files."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from comptant.doors import cover_told, words
from comptant.doors.paging import PAGE_SIZE, Read, keyed
from comptant.doors.words import Both, say
from comptant.formats import workbook_out

if TYPE_CHECKING:
    from comptant.store.access import See

Row = dict[str, Any]
COLUMNS = ("contract_number", "counterparty", "party_name", "risk_stage", "is_default",
           "is_technical", "ead_cents", "insurer_cents", "at_risk_cents", "past_due_cents",
           "breached_days", "oldest_late_days", "credit_loss_cents", "currency")  # fmt: skip
SUMS = ("currency", "risk_stage", "exposure_count", "ead_cents", "at_risk_cents",
        "credit_loss_cents")  # fmt: skip
BY_BUCKET = ("told_on", "currency", "bucket", "open_cents", "matrix_ppm", "matrix_cents")
KEYS = Read(("contract_number", "counterparty", "party_id"))
AMOUNTS = ("ead_cents", "at_risk_cents", "credit_loss_cents")


def told(see: "See", on: date, contract_id: int | None) -> Row:
    """`rows`: each exposure of a contract or of all, the largest loss first; `sums`: per currency
    and stage; `matrix`: of the aged balance; `terms`: what is reckoned with."""
    rows = [row for part in parts(see, on, contract_id) for row in part]
    rows.sort(key=lambda row: (-row["credit_loss_cents"], row["contract_number"], row["party_id"]))
    return _told(see, on, contract_id, rows)


def page(
    see: "See", on: date, contract_id: int | None, after: str = "", size: int = PAGE_SIZE
) -> tuple[Row, str]:
    """The same with a page of exposures by contract, the sums of that page, and the cursor of the
    next: what is read is of the page's contracts and buyers."""
    rows, more = _page(see, on, contract_id, after, size)
    return _told(see, on, contract_id, rows), more


def parts(see: "See", on: date, contract_id: int | None) -> Iterator[list[Row]]:
    """All exposures, a page at a time."""
    rows, more = _page(see, on, contract_id, "", PAGE_SIZE)
    yield rows
    while more:
        rows, more = _page(see, on, contract_id, more, PAGE_SIZE)
        yield rows


def _page(
    see: "See", on: date, contract_id: int | None, after: str, size: int
) -> tuple[list[Row], str]:
    from comptant.operations.closing.provisioning import provided

    given = {"contract_id": contract_id, "on": on}
    keys, more = keyed(see, "read_exposed", KEYS, given, after=after, size=size)
    wanted = {tuple(key[name] for name in KEYS.keys): key for key in keys}
    buyers = sorted({id_ for key in keys for id_ in key["buyer_ids"]})
    facts = see("read_provision_facts", among=("party_id", [key["party_id"] for key in keys]),
                **given) if keys else []  # fmt: skip
    facts = [row for row in facts if tuple(row[name] for name in KEYS.keys) in wanted]
    rows = provided(facts, _terms(see, on), cover_told.of_buyers(see, on, buyers), on)
    return sorted(rows, key=lambda row: tuple(row[name] for name in KEYS.keys)), more


def _terms(see: "See", on: date) -> Row:
    found = see("read_provision_terms", on=on)
    terms: Row = found[0]["terms"] if found else {}
    return terms


def _told(see: "See", on: date, contract_id: int | None, rows: list[Row]) -> Row:
    from comptant.operations.closing.provisioning import by_matrix
    from comptant.rules.provisions import TERMS

    terms = _terms(see, on)
    aged = see("read_ageing", contract_id=contract_id, on=on)
    return {"on": on, "rows": rows, "sums": _summed(rows), "matrix": by_matrix(aged, terms),
            "terms": {**TERMS, **terms}}  # fmt: skip


def _summed(rows: list[Row]) -> list[Row]:
    sums: dict[tuple[str, int], Row] = {}
    for row in rows:
        key = row["currency"], row["risk_stage"]
        one = sums.setdefault(key, {"currency": key[0], "risk_stage": key[1], "exposure_count": 0,
                                    **dict.fromkeys(AMOUNTS, 0)})  # fmt: skip
        one["exposure_count"] += 1
        for name in AMOUNTS:
            one[name] += row[name]
    return [sums[key] for key in sorted(sums)]


def workbook(found: Row) -> bytes:
    """The same as a workbook: exposures, stages, matrix."""
    sheets = (
        (say("Exposures", "Expositions"), COLUMNS, found["rows"]),
        (say("Stages", "Strates"), SUMS, found["sums"]),
        (say("Matrix", "Matrice"), BY_BUCKET, found["matrix"]),
    )
    return workbook_out.written([
        workbook_out.Sheet(title, [words.column(name) for name in names],
                           [[_cell(name, row[name]) for name in names] for row in rows])
        for title, names, rows in sheets
    ])  # fmt: skip


def _cell(name: str, value: Any) -> workbook_out.Cell:
    if name.endswith("_cents"):
        return workbook_out.Cents(value)
    if isinstance(value, bool):
        return say("yes", "oui") if value else say("no", "non")
    if name.endswith("_ppm"):
        return words.percent(value)
    if isinstance(value, int | date):
        return value
    return words.word(name, str(value))


def approval_told(row: Row) -> str:
    """What of the terms of provisions waits for a second person."""
    from comptant.rules.columns import VOCABULARY

    said = row["arguments"]
    colon = Both(": ", " : ").said()
    parts: Sequence[str] = [
        f"{words.column(name) if name in VOCABULARY else name}{colon}{words.percent(value)}"
        for name, value in said["terms"].items()
    ]  # fmt: skip
    if said["technical_90_from_on"]:
        day = words.value_of("from_on", said["technical_90_from_on"])
        parts = [*parts, say(f"90 days past due by technique from {day}",
                             f"90 jours d'arriéré technique dès le {day}")]  # fmt: skip
    since = words.value_of("from_on", said["from_on"])
    joined = say("; ", " ; ").join(parts)
    return say(f"provisions: {joined}, from {since} ({said['source']})",
               f"provisions : {joined}, dès le {since} ({said['source']})")  # fmt: skip
