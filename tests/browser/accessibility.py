"""What axe-core found on the pages of the portal, as a page of the documents."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

FILE = "accessibility.md"
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
IMPACTS = ("critical", "serious", "moderate", "minor")


class Seen(NamedTuple):
    """One page opened: by whom, how, its status, how many points it is too wide, its findings."""

    name: str
    path: str
    role: str
    language: str
    width: int
    status: int
    too_wide: int
    found: list[dict[str, Any]]


def axe_version() -> str:
    """The version of the axe-core that the tests carry."""
    head = AXE.read_text("utf-8")[:200]
    version = re.search(r"axe v(\S+)", head)
    assert version
    return version[1]


def written(seen: Sequence[Seen], version: str, browser: str) -> str:
    """The report, from the pages opened."""
    counts = Counter(one["impact"] for page in seen for one in page.found)
    ways = sorted({(page.language, page.width) for page in seen})
    opened = ", ".join(f"{language} at {width} points" for language, width in ways)
    return "\n".join([
        "# Accessibility", "",
        "Written by a walk through the portal, from what it found; made again by",
        "", "```",
        "COMPTANT_ACCESSIBILITY=docs .venv/bin/pytest tests/browser/test_browser_accessibility.py",
        "```", "",
        f"Checked with axe-core {version}, the rules that it runs by itself (WCAG 2 A and AA, and "
        f"its best practices), in Chromium {browser}: "
        f"{len({page.name for page in seen})} pages, {len(seen)} openings ({opened}).", "",
        "A machine finds part of what hinders people. The journeys of `tests/browser/` are besides "
        "walked by keys alone; no one who uses a screen reader every day has tried the portal yet.",
        "", "## Findings by seriousness", "", "| seriousness | findings |", "| --- | --- |",
        *(f"| {impact} | {counts[impact]} |" for impact in IMPACTS), "",
        *_findings(seen), "## Pages", "",
        "Opened by one role that sees them, and the first page by every role; wide: points by "
        "which a page exceeds its window.",
        "", f"| page | role | {' | '.join(f'{language} {width}' for language, width in ways)} | "
        "wide |", f"| --- | --- |{' --- |' * len(ways)} --- |", *_pages(seen, ways), "",
    ])  # fmt: skip


def _findings(seen: Sequence[Seen]) -> list[str]:
    rules: dict[str, tuple[str, str, set[str]]] = {}
    for page in seen:
        for one in page.found:
            known = rules.setdefault(one["id"], (one["impact"], one["help"], set()))
            known[2].add(f"`/{page.path}`".replace("<str:", "<"))
    if not rules:
        return []
    rows = sorted(rules.items(), key=lambda rule: (IMPACTS.index(rule[1][0]), rule[0]))
    return ["| rule | seriousness | what it asks | pages |", "| --- | --- | --- | --- |",
            *(f"| {rule} | {impact} | {asks} | {', '.join(sorted(where))} |"
              for rule, (impact, asks, where) in rows), ""]  # fmt: skip


def _pages(seen: Sequence[Seen], ways: Sequence[tuple[str, int]]) -> list[str]:
    by_path: dict[tuple[str, str], list[Seen]] = {}
    for page in seen:
        by_path.setdefault((page.path, page.role), []).append(page)
    rows = []
    for (path, role), openings in sorted(by_path.items()):
        told = {(one.language, one.width): _told(one) for one in openings}
        wide = max(one.too_wide for one in openings)
        shown = f"/{path}".replace("<str:", "<")
        cells = " | ".join(told.get(way, "") for way in ways)
        rows.append(f"| `{shown}` | {role.replace('_', ' ')} | {cells} | {wide} |")
    return rows


def _told(page: Seen) -> str:
    """What one opening found; where the page told a failure, its status with it."""
    counts = Counter(one["impact"] for one in page.found)
    found = ", ".join(f"{counts[impact]} {impact}" for impact in IMPACTS if counts[impact])
    return (found or "nothing") + (f" (status {page.status})" if page.status >= 400 else "")
