"""Whether a document was issued by the client who sends it, by the numbers that it carries."""

import polars as pl

from comptant.operations.acts.act import Act
from comptant.rules.batch import constant
from comptant.store import bulk

NUMBERS = ("seller_siren", "seller_siret", "seller_vat")
_Numbers = frozenset[tuple[str, str]]


def issued_by_others(do: Act, sent: pl.DataFrame) -> pl.Series:
    """`seller_is_other`, one flag per sent row (with contract_id): the document names its seller
    by number, and none of the numbers is the client's. A client registered for VAT in several
    countries declares all of its numbers.

    A document without a number of its seller (most lists) says nothing against its sender, and a
    name alone does not either: traders use several. Nor can anything be said of a client of whom
    neither SIREN nor SIRET nor VAT number is known. Source: art. 1321 C. civ., one assigns what
    one owns; art. L313-23 CMF.
    """
    nobody = constant("seller_is_other", False, pl.Boolean()).new_from_index(0, sent.height)
    told = sent[["contract_id", *NUMBERS]]
    if all(told[name].null_count() == told.height for name in NUMBERS):
        return nobody
    ours: dict[int, set[tuple[str, str]]] = {}
    for row in bulk.rows(do.conn, "client_numbers",
                         contract_ids=told["contract_id"].unique().sort().to_list()):  # fmt: skip
        ours.setdefault(row["contract_id"], set()).update(
            _told(**{f"seller_{row['scheme']}": row["identifier"]})
        )
    known: dict[tuple[object, ...], bool] = {}
    for row in told.unique().iter_rows():
        known[row] = _is_other(_told(**dict(zip(NUMBERS, row[1:], strict=True))),
                               frozenset(ours.get(row[0], ())))  # fmt: skip
    return pl.Series("seller_is_other", [known[row] for row in told.iter_rows()], pl.Boolean)


def payee_is_seller(sent: pl.DataFrame) -> pl.Series:
    """`payee_is_seller`, one flag per sent row, null where it has no payee block (BG-10): the block
    names the document's own seller, by number or else by name, and so nobody else.

    Source: FORMATS 0.3, "BG-10 Payee ≠ seller".
    """
    told = sent[["payee_name", "payee_identifier", "seller_name", *NUMBERS]]
    if told["payee_name"].null_count() + told["payee_identifier"].null_count() == 2 * told.height:
        return pl.Series("payee_is_seller", [None], pl.Boolean).new_from_index(0, told.height)
    return pl.Series("payee_is_seller", [_pays(*row) for row in told.iter_rows()], pl.Boolean)


def _pays(
    payee_name: str | None, payee_number: str | None, seller_name: str | None, *numbers: str | None
) -> bool | None:
    if payee_name is None and payee_number is None:
        return None
    if payee_number is not None:
        payee = _told(payee_number, payee_number, payee_number)
        if payee & _told(*numbers):
            return True
    is_named = payee_name is not None and seller_name is not None and payee_number is None
    return is_named and str(payee_name).casefold() == str(seller_name).casefold()


def _is_other(named: _Numbers, ours: _Numbers) -> bool:
    return bool(named) and bool(ours) and not named & ours


def _told(
    seller_siren: str | None = None, seller_siret: str | None = None, seller_vat: str | None = None
) -> _Numbers:
    """The numbers in a form that can be compared: a SIRET and a French VAT number hold the SIREN.
    Check digits are not asked: a wrong number is nobody's, the client's neither."""
    siren, siret, vat = (
        "".join(ch for ch in text or "" if ch.isalnum()).upper()
        for text in (seller_siren, seller_siret, seller_vat)
    )
    told = {("siren", siren), ("siren", siret[:9])}
    told.add(("siren", vat[-9:]) if vat.startswith("FR") else ("vat", vat))
    return frozenset(number for number in told if number[1])
