"""The form of a template: which amounts of an event go to which accounts."""

from dataclasses import dataclass

Line = tuple[str, int, str]  # account, +1 debit or -1 credit, name of the amount


@dataclass(frozen=True)
class Template:
    """The lines of one kind of event, and the same event in the client's books."""

    journal: str
    lines: tuple[Line, ...]
    mirror: tuple[Line, ...]
    english: str
    french: str


D, C = 1, -1
