"""Failures told to programs: problem+json (RFC 9457), stable codes, the fields concerned."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser

from comptant.doors.answers import to_json
from comptant.doors.api.field_words import field_told
from comptant.doors.failures import UNREAD, foreign_host, tell
from comptant.doors.refused_fields import field_of
from comptant.doors.values import is_told
from comptant.doors.words import say
from comptant.operations.acts.act import Refused

TYPE = "urn:comptant:problem:"
DAY_HEADER = "Comptant-Day"
KINDS = ("application/json",)  # of a body that is not a file
ARGUMENTS = "comptant.arguments"  # where a request tells the names of what it was asked
Answer = Callable[[HttpRequest], HttpResponse]


class OnlyJson(Parser):
    """What reads the body of an operation: JSON, whatever else could be taken for it."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The body; Refused: content_type_wrong, which the library wraps in its own error."""
        if request.content_type not in KINDS:
            raise Refused("content_type_wrong", given=request.content_type[:100], wanted=KINDS,
                          field="Content-Type")  # fmt: skip
        found: dict[str, Any] = read_json(request.body)
        return found


def read_json(text: bytes) -> Any:
    """JSON; ValueError: it is none, or says a name twice, where each reader takes another one."""
    return json.loads(text, object_pairs_hook=_once)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = dict(pairs)
    if len(named) < len(pairs):
        raise ValueError("a name is there twice")
    return named


def problem(
    request: HttpRequest, status: int, code: str, sentence: str, **more: Any
) -> HttpResponse:
    """One failure: its stable code, a sentence in the language of Accept-Language."""
    told = {
        "type": f"{TYPE}{code}", "title": sentence, "status": status, "code": code,
        "instance": f"urn:uuid:{request.META.get('comptant.request_id', '')}", **more,
    }  # fmt: skip
    return HttpResponse(to_json(told), content_type="application/problem+json", status=status)


def of_error(request: HttpRequest, error: Exception) -> HttpResponse:
    """Any failure of an endpoint."""
    if UNREAD in request.META:
        error = Refused(request.META[UNREAD])
    if isinstance(error, ValidationError):
        fields = [{"field": _place(one["loc"]), "code": one["type"], "message": field_told(one)}
                  for one in error.errors]  # fmt: skip
        return problem(request, 422, "body_wrong", say(
            "Some fields are missing or wrong: see errors.",
            "Des champs manquent ou sont faux : voir errors."), errors=fields)  # fmt: skip
    if isinstance(error, AuthenticationError):
        return problem(request, 401, "key_missing", say(
            "Give a key: Authorization: Bearer KEY.",
            "Donnez une clé : Authorization: Bearer CLÉ."))  # fmt: skip
    if isinstance(error.__cause__, Refused):
        error = error.__cause__
    if isinstance(error, HttpError):
        sentence = say("The body cannot be read as JSON.", "Le corps ne se lit pas comme du JSON.")
        return problem(request, error.status_code, "body_unreadable", sentence)
    told = tell(error, str(request.META.get("comptant.request_id", "")))
    facts = json.loads(json.dumps(told.facts, default=str))
    more = {"facts": facts}
    # What concerns one argument or header is told beside its name, like a field that is wrong.
    field = _about(request, told.code, facts)
    if field:
        more["errors"] = [{"field": field, "code": told.code, "message": told.sentence}]
    response = problem(request, told.status, told.code, told.sentence, **more)
    if told.status == 401:  # RFC 9110, 11.6.1
        response.headers["WWW-Authenticate"] = 'Bearer realm="comptant"'
    if told.status == 429:
        response.headers["Retry-After"] = str(facts.get("seconds", 60))
    return response


def _about(request: HttpRequest, code: str, facts: dict[str, Any]) -> str | None:
    """The argument or header that a refusal is about."""
    if code == "day_not_today" or (code == "day_in_future" and DAY_HEADER in request.headers):
        return DAY_HEADER
    if code == "key_used_for_something_else":
        return "Idempotency-Key"
    asked = request.META.get(ARGUMENTS, set(request.GET))
    return facts.get("field") or field_of(code, asked)


def day_played(request: HttpRequest) -> date | None:
    """The day of the header that plays one; ValidationError: it holds none."""
    said = request.headers.get(DAY_HEADER, "")
    wrong = ValidationError([{"loc": ("header", DAY_HEADER), "type": "date_parsing", "msg": ""}])
    try:
        day = date.fromisoformat(said) if said else None
    except ValueError:
        raise wrong from None
    if day and not is_told(day):
        raise wrong
    return day


def only_problems(answer: Answer) -> Answer:
    """A middleware: what fails before an endpoint is found (no such address, another method, a
    body beyond the limit) is told as a problem too, never as a page."""

    def passed(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        kind = response.headers.get("Content-Type", "")
        if not request.path.startswith("/api/") or response.status_code < 400 or "json" in kind:
            return response
        if response.status_code == 400 and not _is_ours(request):
            told = foreign_host()
            return problem(request, told.status, told.code, told.sentence)
        allowed = response.headers.get("Allow", "")
        code, sentence = _unfound(response.status_code, allowed)
        problem_told = problem(request, response.status_code, code, sentence)
        if allowed:
            problem_told.headers["Allow"] = allowed
        return problem_told

    return passed


def _is_ours(request: HttpRequest) -> bool:
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True


def _unfound(status: int, allowed: str) -> tuple[str, str]:
    if status == 404:
        return "address_unknown", say(
            "There is no such address. GET /api/v1/openapi.json lists them all.",
            "Cette adresse n'existe pas. GET /api/v1/openapi.json les donne toutes.")  # fmt: skip
    if status == 405:
        return "method_wrong", say(f"This address takes {allowed}.",
                                   f"Cette adresse accepte {allowed}.")  # fmt: skip
    if status >= 500:
        return "bug", say("Comptant made a mistake, and nothing was written.",
                          "Comptant a commis une erreur, et rien n'a été écrit.")  # fmt: skip
    return "request_wrong", say("The request cannot be read. Nothing was done.",
                                "La requête ne se lit pas. Rien n'a été fait.")  # fmt: skip


def _place(loc: Any) -> str:
    """Where a field is: sent.3.issued_on, without the names of our own wrapping."""
    return ".".join(str(part) for part in loc if part not in ("body", "query", "header", "given"))
