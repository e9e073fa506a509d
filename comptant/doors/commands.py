"""Sentences for readers who have no command line at hand: browsers and programs.

Many of our sentences end with the command that goes on from there. Served, a sentence loses it, or
is said otherwise where its command is its verb (words_elsewhere.csv).
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# A command named as the way on: after a colon, in brackets; an option in brackets.
_COMMAND = re.compile(
    r"\s*\((?:comptant |--)[^()]*\)"
    r"|(?<=[.;])\s*(?:See|Voyez|voir|see)(?: them|-les|-la|-le| it)?\s?:?\s*comptant [^.;()]*[.;]"
    r"|\s?:\s*comptant [^.;()]*"
)
_NAMED = ("comptant ", "--")
_is_at_shell: ContextVar[bool] = ContextVar("is_at_shell", default=True)


@contextmanager
def elsewhere() -> Iterator[None]:
    """What is said in this block is said to somebody without a command line."""
    token = _is_at_shell.set(False)
    try:
        yield
    finally:
        _is_at_shell.reset(token)


def is_at_shell() -> bool:
    """Whether the reader can type commands."""
    return _is_at_shell.get()


def without_commands(sentence: str) -> str:
    """A sentence for somebody who has no command line at hand."""
    return _COMMAND.sub("", sentence) if any(one in sentence for one in _NAMED) else sentence
