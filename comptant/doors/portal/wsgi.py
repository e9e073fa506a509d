"""What a web server runs: `comptant.doors.portal.wsgi:application`."""

import logging
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comptant.doors.web")

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from comptant.doors.portal.bodies import with_length
from comptant.doors.portal.passage import Secretive
from comptant.store import pool

THREADS = int(os.environ.get("COMPTANT_THREADS", "4"))
# One JSON line for each request, and our mistakes with their traces, on the error stream.
logging.basicConfig(level=logging.WARNING, format="%(message)s")
for handler in logging.getLogger().handlers:
    handler.addFilter(Secretive())
logging.getLogger("comptant").setLevel(logging.INFO)
pool.keep(THREADS)
application = with_length(get_wsgi_application())
# The addresses are made now, not by the first person who comes.
get_resolver().url_patterns  # noqa: B018
