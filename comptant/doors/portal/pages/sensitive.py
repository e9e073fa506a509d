"""Who has read what is sensitive, for the house's administrators and auditors."""

from comptant.doors.portal.call import Call
from comptant.doors.portal.parts import rows_of
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.reads_told import told
from comptant.doors.words import Both
from comptant.operations.acts.roles import READERS_OF_READS
from comptant.store.access import See

COLUMNS = ("happened_at", "login", "company_name", "key_name", "sensitive_kind", "read_name",
           "about", "row_count")  # fmt: skip


def reads(see: See, call: Call) -> Row:
    """The reads, the last first; of one person or kind where the address names one."""
    wanted = {"login": call.asked("login") or None, "kind": call.asked("kind") or None}
    given = rows_of(see, call, "read_kept_reads", wanted)
    return {**given, "rows": [told(row) for row in given["rows"]], "columns": COLUMNS}


page(Page("reads", "reads", Both("Sensitive reads", "Lectures sensibles"), READERS_OF_READS, reads,
          "portal/list.html", menu="house", query="read_kept_reads", columns=COLUMNS))  # fmt: skip
