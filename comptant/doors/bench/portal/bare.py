"""The floor: a Django that has nothing but one view, which runs the same queries and shows the rows
of the last in a table. No session, no form, no language, no header of ours.

COMPTANT_BENCH_QUERIES names the file with the queries of each page, as they were heard.
"""

import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings

if not settings.configured:
    settings.configure(
        DEBUG=False, SECRET_KEY="bench", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"],
        MIDDLEWARE=[], USE_TZ=True,
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    )  # fmt: skip

import django
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from comptant.store import pool

django.setup()
TEXT = (
    "<!doctype html><title>bare</title><table>{% for row in rows %}<tr>{% for one in row %}"
    "<td>{{ one }}</td>{% endfor %}</tr>{% endfor %}</table>"
)
ROWS_MAX = 50
QUERIES: list[list[tuple[str, list[str]]]] = json.loads(
    Path(os.environ["COMPTANT_BENCH_QUERIES"]).read_text("utf-8")
)
TEMPLATE: Any = engines["django"].from_string(TEXT)


def page(request: HttpRequest, number: int) -> HttpResponse:
    """A page: its queries in their transactions, and a table of fifty rows."""
    rows: list[Any] = []
    for role, texts in QUERIES[number]:
        with pool.lent(role) as conn, conn.transaction(force_rollback=True):
            for text in texts:
                cursor = conn.execute(text)  # type: ignore[call-overload]
                if cursor.description:
                    rows = cursor.fetchall()[:ROWS_MAX]
    return HttpResponse(TEMPLATE.render({"rows": rows}))


urlpatterns = [path("<int:number>", page)]
pool.keep(int(os.environ.get("COMPTANT_THREADS", "4")))
application = get_wsgi_application()
