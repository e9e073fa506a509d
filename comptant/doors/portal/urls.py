"""Addresses: those of the pages are made from the registry."""

from django.urls import path

from comptant.doors.api.endpoints import build
from comptant.doors.portal import health, registry, signing
from comptant.doors.portal.dispatch import door

urlpatterns = [
    path("sign-in", signing.sign_in),
    path("password", signing.password),
    path("prove", signing.prove),
    path("enter/<str:link>", signing.enter),
    path("sign-out", signing.sign_out),
    path("choose", signing.choose),
    path("health", health.alive),
    path("ready", health.ready),
    path("api/v1/", build().urls),
    *(path(page.path, door(page), name=name) for name, page in registry.pages().items()),
]
handler404 = "comptant.doors.portal.errors.unknown"
handler500 = "comptant.doors.portal.errors.broken"
