"""What several pages share: the contract of an address, lists and their next page, explanations."""

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import quote, urlencode

from comptant.doors import lookup, reads
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.words import Both
from comptant.store.access import See

Arguments = Callable[[See, Call, Mapping[str, str]], Row]


def contract_of(see: See, call: Call, told: Mapping[str, str]) -> Row:
    """The contract of the address, as the caller sees it; Refused: contract_unknown."""
    return lookup.contract(see, told["contract"], call.on)


def of_contract(see: See, call: Call, told: Mapping[str, str]) -> Row:
    """The arguments of a list of the contract in the address."""
    return {"contract_id": contract_of(see, call, told)["id"]}


def of_all(see: See, call: Call, told: Mapping[str, str]) -> Row:
    """The arguments of a list of all that the caller may see."""
    return {}


def rows_of(
    see: See, call: Call, query: str, arguments: Row, *, cursor: str = "after"
) -> Row:  # fmt: skip
    """A page of a list, for table.html: its rows and where the next page is. `cursor`: its own name
    in the address, where a page shows several lists."""
    rows, after = reads.listed(
        see, query, arguments, call.on, call.visit.at, after=call.asked(cursor)
    )
    kept = {name: call.asked(name) for name in call.request.GET if name != cursor}
    return {"rows": rows, "next_page": urlencode({**kept, cursor: after}) if after else ""}


def part_of(call: Call, rows: list[Row]) -> Row:
    """A page of rows that were computed, by their place, for table.html."""
    placed = [{**row, "place": place} for place, row in enumerate(rows, 1)]
    shown, after = reads.paged(placed, ("place",), after=call.asked("after"))
    kept = {name: call.asked(name) for name in call.request.GET if name != "after"}
    return {"rows": shown, "next_page": urlencode({**kept, "after": after}) if after else ""}


def page_by(
    call: Call, look: Callable[[str], tuple[list[Row], str]], *, cursor: str = "after"
) -> Row:
    """A page of a look that takes a cursor and gives the next one, for table.html."""
    rows, after = look(call.asked(cursor))
    kept = {name: call.asked(name) for name in call.request.GET if name != cursor}
    return {"rows": rows, "next_page": urlencode({**kept, cursor: after}) if after else ""}


def listing(
    name: str, path: str, title: Both, roles: frozenset[str], query: str, columns: tuple[str, ...],
    *, arguments: Arguments = of_all, menu: str = "", href: str = "",
    told_as: Callable[[Row], Row] | None = None, others: Sequence[tuple[str, Both]] = (),
) -> Page:  # fmt: skip
    """A page that is one list. `href` is the address that a row opens, its columns and the
    names of the path in braces; `told_as` puts a row in the reader's words; `others`: addresses
    beside the list, with their titles."""

    def look(see: See, call: Call, **told: str) -> Row:
        given = rows_of(see, call, query, arguments(see, call, told))
        quoted = {name: quote(value, safe="") for name, value in told.items()}
        if told_as:
            given["rows"] = [told_as(row) for row in given["rows"]]
        if href:
            for row in given["rows"]:
                row["href"] = href.format_map({**row, **quoted})
        number = told.get("contract", "")
        up = {"href": f"/contracts/{quote(number)}", "text": number} if number else None
        links = subjects.links(call, path, told)
        links += [{"href": where, "title": called.said()} for where, called in others]
        return {**given, "columns": columns, "up": up, "links": links}

    return page(Page(
        name, path, title, roles, look, "portal/list.html", menu, query=query, columns=columns
    ))  # fmt: skip
