"""A page is data: what it is called, who sees it, what it reads, what may be done on it.

Addresses, the menu, the isolation test and docs/portal-pages.md are made from PAGES; see
docs/portal.md for how to add one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from comptant.doors.portal.call import Call
from comptant.doors.words import Both
from comptant.store.access import See

Row = dict[str, Any]
Look = Callable[..., Row]
Act = Callable[..., str | Row | HttpResponse]

# The groups of the menu, in their order.
MENU = {
    "mine": Both("Overview", "Vue d'ensemble"),
    "sell": Both("Invoices", "Factures"),
    "money": Both("Money", "Argent"),
    "work": Both("Work", "Travail"),
    "books": Both("Books", "Comptes"),
    "house": Both("House", "Maison"),
}


@dataclass(frozen=True)
class Page:
    """One page.

    `look(see, call, **of the path)` gives what the template shows, in one instant of the database,
    as the caller sees it. `acts` are what its forms post, by name: each calls one operation and
    gives the address to go to, the answer that leads there, or what the page shows more (a
    preview). A page that is one list
    says its `query` and `columns`.
    """

    name: str
    path: str
    title: Both
    roles: frozenset[str]
    look: Look
    template: str
    menu: str = ""
    acts: dict[str, Act] = field(default_factory=dict)
    is_fragment: bool = False  # a part of a page, asked for by htmx
    send: Callable[..., HttpResponseBase] | None = None  # a file instead of a page
    query: str = ""
    columns: tuple[str, ...] = ()


_PAGES: dict[str, Page] = {}


def page(declared: Page) -> Page:
    """Add a page to the portal."""
    if declared.name in _PAGES or any(one.path == declared.path for one in _PAGES.values()):
        raise ValueError(f"the page {declared.name} is declared twice")
    if declared.menu and declared.menu not in MENU:
        raise ValueError(f"{declared.menu} is not a group of the menu")
    _PAGES[declared.name] = declared
    return declared


def registered() -> dict[str, Page]:
    """The pages as far as they are declared: what a page may ask while it is shown."""
    return _PAGES


def may_open(call: Call, href: str) -> bool:
    """Whether the page of an address is one that the caller may open."""
    path, _, _ = href.partition("?")
    found = [one for one in _PAGES.values() if f"/{one.path}" == path]
    return not found or bool(found[0].roles & call.visit.user.roles)


def menu(roles: frozenset[str], path: str) -> list[Row]:
    """The groups of the menu that someone sees, with their pages."""
    groups = []
    for group, title in MENU.items():
        entries: Sequence[Page] = [
            one for one in _PAGES.values() if one.menu == group and one.roles & roles
        ]
        if entries:
            links = [{"title": one.title.said(), "href": f"/{one.path}",
                      "is_here": f"/{one.path}" == path} for one in entries]  # fmt: skip
            groups.append({"title": title.said(), "links": links})
    return groups


def shown(declared: Page, see: See, call: Call, told: dict[str, Any]) -> Row:
    """What a page's template is given; of its links, those that the caller may open."""
    given = declared.look(see, call, **told)
    if given.get("links"):
        given["links"] = [one for one in given["links"] if may_open(call, one["href"])]
    if given.get("up") and not may_open(call, given["up"]["href"]):
        given["up"] = None
    return given
