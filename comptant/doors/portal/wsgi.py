"""What a web server runs: `comptant.doors.portal.wsgi:application`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comptant.doors.web")

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from comptant.doors.log_lines import write_lines
from comptant.doors.portal.bodies import with_length
from comptant.doors.portal.patience import with_places
from comptant.store import pool

THREADS = int(os.environ.get("COMPTANT_THREADS", "4"))
write_lines()
pool.keep(THREADS)
application = with_places(with_length(get_wsgi_application()), THREADS, behind=settings.PROXIES)
# The addresses are made now, not by the first person who comes.
get_resolver().url_patterns  # noqa: B018
