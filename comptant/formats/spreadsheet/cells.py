"""From cells of text to invoices: one expression a column for its value, one for its fault.

Amounts: blanks (also narrow and no-break) or dots or commas for thousands, comma or dot for
decimals, sign before, after or as brackets. "1.234" alone is refused in a currency of two decimals:
it may be one thousand. Dates: day first, or year first; never month first.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from heapq import merge
from itertools import islice
from operator import itemgetter

import polars as pl

from comptant.formats.currencies import EXPONENTS
from comptant.formats.doctypes import TYPE_CODES, credit_notes_positive
from comptant.formats.limits import NOTE_LENGTH_MAX, TEXT_LENGTH_MAX, YEAR_FIRST, YEAR_LAST
from comptant.formats.reading import TURNS, Fault, InvoicesRead, is_number_text, shown
from comptant.formats.spreadsheet.headers import CONTRACT, REQUIRED, plain
from comptant.rules.columns import SENT_BY_CONTRACT, SENT_INVOICES, VOCABULARY, c
from comptant.rules.money import AMOUNT_CENTS_MAX

FAULTS_MAX = 10_000  # per slice: a file beyond that is not a list of invoices

BLANKS = r"[\s\u00a0\u2007\u2009\u202f'\u2019]+"
FORMULA = r"^[=+\-@]"
CONTROLS = rf"[\x00-\x1f\x7f{TURNS}]"
AMOUNT = (
    r"^[+-]? ?(?:(?:\d+|\d{1,3}(?: \d{3})+)(?:[.,]\d*)?"
    r"|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}"
    r"|\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,})$"
)
THOUSANDS_ONLY = r"^[^,]*\.[^,]*\.[^,]*$|^[^.]*,[^.]*,[^.]*$"
TIME = r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$"
DATES = {
    r"^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}$": "%d/%m/%Y",
    r"^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}$": "%Y/%m/%d",
    r"^\d{1,2}[-/.]\d{1,2}[-/.]\d{2}$": "%d/%m/%y",
    r"^\d{8}$": "%Y%m%d",
}
CURRENCY_WORDS = {"€": "EUR", "euro": "EUR", "euros": "EUR", "$": "USD", "£": "GBP"}
TYPE_WORDS = {code: code for code in TYPE_CODES} | {
    plain(word): code
    for code, words in {
        "380": "f | fa | fac | fact | facture | invoice | inv",
        "381": "av | avr | avoir | facture d'avoir | note de crédit | credit note | cn",
        "384": "facture rectificative | facture corrective | corrected invoice",
        "386": "acompte | facture d'acompte | prepayment invoice | deposit invoice",
        "389": "autofacture | auto-facture | autofacturation | self-billed invoice",
    }.items()
    for word in words.split("|")
}
PlacedFault = tuple[int, Fault]
Source = tuple[str, Sequence[PlacedFault]]  # a file, and the faults found in it already, by line


def typed(
    file: str,
    cells: pl.DataFrame,
    words: Mapping[str, str],
    others: Sequence[PlacedFault] = (),
) -> InvoicesRead:
    """Invoices from a table of text: `row_number` and, for each of `words` (our name -> the file's
    own word), its cells. A row with a bad cell is not taken; each bad cell gives a fault.

    `others` are faults already found, by line: all faults come out in the order of the file.
    """
    return typed_tables([(file, others)], cells.with_columns(table=pl.lit(0)), words)[0]


def typed_tables(
    sources: Sequence[Source], cells: pl.DataFrame, words: Mapping[str, str]
) -> list[InvoicesRead]:
    """The same for the tables of several files under the same words, one below the other: `table`
    is the place of each row's file among `sources`. One answer per file."""
    cells = _trimmed(cells, words)
    codes = _with_codes(cells)
    values = codes.with_columns([_value(codes, name) for name in words if name not in _CODED])
    judged = values.with_columns(
        _fault(name, pl.Series(name, cells[name])).alias(f"fault of {name}") for name in words
    )
    bad = judged.select(
        pl.any_horizontal(pl.col(f"fault of {name}").is_not_null() for name in words)
    ).to_series()
    good = judged.filter(~bad)
    names = (SENT_BY_CONTRACT if CONTRACT in words else SENT_INVOICES).names
    missing = [name for name in names if name not in judged.columns]
    rows = good.with_columns(
        pl.Series("file", [file for file, _ in sources], pl.String())[good["table"]],
        *[pl.lit(None, VOCABULARY[name].dtype).alias(name) for name in missing if name != "file"],
    )
    rows = rows.with_columns(c.payable_cents.fill_null(c.gross_cents)).select(names)
    wrong = judged.filter(bad), cells.filter(bad)
    return _by_file(sources, credit_notes_positive(rows), good["table"], wrong, words)


