"""What a page is asked: by whom, with which parameters; what people type becomes what it is."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest

from comptant.doors.values import AMOUNT, DAY, ID, IN_CURRENCY, RATE
from comptant.doors.visits import Row, Visit
from comptant.operations.acts.act import KEY_LENGTH_MAX

TEXT_LENGTH_MAX = 2_000


def _clean(text: object) -> str:
    """What was sent, cut to a sane length; PostgreSQL keeps no zero bytes in texts."""
    return str(text)[:TEXT_LENGTH_MAX].replace("\0", "")


@dataclass(frozen=True)
class Call:
    """One request to a page, its caller known."""

    visit: Visit
    request: HttpRequest

    @property
    def on(self) -> date:
        return self.visit.on

    def asked(self, name: str) -> str:
        """A parameter of the address, cut to a sane length."""
        return _clean(self.request.GET.get(name, ""))

    def typed(self, name: str) -> str:
        """A field of a form as it was typed."""
        return _clean(self.request.POST.get(name, "")).strip()

    def amount(self, name: str) -> int | None:
        """A field that is an amount, in cents; None when left empty. BadParameter otherwise."""
        return self._read(name, AMOUNT)

    def amount_in_currency(self, name: str) -> int | None:
        """The same of an amount of the contract that the operation is called with."""
        return self._read(name, IN_CURRENCY)

    def rate(self, name: str) -> int | None:
        """A field that is a rate, in parts per million."""
        return self._read(name, RATE)

    def day(self, name: str) -> date | None:
        """A field that is a date."""
        return self._read(name, DAY)

    def number(self, name: str) -> int | None:
        """A field that is an id."""
        return self._read(name, ID)

    def _read(self, name: str, kind: Any) -> Any:
        text = self.typed(name)
        return kind.convert(text, None, None) if text else None

    def run(self, operation: Callable[..., Row], **arguments: Any) -> Row:
        """Call an operation under the key of the form: sent twice, it is done once."""
        key = self.typed("key")[:KEY_LENGTH_MAX] or str(uuid.uuid4())
        return self.visit.run(operation, key, **arguments)
