"""One walk over an invoice: a map of tags says where to go down and what to pick up.

Names are matched without their namespace: each root has its own, its parts are the same.
"""

from collections.abc import Mapping
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element
Way: TypeAlias = "str | Mapping[str, Way]"  # a word to file the element under, or the way on down
Found: TypeAlias = dict[str, list[Element]]

NAMES_MAX = 1_024


def gather(element: Element, ways: Mapping[str, Way], found: Found | None = None) -> Found:
    """The elements at the ends of `ways`, in document order, under their words."""
    found = {} if found is None else found
    for child in element:
        way = ways.get(_NAMES[child.tag])
        if way is None:
            continue
        if isinstance(way, str):
            found.setdefault(way, []).append(child)
        else:
            gather(child, way, found)
    return found


class _Names(dict[object, str]):
    """Tags without their namespace; looked up once, since it is asked of every element."""

    def __missing__(self, tag: object) -> str:
        if len(self) >= NAMES_MAX:  # a standard has a few hundred: this is somebody's mischief
            self.clear()
        name = tag[tag.find("}") + 1 :] if isinstance(tag, str) else ""  # an entity has no tag
        self[tag] = name
        return name


_NAMES = _Names()


def local(element: Element) -> str:
    """The tag without its namespace; an entity has none."""
    return _NAMES[element.tag]


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
