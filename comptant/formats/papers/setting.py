"""Typst, warm: its fonts are loaded once in a process, and the same facts give the same bytes.

Facts reach a template as data (JSON in sys.inputs), never as markup.
"""

import json
import threading
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from comptant.formats.papers.plain import plain_facts

if TYPE_CHECKING:
    import typst

TEMPLATES = Path(__file__).parent / "templates"
# Archived as it is seen, its text and its order read by machines; or without the order, which does
# not outlive a cut into parts.
STANDARD: Literal["a-2a"] = "a-2a"
UNTAGGED: Literal["a-2u"] = "a-2u"
_one_at_a_time = threading.Lock()


@cache
def _compiler() -> "typst.Compiler":
    """The engine with the fonts that it brings, and no others: a paper does not change with the
    machine that sets it."""
    import typst

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
    return typst.Compiler(root=TEMPLATES, font_paths=fonts, ignore_system_fonts=True)


def typeset(
    template: str, facts: Mapping[str, Any], made_on: date, *,
    standard: Literal["a-2a", "a-2u"] = STANDARD,
) -> bytes:  # fmt: skip
    """A paper of a template of the house (its file without ending), as PDF/A dated on a day."""
    told = json.dumps(plain_facts(dict(facts)), ensure_ascii=False)
    with _one_at_a_time:
        made = _compiler().compile(
            TEMPLATES / f"{template}.typ", format="pdf", sys_inputs={"facts": told},
            pdf_standards=standard, pdf_tags=standard == STANDARD,
            timestamp=datetime.combine(made_on, time(), UTC),
        )  # fmt: skip
    assert isinstance(made, bytes)
    return made