def _by_file(
    sources: Sequence[Source], rows: pl.DataFrame, tables: pl.Series,
    wrong: tuple[pl.DataFrame, pl.DataFrame], words: Mapping[str, str],
) -> list[InvoicesRead]:  # fmt: skip
    """Each file's rows, and its faults in the order of the file."""
    heights, new_faults = Counter(tables.to_list()), _faults(sources, *wrong, words)
    read, first = [], 0
    for table, (file, others) in enumerate(sources):
        found = merge(others, new_faults[table], key=itemgetter(0))
        kept = tuple(fault for _, fault in islice(found, FAULTS_MAX))
        cut = sum(1 for _ in found)
        if cut:
            detail = f"{cut} more faults"
            kept += (Fault(file, f"after {kept[-1].place}", "faults_cut_short", detail),)
        read.append(InvoicesRead(rows.slice(first, heights[table]), kept))
        first += heights[table]
    return read


_CODED = {"currency": "currency_unreadable", "type_code": "type_unreadable"}


def _trimmed(cells: pl.DataFrame, words: Mapping[str, str]) -> pl.DataFrame:
    """Numbers in plain letters; no outer blanks; an empty cell or a lone dash is null; a row of
    nulls is no row."""
    names = list(words)
    numbers = pl.col([name for name in names if is_number_text(name)]).str.normalize("NFKC")
    cells = cells.with_columns(numbers).with_columns(pl.col(names).str.strip_chars())
    cells = cells.with_columns(
        pl.when(pl.col(names).str.contains(r"^[-\u2013\u2014]*$"))
        .then(None)
        .otherwise(pl.col(names))
        .name.keep()
    )
    return cells.filter(pl.any_horizontal(pl.col(names).is_not_null()))


def _with_codes(cells: pl.DataFrame) -> pl.DataFrame:
    """Currency and type as codes (null where unreadable), EUR and invoice where not said."""
    codes = []
    for name, default, read in (
        ("currency", "EUR", _currency_code),
        ("type_code", "380", _type_code),
    ):
        if name not in cells.columns:
            codes.append(pl.lit(default).alias(name))
            continue
        said = cells[name].drop_nulls().unique()
        table = {word: read(word) for word in said}
        code = pl.col(name).replace_strict(table, default=None, return_dtype=pl.String())
        codes.append(pl.when(pl.col(name).is_null()).then(pl.lit(default)).otherwise(code))
    return cells.with_columns(codes[0].alias("currency"), codes[1].alias("type_code"))


def _currency_code(word: str) -> str | None:
    code = CURRENCY_WORDS.get(word.lower(), word.upper())
    return code if code in EXPONENTS else None


def _type_code(word: str) -> str | None:
    return TYPE_WORDS.get(plain(word))


def _value(cells: pl.DataFrame, name: str) -> pl.Series:
    """The typed values of a column of text, null where unreadable."""
    dtype = VOCABULARY[name].dtype
    if dtype == pl.Int64:
        return _cents(cells.select(_amount_text(name).alias("text"), "currency")).alias(name)
    if dtype == pl.Date:
        return cells.select(_date(pl.col(name).str.replace(TIME, "")).alias(name)).to_series()
    if name.endswith(("_siren", "_siret", "_vat", "_lei", "_iban", "_country")):
        return cells[name].str.replace_all(BLANKS, "").str.to_uppercase()
    return cells[name]


