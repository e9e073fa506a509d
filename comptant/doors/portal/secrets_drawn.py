"""The secret of an authenticator to be, drawn for its camera."""

from io import BytesIO

import segno
from django.http import HttpRequest

from comptant.doors.portal.call import TEXT_LENGTH_MAX
from comptant.operations.registry import signing

Row = dict[str, object]


def told_secret(request: HttpRequest) -> str:
    """The secret that a form brought back."""
    return str(request.POST.get("secret", ""))[:TEXT_LENGTH_MAX]


def drawn(request: HttpRequest, login: str) -> Row:
    """The secret, its address and its picture: the same again after a wrong code."""
    secret = told_secret(request)
    if not signing.is_secret(secret):  # the first look, or a form that was not ours
        secret = signing.new_secret()
    uri = signing.secret_uri(secret, login, "Comptant")
    picture = BytesIO()
    segno.make(uri).save(picture, kind="svg", scale=4, xmldecl=False, svgns=True)
    return {"secret": secret, "uri": uri, "qr_svg": picture.getvalue().decode()}
