"""Who the buyers of a file are: found by their numbers, or opened as pending, a limit asked for."""

from collections import Counter

import polars as pl

from comptant.formats import identifiers
from comptant.operations.acts.act import Act
from comptant.rules.columns import shape
from comptant.store import bulk

NUMBERS = ("siren", "siret", "vat", "lei", "foreign")
SENT = ("buyer_name", *(f"buyer_{scheme}" for scheme in NUMBERS), "buyer_country")
CHECKED = {
    "buyer_number": pl.Int64(), **dict.fromkeys(NUMBERS, pl.String()), "name": pl.String(),
    "country": pl.String(), "buyer_identifier_valid": pl.Boolean(), "has_no_number": pl.Boolean(),
}  # fmt: skip
FOUND = shape("contract_id", "buyer_number", "buyer_id?", "is_new")
LIMIT_STEP_CENTS = 500_000  # Source: DOMAIN 6.2, a limit is asked for in steps of 5 000.00


def resolve(do: Act, sent: pl.DataFrame) -> pl.DataFrame:
    """The sent rows (with contract_id) with `buyer_id` (0 where it cannot be known) and
    `buyer_identifier_valid`.

    A buyer met for the first time is opened: a party, a buyer of the contract. Its strongest number
    says which it is; a further one is its own where that proves it (the SIREN in a SIRET or in a
    French VAT number), else a claim for the house to check. Names are kept per contract. Numbers
    are verified once per distinct buyer, not per invoice or contract.
    """
    numbered: dict[tuple[object, ...], int] = {}
    numbers = [numbered.setdefault(told, len(numbered)) for told in sent[list(SENT)].rows()]
    told = [_checked({"buyer_number": number, **dict(zip(SENT, said, strict=True))})
            for said, number in numbered.items()]  # fmt: skip
    # Those that a file tells by their name alone: no number given, not even a wrong one.
    nameless = {number for number, row in enumerate(told)
                if row["has_no_number"] and row["name"]}  # fmt: skip
    checked = pl.from_dicts(told, schema=CHECKED)
    named = list(zip(sent["contract_id"].to_list(), numbers, strict=True))
    once = pl.DataFrame(
        list(dict.fromkeys(named)), {"contract_id": pl.Int64, "named_in": pl.Int64}, orient="row"
    )
    found = bulk.read(do.conn, "found_buyers", FOUND, **_told(checked, once))
    if found["is_new"].any():
        met = {*found.filter("is_new")["buyer_number"], *nameless}
        opened = checked.filter(pl.col("buyer_number").is_in(sorted(met)))
        found = _opened(do, opened, once, found)
    if nameless and _open_named(do, checked, found, nameless):
        found = bulk.read(do.conn, "found_buyers", FOUND, **_told(checked, once))
    ids = {(contract_id, number): id_ or 0 for contract_id, number, id_, _ in found.iter_rows()}
    valid = checked["buyer_identifier_valid"].to_list()
    return sent.hstack([
        pl.Series("buyer_id", [ids[one] for one in named], pl.Int64),
        # A name alone tells a buyer where the contract knows one of that name only.
        pl.Series("buyer_identifier_valid", [
            ids[one] > 0 if one[1] in nameless else valid[one[1]] for one in named], pl.Boolean),
    ])  # fmt: skip


def _told(checked: pl.DataFrame, once: pl.DataFrame) -> dict[str, str | None]:
    return {**bulk.arrays(checked), **bulk.arrays(once)}


def _opened(
    do: Act, checked: pl.DataFrame, once: pl.DataFrame, found: pl.DataFrame
) -> pl.DataFrame:
    """FOUND once those that somebody meets for the first time are opened. Only they are read again,
    and those told by a name alone, which another of that name changes."""
    of_these = checked["buyer_number"].implode()
    given = _told(checked, once.filter(pl.col("named_in").is_in(of_these)))
    bulk.execute(do.conn, "open_buyers", **bulk.arrays(checked), act_id=do.id)
    bulk.execute(do.conn, "open_contract_buyers", **given, act_id=do.id)
    again = bulk.read(do.conn, "found_buyers", FOUND, **given)
    return pl.concat([found.filter(~pl.col("buyer_number").is_in(of_these)), again])


def _open_named(do: Act, checked: pl.DataFrame, found: pl.DataFrame, nameless: set[int]) -> int:
    """Open those told by a name alone that nobody bears yet; how many."""
    by_name = pl.col("buyer_number").is_in(sorted(nameless))
    unknown = found.filter(pl.col("buyer_id").is_null() & by_name)
    if unknown.is_empty():
        return 0
    told = unknown.select("contract_id", "buyer_number").join(checked, on="buyer_number")
    told = bulk.arrays(told.select("contract_id", "name", "country"))
    return bulk.execute(do.conn, "open_named_buyers", **told, act_id=do.id)


def _checked(row: dict[str, object]) -> dict[str, object]:
    """One distinct buyer with its numbers in normal form; a SIRET and a French VAT number hold
    the SIREN."""
    numbers: dict[str, str | None] = {}
    valid = True
    for scheme in NUMBERS:
        text = row[f"buyer_{scheme}"]
        normal = identifiers.normal(scheme, str(text)) if text else None
        valid = valid and (normal is not None or not text)
        numbers[scheme] = normal
    siret, vat = numbers["siret"], numbers["vat"]
    in_siret = identifiers.siren_in("siret", siret) if siret else None
    in_vat = identifiers.siren_in("vat", vat) if vat else None
    numbers["siren"] = numbers["siren"] or in_siret or in_vat
    # An establishment is of one company. A VAT number may be that of a group: it then tells nobody.
    valid = valid and in_siret in (None, numbers["siren"])
    if in_vat not in (None, numbers["siren"]):
        numbers["vat"] = None
    country = str(row["buyer_country"] or (vat[:2] if vat else "FR"))
    return {
        "buyer_number": row["buyer_number"], **numbers, "name": row["buyer_name"],
        "country": country if len(country) == 2 and country.isascii() else "FR",
        "buyer_identifier_valid": valid and any(numbers.values()),
        "has_no_number": not any(row[f"buyer_{scheme}"] for scheme in NUMBERS),
    }  # fmt: skip


def ask_limits(do: Act, pending: pl.DataFrame) -> Counter[int]:
    """Raise a limit request for each pending buyer (contract_id, buyer_id, amount_cents, currency)
    that has none open; how many per contract."""
    if pending.is_empty():
        return Counter()
    steps = -(-pl.col("amount_cents") // LIMIT_STEP_CENTS)
    asked = pending.select(
        "contract_id", "buyer_id", (steps * LIMIT_STEP_CENTS).alias("amount_cents"), "currency"
    )
    raised = bulk.rows(
        do.conn, "ask_limits", **bulk.arrays(asked), on=do.on, by_id=do.by.id, act_id=do.id
    )
    return Counter(row["contract_id"] for row in raised)
