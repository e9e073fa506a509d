"""Who may open which page and ask for what, as one page of the documents, made from the code.

python -m comptant.doors.documents.matrix docs writes isolation.md there.
"""

import os
import sys
from pathlib import Path

from comptant.operations.acts.proofs import PERSONAL
from comptant.operations.acts.rights import RIGHTS
from comptant.operations.acts.roles import FACTOR_ROLES, ROLES

FILE = "isolation.md"
HEAD = """# Who sees and does what

Written from the code (`python -m comptant.doors.documents.matrix docs`). Each page and each
endpoint below is opened by the tests as every role, with its own ids and with a neighbour's:
`tests/portal/test_portal_isolation.py`, `tests/api/test_api_isolation.py`, and beneath them the
tables and views, `tests/store/test_row_security.py`, `tests/store/test_partner_views.py`. A page
or an endpoint that is not in the matrix fails them.

What someone reads is what row security leaves them (lists, `GET /api/v1/…`, are open to every
role and hold only one's own rows); `store/access.py` closes to partners every list but theirs. A
● below finds a page, or may ask.
"""


def written() -> str:
    """The page."""
    from comptant.doors.portal.pages import pages

    roles = [*sorted(FACTOR_ROLES), *sorted(ROLES - FACTOR_ROLES)]
    open_to = {f"`/{one.path}`".replace("<str:", "<"): one.roles
               for one in pages().values()}  # fmt: skip
    acts = {f"`{name}`" + (" (no key)" if name in PERSONAL else ""): found
            for name, found in RIGHTS.items()}  # fmt: skip
    return "\n".join([
        HEAD, "## Pages\n", *_table("page", open_to, roles), "",
        "## Operations, by a page, a command or `POST /api/v1/NAME`\n",
        *_table("operation", acts, roles), "",
    ])  # fmt: skip


def _table(what: str, rows: dict[str, frozenset[str]], roles: list[str]) -> list[str]:
    heads = [role.replace("_", " ") for role in roles]
    return [
        f"| {what} | {' | '.join(heads)} |", f"| --- |{' --- |' * len(roles)}",
        *(f"| {name} | {' | '.join('●' if role in found else '' for role in roles)} |"
          for name, found in sorted(rows.items())),
    ]  # fmt: skip


def main(folder: str) -> None:
    """Write the page into a folder."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comptant.doors.web")
    import django

    django.setup()
    (Path(folder) / FILE).write_text(written(), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
