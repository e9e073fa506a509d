"""What endpoints are made of: a signature that the library reads, an answer, a headline."""

import inspect
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from ninja import Query

from comptant.doors.answers import to_json
from comptant.doors.reads import PAGE_SIZE, PAGE_SIZE_MAX

# What a look that gives pages takes.
PAGED: dict[str, tuple[Any, Any]] = {
    "after": (str, Query("", max_length=4_000)),
    "size": (int, Query(PAGE_SIZE, ge=1, le=PAGE_SIZE_MAX)),
}


def sign(function: Callable[..., Any], **parameters: tuple[Any, Any]) -> None:
    """Give a function the signature that the library reads."""
    empty = inspect.Parameter.empty
    told = [inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD)] + [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=kind,
                          default=empty if default is ... else default)
        for name, (kind, default) in parameters.items()
    ]  # fmt: skip
    function.__signature__ = inspect.Signature(told)  # type: ignore[attr-defined]
    function.__annotations__ = {name: kind for name, (kind, _) in parameters.items()}


def first(text: str) -> str:
    """The first paragraph of a text on one line."""
    return text.split("\n\n")[0].replace("\n", " ")[:200]


def answered(answer: Any) -> HttpResponse:
    """An answer as JSON."""
    return HttpResponse(to_json(answer), content_type="application/json")
