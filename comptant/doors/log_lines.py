"""Lines of the log: one JSON object each, whoever writes it, without what opens something by itself
and without the values of a row that the database would not take."""

import json
import logging
import re
from datetime import UTC, datetime

# Addresses that open a quote, an account or a session to whoever has them.
OPENING = ("/offer/", "/account/", "/enter/")
_SECRET = re.compile(f"({'|'.join(map(re.escape, OPENING))})[^ ?]+")
_ROW = re.compile(r"^DETAIL: .*$", re.M)


class JsonLines(logging.Formatter):
    """A record as one line: its instant, level, logger and message; of a mistake, its trace too."""

    def format(self, record: logging.LogRecord) -> str:
        """A request or a job is a line already."""
        message = record.getMessage()
        if message.startswith("{") and not record.exc_info:
            return message
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname, "logger": record.name,
            "message": _SECRET.sub(r"\1*", message),
        }  # fmt: skip
        if record.exc_info:
            trace = _ROW.sub("DETAIL: (left out)", self.formatException(record.exc_info))
            told["trace"] = _SECRET.sub(r"\1*", trace)
        return json.dumps(told, ensure_ascii=False)


def write_lines() -> None:
    """Every logger of this process writes such lines on the error stream."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger("comptant").setLevel(logging.INFO)
    # Any scanner asks for a host that is not ours; the line of the request tells it.
    logging.getLogger("django.security.DisallowedHost").setLevel(logging.CRITICAL)
