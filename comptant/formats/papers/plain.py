"""Text that somebody typed, as it may be printed: every sign has a shape in the fonts of the house,
none turns the reading, none is longer than its line."""

import re
import unicodedata
from typing import Any

# What the two fonts of the house hold, tried sign by sign: Latin, Greek, Cyrillic, Hebrew, Arabic.
_SHOWN = (
    "\x20-\x7e\xa0-\xac\xae-\u024f\u0370-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1"
    "\u03a3-\u0482\u048a-\u04ff\u0510-\u0513\u051a-\u051d\u05d0-\u05ea\u0621-\u063a"
    "\u0641-\u064a\u0660-\u0669\u1e00-\u1f15\u1f18-\u1f1d\u1f20-\u1f45\u1f48-\u1f4d"
    "\u1f50-\u1f57\u1f59\u1f5b\u1f5d\u1f5f-\u1f7d\u1f80-\u1fb4\u1fb6-\u1fc4\u1fc6-\u1fd3"
    "\u1fd6-\u1fdb\u1fdd-\u1fef\u1ff2-\u1ff4\u1ff6-\u1ffe\u2010-\u2015\u2018-\u2022\u2026"
    "\u2030-\u2033\u2039-\u203a\u2044\u20a0-\u20bf\u2116\u2122\u2190-\u2193\u2200-\u22ff"
    "\u202f\ufffd"
)
_HIDDEN = re.compile(f"[^{_SHOWN}]")
_BLANKS = re.compile(r"[\t\n\v\f\r\u2028\u2029]+")
# What has no shape of its own: marks that turn the reading, blanks of no width, control signs.
_SILENT = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_FROM_RIGHT = re.compile("[\u0590-\u06ff]")
_LONG = re.compile(r"\S{24,}")
_PART = re.compile(r"\S{8}(?=\S{4})")
BREAK, APART, TOGETHER = "\u200b", "\u2068", "\u2069"
MISSING = "\ufffd"


def plain(text: str) -> str:
    """The text in one line: a sign that the fonts lack is MISSING, a long word may break, a name
    read from the right does not turn what stands around it."""
    text = _SILENT.sub("", _BLANKS.sub(" ", unicodedata.normalize("NFC", text)))
    text = _LONG.sub(_breaking, _HIDDEN.sub(MISSING, text))
    return f"{APART}{text}{TOGETHER}" if _FROM_RIGHT.search(text) else text


def _breaking(word: re.Match[str]) -> str:
    return _PART.sub(lambda part: part.group() + BREAK, word.group())


def plain_facts(facts: Any) -> Any:
    """Facts with each of their texts made plain; names of facts are ours."""
    if isinstance(facts, str):
        return plain(facts)
    if isinstance(facts, dict):
        return {name: plain_facts(value) for name, value in facts.items()}
    if isinstance(facts, list | tuple):
        return [plain_facts(value) for value in facts]
    if facts is None or isinstance(facts, bool):
        return facts
    raise TypeError(f"a paper takes words, not {type(facts).__name__}")
