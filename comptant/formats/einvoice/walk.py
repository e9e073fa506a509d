"""One walk over an invoice: a map of tags says where to go down and what to pick up.

Names are matched without their namespace: each root has its own, its parts are the same.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element
Way: TypeAlias = "str | Mapping[str, Way]"  # a word to file the element under, or the way on down
Found: TypeAlias = dict[str, list[Element]]


def gather(element: Element, ways: Mapping[str, Way], found: Found | None = None) -> Found:
    """The elements at the ends of `ways`, in document order, under their words."""
    found = {} if found is None else found
    for child in element:
        tag = child.tag
        way = ways.get(_named(tag)) if isinstance(tag, str) else None  # an entity has no tag
        if way is None:
            continue
        if isinstance(way, str):
            found.setdefault(way, []).append(child)
        else:
            gather(child, way, found)
    return found


@lru_cache(maxsize=1024)  # a standard has a few hundred names
def _named(tag: str) -> str:
    return tag[tag.find("}") + 1 :]


def local(element: Element) -> str:
    """The tag without its namespace; an entity has none."""
    tag = element.tag
    return _named(tag) if isinstance(tag, str) else ""


def text(element: Element) -> str | None:
    """The text without outer blanks, null if there is none."""
    return (element.text or "").strip() or None


def first(found: Found, word: str) -> str | None:
    """The first text found under a word that is not empty."""
    for element in found.get(word, ()):
        said = text(element)
        if said:
            return said
    return None
