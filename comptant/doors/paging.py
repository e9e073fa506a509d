"""Pages of lists: of a query by its keys, of rows that were computed by theirs or their place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from comptant.store.access import See

Row = dict[str, Any]
PAGE_SIZE = 50


@dataclass(frozen=True)
class Read:
    """A list: the columns that order it, unique together and never null (none: it is short)."""

    keys: tuple[str, ...] = ("id",)
    is_descending: bool = False


def keyed(
    see: "See", name: str, read: Read, arguments: Mapping[str, Any], *, after: str = "",
    size: int = PAGE_SIZE,
) -> tuple[list[Row], str]:  # fmt: skip
    """A page of a query by its keys and the cursor of the next one ("": there is none).

    Refused: cursor_wrong.
    """
    from comptant.doors.cursors import cursor, key_of
    from comptant.operations.acts.act import Refused
    from comptant.store.access import NoSuchKey, Paging

    since = key_of(after, len(read.keys)) if after else None
    try:
        rows = see(name, Paging(read.keys, size, since, read.is_descending), **arguments)
    except NoSuchKey:
        raise Refused("cursor_wrong") from None
    if len(rows) <= size:
        return rows, ""
    last = rows[size - 1]
    return rows[:size], cursor([str(last[key]) for key in read.keys])


def paged(
    rows: list[Row], keys: tuple[str, ...], *, after: str = "", size: int = PAGE_SIZE
) -> tuple[list[Row], str]:
    """A page of rows that were computed, in the order of their keys (texts or whole numbers), and
    the cursor of the next one ("": there is none).

    Refused: cursor_wrong.
    """
    from comptant.doors.cursors import cursor, key_of, typed

    if after and rows:
        since = typed(key_of(after, len(keys)), [type(rows[0][key]) for key in keys])
        rows = [row for row in rows if tuple(row[key] for key in keys) > since]
    if len(rows) <= size:
        return rows, ""
    return rows[:size], cursor([str(rows[size - 1][key]) for key in keys])


def placed(rows: list[Row], *, after: str = "", size: int = PAGE_SIZE) -> tuple[list[Row], str]:
    """A page of rows that were computed, by their place, and the cursor of the next one.

    Refused: cursor_wrong.
    """
    shown, more = paged([{"row": row, "place": place} for place, row in enumerate(rows, 1)],
                        ("place",), after=after, size=size)  # fmt: skip
    return [one["row"] for one in shown], more
