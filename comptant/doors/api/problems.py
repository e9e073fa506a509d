"""Failures told to programs: problem+json (RFC 9457), stable codes, the fields concerned."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja.errors import AuthenticationError, HttpError, ValidationError

from comptant.doors.answers import to_json
from comptant.doors.failures import tell
from comptant.doors.words import say

TYPE = "urn:comptant:problem:"


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
    if isinstance(error, ValidationError):
        fields = [{"field": _place(one["loc"]), "code": one["type"], "message": one["msg"]}
                  for one in error.errors]  # fmt: skip
        return problem(request, 422, "body_wrong", say(
            "Some fields are missing or wrong: see errors.",
            "Des champs manquent ou sont faux : voir errors."), errors=fields)  # fmt: skip
    if isinstance(error, AuthenticationError):
        return problem(request, 401, "key_missing", say(
            "Give a key: Authorization: Bearer KEY.",
            "Donnez une clé : Authorization: Bearer CLÉ."))  # fmt: skip
    if isinstance(error, HttpError):
        sentence = say("The body cannot be read as JSON.", "Le corps ne se lit pas comme du JSON.")
        return problem(request, error.status_code, "body_unreadable", sentence)
    told = tell(error, str(request.META.get("comptant.request_id", "")))
    facts = json.loads(json.dumps(told.facts, default=str))
    response = problem(request, told.status, told.code, told.sentence, facts=facts)
    if told.status == 429:
        response.headers["Retry-After"] = str(facts.get("seconds", 60))
    return response


def _place(loc: Any) -> str:
    """Where a field is: sent.3.issued_on, without the names of our own wrapping."""
    return ".".join(str(part) for part in loc if part not in ("body", "query", "header", "given"))
