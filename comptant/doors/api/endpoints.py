"""The endpoints, made from the catalogue of operations and the list of reads.

POST /api/v1/draw with Idempotency-Key does what `draw` does; GET /api/v1/orders gives a page of
`read_orders`. The description (OpenAPI) is at /api/v1/openapi.json.
"""

import inspect
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Header, NinjaAPI, Query
from ninja.security import HttpBearer

from comptant.doors import reads, visits
from comptant.doors.answers import to_json, with_token
from comptant.doors.api import (
    added,
    answered,
    bulk_lists,
    described,
    failed,
    looks,
    problems,
    sent_files,
    simulated,
    stressed,
    suspected,
    tokens,
    watched,
)
from comptant.doors.api.needed import asked_of, needed
from comptant.doors.api.parts import answered as _json
from comptant.doors.api.parts import first as _first
from comptant.doors.api.parts import sign as _sign
from comptant.doors.bounds import BIGGEST, DAY
from comptant.doors.catalogue import Endpoint, endpoints
from comptant.doors.visits import Visit, address
from comptant.operations.acts.act import KEY_LENGTH_MAX
from comptant.operations.acts.rights import RIGHTS
from comptant.rules.money import AMOUNT_CENTS_MAX
from comptant.store.access import query

VERSION = "1.2.0"
WAYS_IN = {  # what only a browser's session does, or nobody by a key
    "change_password": "a password is changed by whoever knows it",
    "propose_password_reset": "a one-time password is made by a door and shown once to a person",
    "add_second_factor": "an authenticator is added by whoever holds it, in a browser",
    "add_passkey": "a passkey is made by whoever holds the device, in a browser",
    "end_second_factor": "an authenticator is ended by whoever holds it, in a browser",
    "renew_recovery_codes": "recovery codes are shown once to whoever they are of, in a browser",
    "propose_factors_end": "the end of lost second factors is asked by a person, never a program",
    "link_identity": "an account is linked by whoever signs in with it, in a browser",
    "end_identity": "an account is ended by whoever it signs in, in a browser",
    "say_email": "an address is said by whoever is signed in with it, in a browser or a terminal",
    "confirm_email": "an address is confirmed by whoever reads its mail",
    "end_email": "an address is taken back by whoever is signed in with it",
    "end_session": "a session is ended by whoever opened it, in a browser",
}


class Key(HttpBearer):
    """A program's key: Authorization: Bearer KEY."""

    def authenticate(self, request: HttpRequest, token: str) -> Visit | None:
        """Who the key acts as; on a trial, on the day of the header Comptant-Day."""
        day = problems.day_played(request)
        proved, within = tokens.read(token) if token.startswith(tokens.PREFIX) else (token, None)
        visit = visits.by_key(proved, address(request), day, settings.CALLS_PER_MINUTE, within)
        request.META["comptant.user_id"] = visit.user.id
        return visit


def build() -> NinjaAPI:
    """The whole API."""
    api = NinjaAPI(
        title="Comptant", version=VERSION, auth=Key(), docs_url=None, urls_namespace="api",
        openapi_url=None, parser=problems.OnlyJson(), description=__doc__ or "",
    )  # fmt: skip
    api.exception_handler(Exception)(problems.of_error)
    for error in (problems.ValidationError, problems.AuthenticationError, problems.HttpError):
        api.exception_handler(error)(problems.of_error)
    api.get("/openapi.json", auth=None, include_in_schema=False)(_describe(api))
    for endpoint in endpoints().values():
        if endpoint.name not in WAYS_IN:
            _add_operation(api, endpoint)
    for name in reads.READS:
        _add_read(api, name)
    _add_looks(api)
    for module in (watched, failed, simulated, stressed, suspected):
        added.add(api, module)
    _add_kept(api)
    _add_bulk(api)
    _add_files(api)
    return api


def _describe(api: NinjaAPI) -> Callable[[HttpRequest], HttpResponse]:
    """The description of it all, made once: it changes with the program only."""

    @cache
    def text() -> bytes:
        told = api.get_openapi_schema(path_prefix="/api/v1/")
        return to_json(described.finished(told, tokens.described())).encode()

    def description(request: HttpRequest) -> HttpResponse:
        return HttpResponse(text(), content_type="application/json")

    return description


