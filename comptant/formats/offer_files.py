"""A file of a company that asks for factoring, and the offers made to it: one open JSON form, the
same for whoever sends it and whoever answers. `schema()` is its JSON Schema, made from the models.

Amounts are whole cents, rates parts per million, dates ISO. Nothing of the house's own (risk class,
cost, margin) has a place in it. Source: JSON Schema 2020-12; terms of offers, docs/terms.md.
"""

import json
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from comptant.formats import identifiers

BYTES_MAX = 5_000_000
BUYERS_MAX, OFFERS_MAX, TERMS_MAX = 5_000, 20, 100
CENTS_MAX, PPM_MAX = 10**13, 10**7
TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


class Unreadable(Exception):
    """A file that cannot be taken: `place` in it, and `cause`, a code of the checking library."""

    def __init__(self, place: str, cause: str) -> None:
        super().__init__(f"{place}: {cause}")
        self.place, self.cause = place, cause


def _plain(text: str) -> str:
    if not text.strip() or any(ch in TURNS or not ch.isprintable() for ch in text):
        raise ValueError("text")
    return text


def _siren(text: str) -> str:
    if identifiers.normal("siren", text) != text:
        raise ValueError("siren")
    return text


def _orias(text: str) -> str:
    if identifiers.normal("orias", text) != text:
        raise ValueError("orias")
    return text


Text = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_plain)]
Siren = Annotated[str, Field(pattern="^[0-9]{9}$"), AfterValidator(_siren)]
Orias = Annotated[str, Field(pattern="^[0-9]{8}$"), AfterValidator(_orias)]
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$")]
Need = Literal["finance", "management", "insurance", "confidentiality"]
Country = Annotated[str, Field(pattern="^[A-Z]{2}$")]
Cents = Annotated[int, Field(ge=0, le=CENTS_MAX, strict=True)]
Ppm = Annotated[int, Field(ge=0, le=PPM_MAX, strict=True)]
Days = Annotated[int, Field(ge=0, le=3_660, strict=True)]
Count = Annotated[int, Field(ge=1, le=10**8, strict=True)]
Term = Annotated[int, Field(ge=-CENTS_MAX, le=CENTS_MAX, strict=True)] | Annotated[
    bool, Field(strict=True)] | Annotated[str, Field(max_length=500)] | None  # fmt: skip


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Company(_Part):
    """A company by its name and, where it is known, its SIREN."""

    name: Text
    siren: Siren | None = None
    country: Country = "FR"


class Broker(_Part):
    """Who brings the company, with the number in the register of intermediaries (ORIAS)."""

    name: Text
    orias_number: Orias


class Buyer(_Part):
    """What is sold to a buyer in a year; `number` is its own in this file."""

    number: Count
    name: Text
    siren: Siren | None = None
    country: Country = "FR"
    buyer_count: Count = 1
    turnover_cents: Cents
    invoice_count: Count | None = None
    largest_invoice_cents: Cents | None = None
    term_days: Days
    payment_days: Days | None = None
    credited_cents: Cents | None = None
    ledger_open_cents: Cents | None = None
    stale_30_cents: Cents | None = None
    stale_60_cents: Cents | None = None
    limit_cents: Cents | None = None


class Month(_Part):
    """What is sold to a buyer in a month of the year (1 to 12)."""

    number: Count
    month: Annotated[int, Field(ge=1, le=12, strict=True)]
    sold_cents: Cents


class Saved(_Part):
    """What a year costs today and an offer would save."""

    management_cents: Cents | None = None
    bank_cents: Cents | None = None
    premium_cents: Cents | None = None
    bad_debts_cents: Cents | None = None


class Request(_Part):
    """Who asks for what."""

    company: Company
    broker: Broker | None = None
    asked_on: date
    currency: Currency = "EUR"
    needs: Annotated[list[Need], Field(max_length=4)] = []
    need_cents: Cents | None = None
    wants_cover: bool = False
    wants_discretion: bool = False
    saved: Saved = Saved()
    buyers: Annotated[list[Buyer], Field(min_length=1, max_length=BUYERS_MAX)]
    sales: Annotated[list[Month], Field(max_length=12 * BUYERS_MAX)] = []


class Figures(_Part):
    """What the factor itself says that its offer costs in a year; compared anew by the reader."""

    yearly_fee_cents: Cents
    financing_charge_cents: Cents
    yearly_cost_cents: Cents
    teg_ppm: Ppm | None = None


class Commission(_Part):
    """What the factor pays to who brings the company: a rate of the fee, the charge or both that it
    bills, a sum once; `first_year_cents` by its own figures."""

    base: Literal["FEE", "CHARGE", "FEE_AND_CHARGE"]
    rate_ppm: Ppm
    one_off_cents: Cents
    first_year_cents: Cents


class Offer(_Part):
    """The offer of a factor: its terms by name, its own figures, what it pays to the broker."""

    factor: Company
    label: Text | None = None
    offered_on: date
    last_on: date
    terms: Annotated[dict[str, Term], Field(max_length=TERMS_MAX)]
    figures: Figures | None = None
    commission: Commission | None = None


class File(_Part):
    """One file: the request, and the offers made so far."""

    format: Literal["comptant-offers"] = "comptant-offers"
    version: Literal[1, 2] = 2
    request: Request
    offers: Annotated[list[Offer], Field(max_length=OFFERS_MAX)] = []


# What version 2 has added, by part of a file.
ADDED_TO_REQUEST, ADDED_TO_OFFERS = ("currency", "needs"), ("commission",)


def schema() -> dict[str, Any]:
    """The JSON Schema of a file."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **File.model_json_schema()}


def read_file(content: bytes) -> File:
    """A file, whole and checked; Unreadable, with the first place that is wrong."""
    if len(content) > BYTES_MAX:
        raise Unreadable("$", "file_too_large")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("$", "string_unicode") from None
    try:
        found = File.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(map(str, ("$", *first["loc"])))
        raise Unreadable(place[:200], str(first["type"])) from None
    _check_version(found)
    numbers = [buyer.number for buyer in found.request.buyers]
    if len(set(numbers)) < len(numbers):
        raise Unreadable("$.request.buyers", "number_twice")
    if not {month.number for month in found.request.sales} <= set(numbers):
        raise Unreadable("$.request.sales", "number_unknown")
    return found


def _check_version(file: File) -> None:
    """A file of version 1 has nothing that came later: its reader would not know it. Unreadable."""
    if file.version > 1:
        return
    parts: list[tuple[str, _Part, tuple[str, ...]]] = [
        ("$.request", file.request, ADDED_TO_REQUEST),
        *((f"$.offers.{place}", one, ADDED_TO_OFFERS) for place, one in enumerate(file.offers)),
    ]  # fmt: skip
    for place, part, names in parts:
        later = [name for name in names if name in part.model_fields_set]
        if later:
            raise Unreadable(f"{place}.{later[0]}", "extra_forbidden")


def written(file: File) -> bytes:
    """A file as bytes: the same file is the same bytes, and is read again as it was."""
    told = file.model_dump(mode="json", exclude_none=True)
    if file.version == 1:
        for name in ADDED_TO_REQUEST:
            del told["request"][name]
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
