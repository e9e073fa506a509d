"""Addresses: the frame in which the portal and the API stand side by side. Those of the pages are
made from what each page declares.

They are a tree: what begins otherwise is passed over at once, and an endpoint of the API is found
by its name, however many there are.
"""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.csrf import csrf_exempt

from comptant.doors.api import tokens
from comptant.doors.api.endpoints import build
from comptant.doors.portal import (
    buyer_account,
    health,
    heard,
    metrics,
    public_quotes,
    shared_quotes,
    signing,
    signing_by_mail,
    signing_on,
)
from comptant.doors.portal.dispatch import door
from comptant.doors.portal.pages import pages
from comptant.doors.portal.registry import Page


def tree(declared: Sequence[tuple[str, Page]]) -> list[URLPattern | URLResolver]:
    """Pages by what is left of their addresses, so that `keys/add` is found before
    `keys/<str:program>` takes it."""
    here: list[URLPattern | URLResolver] = []
    below: dict[str, list[tuple[str, Page]]] = {}
    for left, page in declared:
        first, slash, rest = left.partition("/")
        if slash:
            below.setdefault(first, []).append((rest, page))
        else:
            here.append(path(left, door(page), name=page.name))
    here += [path(f"{first}/", include(tree(pages))) for first, pages in below.items()]
    return sorted(here, key=lambda one: "<" in str(one.pattern))


ENDPOINTS = {str(one.pattern): one.callback for one in build().urls[0]}


@csrf_exempt
def endpoint(request: HttpRequest, name: str) -> HttpResponse:
    """An endpoint of the API by its name: programs have keys, and no cookies."""
    if name not in ENDPOINTS:
        raise Http404
    if request.resolver_match:  # under its own name in the metrics
        request.resolver_match.route = f"api/v1/{name}"
    answer: HttpResponse = ENDPOINTS[name](request)
    return answer


urlpatterns = [
    path("sign-in", signing.sign_in),
    path("sign-in/mail", signing_by_mail.by_mail),
    path("sign-on", signing_on.go),
    path("sign-on/back", signing_on.back),
    path("password", signing.password),
    path("prove", signing.prove),
    path("enter/<str:link>", signing.enter),
    path("offer/<str:link>", shared_quotes.offer),
    path("offer/<str:link>/quote.pdf", shared_quotes.printed),
    path("prospect", public_quotes.prospect),
    path("account/<str:link>", buyer_account.account),
    path("sign-out", signing.sign_out),
    path("choose", signing.choose),
    path("health", health.alive),
    path("ready", health.ready),
    path("metrics", metrics.told),
    path("signatures/heard", heard.heard),
    path("api/v1/oauth/token", tokens.token),
    path("api/v1/<path:name>", endpoint),
    *tree([(page.path, page) for page in pages().values()]),
]
handler400 = "comptant.doors.portal.errors.refused_request"
handler404 = "comptant.doors.portal.errors.unknown"
handler500 = "comptant.doors.portal.errors.broken"