def _add_operation(api: NinjaAPI, endpoint: Endpoint) -> None:
    def act(request: HttpRequest, given: Any, key: str) -> HttpResponse:
        visit: Visit = request.auth  # type: ignore[attr-defined]
        request.META[problems.ARGUMENTS] = set(endpoint.body.model_fields)
        arguments = endpoint.arguments(visit, given)
        answer = visit.run(endpoint.run, key, **arguments)
        if "token" in arguments:
            answer = with_token(answer, arguments["token"])
        return _json(answer)

    _sign(act, given=(endpoint.body, ...), key=(str, _key_header()))
    api.post(
        f"/{endpoint.name}", operation_id=endpoint.name, summary=_first(endpoint.about),
        description=endpoint.about, tags=["operations"],
        include_in_schema=described.is_reached(endpoint.name),
        openapi_extra={"x-roles": sorted(RIGHTS[endpoint.name]),
                       "responses": described.responses(answered.of_operation(endpoint.name))},
    )(act)  # fmt: skip


def _add_read(api: NinjaAPI, name: str) -> None:
    def look(request: HttpRequest, after: str, size: int, **told: Any) -> HttpResponse:
        visit: Visit = request.auth  # type: ignore[attr-defined]
        with visit.reading() as see:
            rows, more = reads.listed(see, name, told, visit.on, visit.at, after=after, size=size)
        return _json({"rows": rows, "after": more or None})

    parameters = {one: asked_of(one, one in needed(name)) for one in reads.parameters(name)}
    size = Query(reads.PAGE_SIZE, ge=1, le=reads.PAGE_SIZE_MAX)
    _sign(look, after=(str, Query("", max_length=4_000)), size=(int, size), **parameters)
    about = _headline(query(name))
    api.get(
        f"/{name.removeprefix('read_')}", operation_id=name, summary=_first(about),
        description=about, tags=["lists"],
        openapi_extra={"responses": described.responses(described.page_of(name))},
    )(look)  # fmt: skip


def _headline(text: str) -> str:
    """What a query says of itself: its first sentence, over the lines that it takes."""
    said: list[str] = []
    for line in text.split("\n"):
        if not line.startswith("--"):
            break
        said.append(line.removeprefix("--").strip())
        if said[-1].endswith("."):
            break
    return " ".join(said)


def _add_looks(api: NinjaAPI) -> None:
    def availability(request: HttpRequest, contract_id: int) -> HttpResponse:
        visit: Visit = request.auth  # type: ignore[attr-defined]
        return _json(looks.availability(visit, contract_id))

    def draw_quote(
        request: HttpRequest, contract_id: int, amount_cents: int | None,
        payee_account_id: int | None,
    ) -> HttpResponse:  # fmt: skip
        visit: Visit = request.auth  # type: ignore[attr-defined]
        return _json(looks.draw_quote(visit, contract_id, amount_cents, payee_account_id))

    def early_price(request: HttpRequest, payable_id: int) -> HttpResponse:
        visit: Visit = request.auth  # type: ignore[attr-defined]
        return _json(looks.early_price(visit, payable_id))

    def exit_simulation(
        request: HttpRequest, contract_id: int, notice_on: date | None
    ) -> HttpResponse:
        visit: Visit = request.auth  # type: ignore[attr-defined]
        return _json(looks.exit_simulation(visit, contract_id, notice_on))

    which = (int, Query(..., ge=1, le=BIGGEST, description="id of the contract"))
    day = Query(None, description="day of the notice; without: today")
    amount = Query(None, ge=1, le=AMOUNT_CENTS_MAX, description="minor units; without: all of it")
    _sign(availability, contract_id=which)
    payee = Query(None, ge=1, le=BIGGEST,
                  description="id of an account of /payees; without: the only one")  # fmt: skip
    _sign(draw_quote, contract_id=which, amount_cents=(int | None, amount),
          payee_account_id=(int | None, payee))  # fmt: skip
    _sign(early_price, payable_id=(
        int, Query(..., ge=1, le=BIGGEST, description="id of the payable")))  # fmt: skip
    _sign(exit_simulation, contract_id=which, notice_on=(DAY | None, day))
    for look in (availability, draw_quote, early_price, exit_simulation):
        _add_look(api, look)


