"""For whoever keeps the machine running: does it live, does it serve, how much."""

from django.http import HttpRequest, HttpResponse

from comptant.doors.failures import tell
from comptant.store import migrate
from comptant.store.pool import lent


def alive(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def ready(request: HttpRequest) -> HttpResponse:
    """The database answers, and has the tables of this version."""
    try:
        with lent("comptant_reader") as conn:
            conn.execute("SELECT 1")
        is_current = migrate.is_current()
    except Exception as error:
        tell(error, str(request.META["comptant.request_id"]))
        return HttpResponse("the database does not answer\n", "text/plain", 503)
    if not is_current:
        return HttpResponse("migrations wait: comptant migrate\n", "text/plain", 503)
    return HttpResponse("ok\n", content_type="text/plain")
