"""The provider of advanced signatures calls: what its call is about is asked of it, soon. The call
is signed, and nothing that it says is believed."""

import json
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from comptant.doors import visits
from comptant.doors.signed_calls import is_signed
from comptant.operations.assigning.envelopes import ask_soon

BYTES_MAX = 1_000_000


@csrf_exempt
def heard(request: HttpRequest) -> HttpResponse:
    """202 to a call that the provider signed, whatever it is about; 401 to any other."""
    try:
        body = request.read(BYTES_MAX + 1) if request.method == "POST" else b""
    except UnreadablePostError:
        body = b""
    told = request.headers.get("X-Yousign-Signature-256", "")
    if not body or len(body) > BYTES_MAX or not is_signed(body, told):
        return HttpResponse(status=401)
    try:
        reference = str(json.loads(body)["data"]["signature_request"]["id"])
    except (ValueError, KeyError, TypeError):
        return HttpResponse(status=202)
    if "\0" not in reference:
        with visits.signing_in() as conn:
            ask_soon(conn, reference, datetime.now(UTC))
    return HttpResponse(status=202)