def _add_kept(api: NinjaAPI) -> None:
    """What is kept of somebody or for somebody, whole: a file, a paper, the data of a person."""

    def document(request: HttpRequest, digest: str) -> HttpResponse:
        return _json(looks.document(request.auth, digest))  # type: ignore[attr-defined]

    def paper(
        request: HttpRequest, kind: str, contract_id: int | None, number: int | None,
        from_on: date | None, until_on: date | None,
    ) -> HttpResponse:  # fmt: skip
        visit: Visit = request.auth  # type: ignore[attr-defined]
        return _json(looks.paper(visit, kind, contract_id, number, from_on, until_on))

    def personal_data(request: HttpRequest, login: str | None) -> HttpResponse:
        visit: Visit = request.auth  # type: ignore[attr-defined]
        return _json(looks.personal_data(visit, login))

    def offer_file(
        request: HttpRequest, quote_id: list[int] | None, file_id: int | None
    ) -> HttpResponse:
        return _json(looks.offer_file(request.auth, quote_id, file_id))  # type: ignore[attr-defined]

    def callback(request: HttpRequest, callback_id: int) -> HttpResponse:
        return _json(looks.callback(request.auth, callback_id))  # type: ignore[attr-defined]

    maybe = (int | None, Query(None, ge=1, le=BIGGEST))
    _sign(offer_file, quote_id=(list[int] | None, Query(None, max_length=20)), file_id=maybe)
    _sign(callback, callback_id=(int, Query(..., ge=1, le=BIGGEST)))
    _sign(paper, kind=(str, Query(...)), contract_id=maybe, number=maybe,
          from_on=(DAY | None, Query(None)), until_on=(DAY | None, Query(None)))  # fmt: skip
    _sign(document, digest=(str, Query(..., max_length=64, description="of /documents")))
    _sign(personal_data, login=(str | None, Query(
        None, max_length=200, description="of whom; without: of oneself")))  # fmt: skip
    for look in (document, paper, personal_data, offer_file, callback):
        _add_look(api, look)


def _add_look(api: NinjaAPI, look: Callable[..., HttpResponse]) -> None:
    name = look.__name__
    about = inspect.getdoc(getattr(looks, name)) or ""
    api.get(
        f"/{name}", operation_id=name, summary=_first(about), description=about, tags=["looks"],
        openapi_extra={"responses": described.responses(answered.of_look(name))},
    )(look)  # fmt: skip


def _add_bulk(api: NinjaAPI) -> None:
    def bulk_remit(request: HttpRequest, contract_id: int, name: str, key: str) -> HttpResponse:
        visit: Visit = request.auth  # type: ignore[attr-defined]
        return _json(bulk_lists.remit_stream(visit, request, contract_id, name, key))

    _sign(bulk_remit, contract_id=(int, Query(...)), name=(str, Query("list", max_length=200)),
          key=(str, _key_header()))  # fmt: skip
    about = inspect.getdoc(bulk_lists.remit_stream) or ""
    api.post(
        "/bulk/remit", operation_id="bulk_remit", summary=_first(about), description=about,
        tags=["bulk"], openapi_extra={
            "responses": described.responses(answered.of_operation("remit")),
            "requestBody": {"required": True, "content": {
                kind: {"schema": {"type": "string"}} for kind in bulk_lists.KINDS}}},
    )(bulk_remit)  # fmt: skip


def _add_files(api: NinjaAPI) -> None:
    """Files of invoices: taken in, or quoted before."""

    def remit_files(request: HttpRequest, contract_id: int, key: str) -> HttpResponse:
        visit: Visit = request.auth  # type: ignore[attr-defined]
        return _json(sent_files.remit_files(visit, request, contract_id, key))

    def quote_files(request: HttpRequest, contract_id: int) -> HttpResponse:
        visit: Visit = request.auth  # type: ignore[attr-defined]
        return _json(sent_files.quote_files(visit, request, contract_id))

    which = (int, Query(..., ge=1, le=BIGGEST))
    _sign(remit_files, contract_id=which, key=(str, _key_header()))
    _sign(quote_files, contract_id=which)
    for way in (remit_files, quote_files):
        about = inspect.getdoc(getattr(sent_files, way.__name__)) or ""
        api.post(
            f"/bulk/{way.__name__}", operation_id=way.__name__, summary=_first(about),
            description=about, tags=["files"],
            openapi_extra={"responses": described.responses(answered.of_look(way.__name__)),
                           "x-scope": "remit", "requestBody": described.FILES_BODY},
        )(way)  # fmt: skip


def _key_header() -> Any:
    return Header(..., alias="Idempotency-Key", min_length=1, max_length=KEY_LENGTH_MAX)
