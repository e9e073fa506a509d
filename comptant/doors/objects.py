"""What the names and the values of a JSON object may be, for each argument that takes one: invoices
by their number, an entry by its accounts, a plan by its days.

An argument of this kind that has no line here stops the catalogue until it has one.
"""

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from comptant.formats.reading import TURNS
from comptant.operations.acts.texts import NAME_MAX
from comptant.operations.closing.manual import OPEN_TO_HAND
from comptant.operations.quoting.offer_clients import SAVINGS
from comptant.rules.money import AMOUNT_CENTS_MAX, ONE_PPM
from comptant.rules.provisions import TERMS


def _one_of(names: tuple[str, ...]) -> Any:
    return Annotated[str, StringConstraints(pattern=f"^({'|'.join(sorted(names))})$")]


CENTS = Annotated[int, Field(ge=-AMOUNT_CENTS_MAX, le=AMOUNT_CENTS_MAX)]
BY_NUMBER = dict[Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,17}$")], CENTS]
BY_ACCOUNT = dict[_one_of(OPEN_TO_HAND), CENTS]  # type: ignore[misc]
BY_DAY = dict[
    Annotated[str, StringConstraints(pattern=r"^(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$")], CENTS
]
BY_PERSON = dict[
    Annotated[str, StringConstraints(pattern=rf"^[^\x00-\x1f{TURNS}]{{1,{NAME_MAX}}}$")],
    Annotated[int, Field(ge=0, le=ONE_PPM)],
]
BY_SAVING = dict[
    _one_of(SAVINGS), Annotated[int, Field(ge=0, le=AMOUNT_CENTS_MAX)]  # type: ignore[misc]
]
BY_PROVISION = dict[
    _one_of(tuple(TERMS)), Annotated[int, Field(ge=0, le=ONE_PPM)]  # type: ignore[misc]
]
KEYED: dict[tuple[str, str], Any] = {
    ("allocate", "invoices"): BY_NUMBER, ("reallocate", "to"): BY_NUMBER,
    ("advise_by_link", "invoices"): BY_NUMBER, ("order_debit", "invoices"): BY_NUMBER,
    ("receive_instrument", "invoices"): BY_NUMBER, ("pay_penalties", "penalties"): BY_NUMBER,
    ("propose_entry", "lines"): BY_ACCOUNT, ("propose_plan", "instalments"): BY_DAY,
    ("record_owners", "owners"): BY_PERSON,
    ("set_provision_terms", "terms"): BY_PROVISION,
    ("quote", "told"): BY_SAVING, ("compare", "told"): BY_SAVING,
}  # fmt: skip
