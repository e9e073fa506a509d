"""Invoice numbers quoted by payments: how they may be written, and which quotes count.

`references` lists every number that a payer may have meant; the operation joins them against the
open invoices; `quoted` then says which of the invoices found this way are really meant, and how
sure that is. Source: DOMAIN §5.8.
"""

import polars as pl

from comptant.rules.batch import BrokenBatch, check, first_reason
from comptant.rules.columns import c, shape
from comptant.rules.short_numbers import KEY_CHARACTERS_MIN, MAY_HAVE, TOKENS_MAX, short_numbers

# One row per collection, amount above zero. `contract_id` is known (not null, not 0) when the
# receiving account is dedicated to it; `buyer_id` when the virtual IBAN or the payer tells it.
PAYMENTS = shape(
    "payment_number",
    "contract_id?",
    "buyer_id?",
    "amount_cents",
    "currency",
    "value_on",
    "remittance_text",
    "creditor_reference?",
    "payer_name?",
    "payer_iban?",
)

# One row per payment and number that it may quote: where it was read, and over how many words.
REFERENCES = shape("payment_number", "number_key", "token_number", "token_count")

# One row per payment and open invoice (negative: credit note) whose number is in REFERENCES.
# An invoice paid already may come with 0 open: it tells whose the payment is, and that its number
# is shared. `payer_is_buyer`: the payer's name or IBAN is known as one of this buyer.
CANDIDATES = shape(
    "payment_number",
    "number_key",
    "token_number",
    "token_count",
    "contract_id",
    "client_id",
    "buyer_id",
    "invoice_id",
    "open_cents",
    "due_on",
    "issued_on",
    "currency",
    "payer_is_buyer",
)

JOINED_MAX = 4  # words that together may make one number: FA 2026 11 001
SLICE_ROWS = 20_000  # payments read at once: their words fit in the processor's cache
KEY_CHARACTERS_MAX = 64  # no invoice has a longer number

# How sure it is that a number found in a text is meant as this invoice.
BY_CHANCE, BY_NUMBER, BY_ACCOUNT, BY_BUYER = 0, 1, 2, 3
_WORD = r"[A-Za-z0-9]+"
# Years, dates, amounts, postcodes and common words are also somebody's invoice numbers.
_ANY_TEXT_HAS_SUCH = r"^([0-9]{1,8}|[A-Z]+)$"
_ISO_11649 = r"(?i)^RF[0-9]{2}"  # prefix and check digits of a structured reference
_NUMBER = ("payment_number", "number_key")
_SPAN = (*_NUMBER, "token_number", "token_count")
_INVOICE = ("payment_number", "contract_id", "invoice_id")


def collections(payments: pl.DataFrame) -> pl.DataFrame:
    """PAYMENTS, with null for a contract or a buyer 0. BrokenBatch if a payment comes twice or an
    amount is not above zero."""
    payments = check(payments, PAYMENTS)
    if not payments.select(c.payment_number.is_unique().all() & (c.amount_cents > 0).all()).item():
        raise BrokenBatch("each payment once, each amount above zero: not so")
    return payments.with_columns(
        contract_id=pl.when(c.contract_id != 0).then(c.contract_id),
        buyer_id=pl.when(c.buyer_id != 0).then(c.buyer_id),
    )


def references(payments: pl.DataFrame) -> pl.DataFrame:
    """PAYMENTS in, REFERENCES out: each number once per payment, read over the fewest words.

    A key is what `number_key` of an invoice is: letters A to Z and digits, upper case. One that is
    not the whole text has three characters and a digit (invoices are numbered in sequence, art.
    242 nonies A of annex II CGI), or is one of `short_numbers` and its payer is known, if only as a
    buyer of several contracts.
    """
    slices = [_references(slice) for slice in collections(payments).iter_slices(SLICE_ROWS)]
    return pl.concat(slices) if slices else REFERENCES.empty()


def _references(payments: pl.DataFrame) -> pl.DataFrame:
    tokens = _tokens(payments)
    joined = [_joined(tokens, count) for count in range(1, JOINED_MAX + 1)]
    keys = pl.concat([*joined, _short(payments)])
    # The fewest words first: what was written in one word was meant as one.
    return keys.unique(_NUMBER, keep="first", maintain_order=True)


def _tokens(payments: pl.DataFrame) -> pl.DataFrame:
    """One row per word, in order. Each text counts its words in a range of its own, with a gap, so
    that no number is read across two texts."""
    compact = c.creditor_reference.str.replace_all(r"[^A-Za-z0-9]", "")
    texts = (c.remittance_text, c.creditor_reference, compact.str.replace(_ISO_11649, ""))
    return pl.concat(
        [
            _words(payments.select(c.payment_number, text.alias("text")), n * (TOKENS_MAX + 1))
            for n, text in enumerate(texts)
        ]
    )


def _words(texts: pl.DataFrame, first: int) -> pl.DataFrame:
    """payment_number, token_number from `first` on, word, words (how many its text has)."""
    lists = (
        texts.select(
            c.payment_number, word=pl.col("text").str.extract_all(_WORD).list.head(TOKENS_MAX)
        )
        .with_columns(words=pl.col("word").list.len().cast(pl.Int64))
        .filter(pl.col("words") > 0)
    )
    numbered = lists.with_columns(token_number=pl.int_ranges(first, first + pl.col("words")))
    return numbered.explode("word", "token_number").with_columns(
        pl.col("word").str.to_uppercase(), is_first=c.token_number == first
    )


