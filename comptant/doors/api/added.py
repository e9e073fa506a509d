"""Looks of a module added to the API: each function of its LOOKS under its own name."""

import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from comptant.doors.api import answered as answers
from comptant.doors.api import described
from comptant.doors.api.parts import answered, first, sign


def add(api: NinjaAPI, module: ModuleType) -> None:
    """Add the looks of a module, with the parameters that LOOKS says of each."""
    for look, parameters in module.LOOKS.items():
        name, about = look.__name__, inspect.getdoc(look) or ""
        answer = _answering(module, name)
        sign(answer, **parameters)
        api.get(
            f"/{name}", operation_id=name, summary=first(about), description=about, tags=["looks"],
            openapi_extra={"responses": described.responses(answers.of_look(name))},
        )(answer)  # fmt: skip


def _answering(module: ModuleType, name: str) -> Callable[..., HttpResponse]:
    def answer(request: HttpRequest, **told: Any) -> HttpResponse:
        return answered(getattr(module, name)(request.auth, **told))  # type: ignore[attr-defined]

    return answer