def _cents(amounts: pl.DataFrame) -> pl.Series:
    """Minor units of `text` in `currency`, exact; beyond the limit it saturates just above it."""
    text, whole, decimals = pl.col("text"), pl.col("whole"), pl.col("decimals")
    thousands_only = text.str.contains(THOUSANDS_ONLY)
    amounts = amounts.with_columns(
        pl.when(~thousands_only)
        .then(text.str.extract(r"[.,](\d*)$"))
        .fill_null("")
        .alias("decimals"),
        pl.when(thousands_only)
        .then(text)
        .otherwise(text.str.replace(r"[.,]\d*$", ""))
        .alias("whole"),
    )
    # Three decimals are kept (the most that a currency has), then cut to the currency's own.
    surplus = {code: 10 ** (3 - places) for code, places in EXPONENTS.items()}
    amounts = amounts.with_columns(
        (whole.str.replace_all(r"\D", "") + decimals.str.pad_end(3, "0"))
        .cast(pl.Int128, strict=False)
        .fill_null(AMOUNT_CENTS_MAX * 10_000)
        .alias("units"),
        c.currency.replace_strict(surplus, default=1, return_dtype=pl.Int128()).alias("surplus"),
        c.currency.replace_strict(EXPONENTS, default=3, return_dtype=pl.UInt32()).alias("places"),
    )
    cents = (pl.col("units") // pl.col("surplus")).clip(upper_bound=AMOUNT_CENTS_MAX + 1)
    sign = pl.when(text.str.starts_with("-")).then(-1).otherwise(1)
    exact = text.str.contains(AMOUNT) & (decimals.str.len_chars() <= pl.col("places"))
    return amounts.select(pl.when(exact).then(cents.cast(pl.Int64) * sign)).to_series()


def _amount_text(name: str) -> pl.Expr:
    """The amount with one kind of blank, its sign in front and no mark of its own currency."""
    text = pl.col(name).str.replace_all(BLANKS, " ").str.replace("\u2212", "-", literal=True)
    euro = text.str.replace(r"(?i) ?(?:€|EUR)$", "").str.replace(r"(?i)^(?:€|EUR) ?", "")
    text = pl.when(c.currency == "EUR").then(euro).otherwise(text)
    return text.str.replace(r"^\((.*)\)$", "-${1}").str.replace(r"^(\d.*\d|\d) ?-$", "-${1}")


def _date(text: pl.Expr) -> pl.Expr:
    days = [
        pl.when(text.str.contains(written))
        .then(text.str.replace_all(r"[-.]", "/"))
        .str.to_date(form, strict=False)
        for written, form in DATES.items()
    ]
    day = pl.coalesce(days)
    return pl.when(day.dt.year().is_between(YEAR_FIRST, YEAR_LAST)).then(day)


def _fault(name: str, cells: pl.Series) -> pl.Expr:
    """The code of what is wrong with a cell, or null. `cells` is the text, the column its value.

    The order of the reasons is the order in which they are told.
    """
    text, value = pl.lit(cells), pl.col(name)
    dtype = VOCABULARY[name].dtype
    longest = NOTE_LENGTH_MAX if name == "assignment_note" else TEXT_LENGTH_MAX
    is_text = dtype == pl.String() and name not in _CODED
    unreadable = pl.lit(is_text) | (text.is_not_null() & value.is_null())
    reasons = {
        "value_too_long": text.str.len_chars() > longest,
        "value_missing": text.is_null() & pl.lit(name in (CONTRACT, *REQUIRED)),
        "text_unreadable": text.str.contains(CONTROLS),
        "cell_is_formula": unreadable & text.str.contains(FORMULA),
    }
    if dtype == pl.Int64:
        reasons["amount_out_of_range"] = value.abs() > AMOUNT_CENTS_MAX
    if not is_text:
        kind = _CODED.get(name, "date_unreadable" if dtype == pl.Date else "amount_unreadable")
        reasons[kind] = unreadable
    return pl.coalesce([pl.when(wrong).then(pl.lit(code)) for code, wrong in reasons.items()])


def _faults(
    sources: Sequence[Source], wrong: pl.DataFrame, text: pl.DataFrame, words: Mapping[str, str]
) -> dict[int, list[PlacedFault]]:
    """One fault per bad cell, line by line, under the table that it is in."""
    faults: dict[int, list[PlacedFault]] = defaultdict(list)
    for codes, said in zip(wrong.iter_rows(named=True), text.iter_rows(named=True), strict=True):
        for name, word in words.items():
            code = codes[f"fault of {name}"]
            if code is not None:
                found = "" if said[name] is None else shown(said[name])
                place = f"line {codes['row_number']}, column {shown(word.strip())}"
                fault = Fault(sources[said["table"]][0], place, code, found)
                faults[said["table"]].append((codes["row_number"], fault))
    return faults


def amounts(texts: Sequence[str], currency: str) -> list[int | None]:
    """Minor units of amounts written like those of a list; None for what is none."""
    table = pl.DataFrame({"text": list(texts)}, schema={"text": pl.String}).with_columns(
        pl.lit(currency).alias("currency")
    )
    written = table.select(_amount_text("text").str.strip_chars().alias("text"), "currency")
    return _cents(written).to_list()


def days(texts: Sequence[str]) -> list[date | None]:
    """Days written like those of a list; None for what is none."""
    table = pl.DataFrame({"text": list(texts)}, schema={"text": pl.String})
    return (
        table.select(_date(pl.col("text").str.strip_chars().str.replace(TIME, "")))
        .to_series()
        .to_list()
    )