def _joined(tokens: pl.DataFrame, count: int) -> pl.DataFrame:
    """The numbers that `count` words in a row make: REFERENCES, not yet distinct."""
    last = count - 1
    in_a_row = (c.payment_number.shift(-last) == c.payment_number) & (
        c.token_number.shift(-last) == c.token_number + last
    )
    is_whole = pl.col("is_first") & (pl.col("words") == count)
    length = c.number_key.str.len_bytes()
    is_number = (length >= KEY_CHARACTERS_MIN) & c.number_key.str.contains("[0-9]")
    return (
        tokens.with_columns(
            number_key=pl.concat_str([pl.col("word").shift(-n) for n in range(count)]),
            token_count=pl.lit(count, pl.Int64),
        )
        .filter(in_a_row, is_number | is_whole, length <= KEY_CHARACTERS_MAX)
        .select(REFERENCES.names)
    )


def _short(payments: pl.DataFrame) -> pl.DataFrame:
    """The short numbers in the texts of payments whose contract or buyer is known: REFERENCES."""
    is_known = c.contract_id.is_not_null() | c.buyer_id.is_not_null()
    told = payments.filter(is_known, c.remittance_text.str.contains(MAY_HAVE))
    texts = told.select(c.payment_number, c.remittance_text)
    return REFERENCES.frame([
        dict(zip(REFERENCES.names, (number, *found), strict=True))
        for number, text in texts.iter_rows() for found in short_numbers(text)
    ])  # fmt: skip


def is_short() -> pl.Expr:
    """A number that nothing but its payer and its amount can prove."""
    return c.number_key.str.len_bytes() < KEY_CHARACTERS_MIN


def quoted(payments: pl.DataFrame, candidates: pl.DataFrame) -> pl.DataFrame:
    """CANDIDATES with `quote_strength` and `reason`, why the quote does not count (null: it does).

    OTHER_CURRENCY, OTHER_CONTRACT (than the one the account is dedicated to), WEAK_NUMBER (a short
    one, not told to be the payer's), SURER_QUOTE (the same number is an invoice of the payer),
    INSIDE_NUMBER (read inside a longer number).
    BrokenBatch if a row has no payment, or an invoice comes twice for one payment.
    """
    candidates = check(candidates, CANDIDATES)
    paid = collections(payments).select(
        c.payment_number, account=c.contract_id, payer=c.buyer_id, cash_currency=c.currency,
        text=_key(c.remittance_text), reference=_key(c.creditor_reference),
    )  # fmt: skip
    rows = candidates.join(paid, on="payment_number", how="inner", maintain_order="left")
    if rows.height != candidates.height or not rows.select(_INVOICE).is_unique().all():
        raise BrokenBatch("a candidate without its payment, or an invoice twice for one payment")
    out = {
        "OTHER_CURRENCY": c.currency != pl.col("cash_currency"),
        "OTHER_CONTRACT": (c.contract_id != pl.col("account")).fill_null(False),
        "WEAK_NUMBER": is_short() & ~_is_told(),
    }
    rows = rows.with_columns(reason=first_reason(out), quote_strength=_strength())
    weaker = c.quote_strength < c.quote_strength.max().over(_NUMBER)
    rows = _mark(rows, rows.filter(c.reason.is_null()).filter(weaker), _INVOICE, "SURER_QUOTE")
    rows = _mark(rows, _inside(rows.filter(c.reason.is_null())), _NUMBER, "INSIDE_NUMBER")
    return rows.select(*CANDIDATES.names, "quote_strength", "reason")


def _key(text: pl.Expr) -> pl.Expr:
    """The whole text as one number."""
    return text.str.replace_all(r"[^A-Za-z0-9]", "").str.to_uppercase()


def _is_told() -> pl.Expr:
    """The payer tells whose the invoice is; where nobody knows the payer, the account does."""
    by_account = (c.contract_id == pl.col("account")) & pl.col("payer").is_null()
    by_payer = c.buyer_id == pl.col("payer")
    return c.payer_is_buyer | by_payer.fill_null(False) | by_account.fill_null(False)


def _strength() -> pl.Expr:
    """How sure it is that this invoice is meant: told by the payer, the account, the number."""
    is_whole = (c.number_key == pl.col("text")) | (c.number_key == pl.col("reference"))
    return (
        pl.when(is_short() & ~is_whole.fill_null(False))
        .then(BY_CHANCE)
        .when(c.payer_is_buyer | (c.buyer_id == pl.col("payer")).fill_null(False))
        .then(BY_BUYER)
        .when((c.contract_id == pl.col("account")).fill_null(False))
        .then(BY_ACCOUNT)
        .when(c.number_key.str.contains(_ANY_TEXT_HAS_SUCH))
        .then(BY_CHANCE)
        .otherwise(BY_NUMBER)
        .cast(pl.Int64)
    )


def _mark(
    rows: pl.DataFrame, found: pl.DataFrame, keys: tuple[str, ...], code: str
) -> pl.DataFrame:
    """`rows` with the reason `code` on those in `found` that have none yet."""
    marks = found.select(keys).unique().with_columns(mark=pl.lit(code))
    joined = rows.join(marks, on=keys, how="left", maintain_order="left")
    return joined.with_columns(reason=pl.coalesce(c.reason, "mark")).drop("mark")


def _inside(rows: pl.DataFrame) -> pl.DataFrame:
    """Numbers read inside a longer number that is at least as sure: 001 within FA 2026 001."""
    numbers = rows.select(*_SPAN, "quote_strength").unique()
    longer = numbers.filter(c.token_count > 1).select(
        c.payment_number,
        start=c.token_number,
        size=c.token_count,
        strength=c.quote_strength,
    )
    end = pl.col("start") + pl.col("size")
    return numbers.join(longer, on="payment_number").filter(
        c.token_count < pl.col("size"),
        c.token_number >= pl.col("start"),
        c.token_number + c.token_count <= end,
        c.quote_strength <= pl.col("strength"),
    )
