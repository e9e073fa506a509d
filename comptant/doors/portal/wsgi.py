"""What a web server runs: `comptant.doors.portal.wsgi:application`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comptant.doors.web")

from django.core.wsgi import get_wsgi_application

from comptant.store import pool

THREADS = int(os.environ.get("COMPTANT_THREADS", "8"))
pool.keep(THREADS)
application = get_wsgi_application()
