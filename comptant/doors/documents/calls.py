"""Every call of the API, since which version it is there, what it takes and what it answers.

python -m comptant.doors.documents.calls docs adds what is new to api-calls.csv there. What was told
once stays told: a call or a field that has left stays in its line, and a test fails.
"""

import csv
import io
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

FILE = "api-calls.csv"
HEAD = ("since", "call", "takes", "answers")
REQUIRED = "*"  # after the name of what must be given


@dataclass(frozen=True)
class Call:
    """One call: names of what it takes (`*` after those that must be there) and answers."""

    name: str
    since: str
    takes: frozenset[str]
    answers: frozenset[str]

    def now_with(self, now: "Call") -> "Call":
        """What was told before, and what is new; of what may be left out, that it may be."""
        new = {one for one in now.takes if one.rstrip(REQUIRED) not in _names(self.takes)}
        return replace(self, takes=self.takes | new, answers=self.answers | now.answers)


def described(openapi: dict[str, Any], version: str) -> dict[str, Call]:
    """The calls of an OpenAPI description."""
    found = {}
    for path, ways in openapi["paths"].items():
        for way, told in ways.items():
            name = f"{way.upper()} /{path.removeprefix('/api/v1/')}"
            takes = frozenset(
                (*_of_address(told), *_of_body(told, openapi["components"]["schemas"]))
            )
            found[name] = Call(name, version, takes, frozenset(_answered(told)))
    return found


def told(folder: Path) -> dict[str, Call]:
    """The calls as the document has them."""
    rows = csv.DictReader((folder / FILE).read_text("utf-8").splitlines())
    return {row["call"]: Call(row["call"], row["since"], frozenset(row["takes"].split()),
                              frozenset(row["answers"].split())) for row in rows}  # fmt: skip


def grown(before: dict[str, Call], now: dict[str, Call]) -> dict[str, Call]:
    """The document with what is new in it, and all that it had."""
    kept = {name: call.now_with(now[name]) if name in now else call
            for name, call in before.items()}  # fmt: skip
    return {**now, **kept}


def written(calls: Iterable[Call]) -> str:
    """The document: the newest version first."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(HEAD)
    by_version = sorted(calls, key=lambda one: one.name.split(" /")[::-1])
    for call in sorted(by_version, key=lambda one: _number(one.since), reverse=True):
        takes, answers = (" ".join(sorted(names)) for names in (call.takes, call.answers))
        rows.writerow([call.since, call.name, takes, answers])
    return text.getvalue()


def breaking(before: dict[str, Call], now: dict[str, Call]) -> list[str]:
    """What a program written for the document would no longer find, or must suddenly give."""
    broken = []
    for name, call in before.items():
        if name not in now:
            broken.append(f"{name} has left")
            continue
        is_here = now[name]
        broken += [f"{name} no longer takes {one}"
                   for one in _names(call.takes) - _names(is_here.takes)]  # fmt: skip
        broken += [f"{name} no longer answers {one}" for one in call.answers - is_here.answers]
        broken += [f"{name} must now be given {one.rstrip(REQUIRED)}"
                   for one in is_here.takes - call.takes if one.endswith(REQUIRED)]  # fmt: skip
    return sorted(broken)


def _names(takes: Iterable[str]) -> set[str]:
    return {one.rstrip(REQUIRED) for one in takes}


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _marked(name: str, is_required: bool) -> str:
    return name + REQUIRED if is_required else name


def _of_address(way: dict[str, Any]) -> list[str]:
    return [_marked(one["name"], one.get("required", False)) for one in way.get("parameters", ())]


def _of_body(way: dict[str, Any], schemas: dict[str, Any]) -> list[str]:
    bodies = way.get("requestBody", {}).get("content", {})
    schema = bodies.get("application/json", {}).get("schema", {})
    body = schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    required = body.get("required", ())
    return [_marked(name, name in required) for name in body.get("properties", {})]


def _answered(way: dict[str, Any]) -> list[str]:
    """The fields of an answer; of a page, those of its rows."""
    done = way["responses"].get("200") or way["responses"][200]
    fields = done["content"]["application/json"]["schema"].get("properties", {})
    is_page = set(fields) == {"rows", "after"}
    return list(fields["rows"]["items"]["properties"] if is_page else fields)


def described_now() -> dict[str, Call]:
    """The calls of the API as it is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comptant.doors.web")
    import django

    django.setup()
    from comptant.doors.api.endpoints import VERSION, build

    return described(build().get_openapi_schema(path_prefix="/api/v1/"), VERSION)


def main(folder: Path) -> None:
    """Write the document with what is new in it."""
    calls = grown(told(folder), described_now())
    (folder / FILE).write_text(written(calls.values()), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
