"""Addresses: the frame in which the portal and the API stand side by side. Those of the pages are
made from what each page declares."""

from django.urls import path

from comptant.doors.api import tokens
from comptant.doors.api.endpoints import build
from comptant.doors.portal import health, heard, metrics, signing, signing_by_mail, signing_on
from comptant.doors.portal.dispatch import door
from comptant.doors.portal.pages import pages
from comptant.doors.portal.registry import Page


def in_order(declared: dict[str, Page]) -> list[tuple[str, Page]]:
    """The pages so that `keys/add` is found before `keys/<str:program>` takes it."""
    return sorted(declared.items(), key=lambda one: ["<" in part for part in
                                                     one[1].path.split("/")])  # fmt: skip


urlpatterns = [
    path("sign-in", signing.sign_in),
    path("sign-in/mail", signing_by_mail.by_mail),
    path("sign-on", signing_on.go),
    path("sign-on/back", signing_on.back),
    path("password", signing.password),
    path("prove", signing.prove),
    path("enter/<str:link>", signing.enter),
    path("sign-out", signing.sign_out),
    path("choose", signing.choose),
    path("health", health.alive),
    path("ready", health.ready),
    path("metrics", metrics.told),
    path("signatures/heard", heard.heard),
    path("api/v1/oauth/token", tokens.token),
    path("api/v1/", build().urls),
    *(path(page.path, door(page), name=name) for name, page in in_order(pages())),
]
handler404 = "comptant.doors.portal.errors.unknown"
handler500 = "comptant.doors.portal.errors.broken"
