"""Names that look like names on a list, and why: word by word, whatever their order, accents,
particles, abbreviations and spelling.

A list is put into an index once; each name asked for is then compared with the few listed names
that share the sound of its words, so that a million names cost a million small looks.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from text_unidecode import unidecode

from comptant.formats.frozen_assets import FORMS, Entry

LEAST_PPM = 800_000
_WORD = re.compile(r"[a-z0-9]+")
# Said of nobody: particles of several languages, titles, forms of companies.
LEFT_OUT = FORMS | frozenset({
    "de", "du", "des", "d", "la", "le", "les", "l", "et", "and", "the", "of", "von", "van", "der",
    "den", "di", "da", "del", "el", "al", "bin", "ben", "ibn", "m", "mr", "mme", "mlle", "monsieur",
    "madame", "dr", "ste", "soc", "societe", "company", "co", "corp", "plc", "bv", "nv", "ag",
    "spa", "srl", "scop", "selarl", "sasu", "gie",
})  # fmt: skip
# What French names are shortened to.
SHORT = {
    "ets": "etablissements", "cie": "compagnie", "st": "saint", "frs": "freres", "gal": "general",
    "gle": "generale", "intl": "international", "int": "international", "trans": "transports",
    "nat": "national", "ind": "industries", "dist": "distribution", "constr": "construction",
    "jph": "joseph", "fr": "france", "mohd": "mohamed", "md": "mohamed",
}  # fmt: skip
_VOWELS = re.compile(r"[aeiouyhw]")
_TWICE = re.compile(r"(.)\1+")
SAME, SHORTENED, INITIAL, SPELLING = "SAME", "SHORTENED", "INITIAL", "SPELLING"


@dataclass(frozen=True)
class Found:
    """A listed name that one asked for looks like. `pairs`: word asked, word listed, how they are
    the same; `left`: words of either that the other has not."""

    entry: Entry
    listed: str
    near_ppm: int
    pairs: tuple[tuple[str, str, str], ...]
    left_asked: tuple[str, ...]
    left_listed: tuple[str, ...]


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name that tell it from others, in Latin letters, shortened ones in full."""
    all_ = [SHORT.get(word, word) for word in _WORD.findall(unidecode(name.casefold()).casefold())]
    return tuple(word for word in all_ if word not in LEFT_OUT) or tuple(all_)


class Index:
    """The names of a list by the sound of their words."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._named: list[tuple[Entry, str, tuple[str, ...]]] = [
            (entry, name, words_of(name)) for entry in entries for name in entry.names
        ]
        self._by_key: dict[str, set[int]] = {}
        self._short: set[int] = set()  # a word, or an initial: one word in common may be enough
        self._joined: dict[str, list[int]] = {}
        for place, (_entry, _name, words) in enumerate(self._named):
            for key in {key for word in words for key in _keys(word)}:
                self._by_key.setdefault(key, set()).add(place)
            if len(words) == 1 or any(len(word) == 1 for word in words):
                self._short.add(place)
            self._joined.setdefault("".join(sorted(words)), []).append(place)
            self._joined.setdefault("".join(words), []).append(place)

    def look(self, name: str) -> list[Found]:
        """The listed names that this one looks like, one per entry, the nearest first."""
        asked = words_of(name)
        best: dict[str, Found] = {}
        for place in self._near(asked):
            entry, listed, words = self._named[place]
            _keep(best, compared(asked, words, entry, listed))
        for joined in ("".join(asked), "".join(sorted(asked))):
            for place in self._joined.get(joined, ()):
                entry, listed, words = self._named[place]
                _keep(best, Found(entry, listed, 10**6, ((joined, "".join(words), SAME),), (), ()))
        return sorted(best.values(), key=lambda one: (-one.near_ppm, one.listed))

    def _near(self, asked: tuple[str, ...]) -> list[int]:
        """The names that share the sound of two words, or of one where there is but one."""
        each = [set().union(*(self._by_key.get(key, ()) for key in _keys(word)))
                for word in sorted(set(asked))]  # fmt: skip
        if len(asked) == 1 or any(len(word) == 1 for word in asked):
            return sorted(set().union(*each))
        found = set().union(*each) & self._short
        for place, one in enumerate(each):
            for other in each[place + 1 :]:
                found |= one & other
        return sorted(found)


def compared(
    asked: tuple[str, ...], listed: tuple[str, ...], entry: Entry, name: str
) -> Found | None:
    """How near two names are: the words of the shorter that the longer has (seven tenths), and of
    the longer that the shorter has (three tenths), each by its length. None: not near enough, or
    one common word of several."""
    left, pairs = list(listed), []
    for word in sorted(asked, key=len, reverse=True):
        found = max(((_alike(word, other), other) for other in left), default=((0, ""), ""))
        (worth, how), other = found
        if worth:
            left.remove(other)
            pairs.append((word, other, how, worth))
    if not pairs or (len(pairs) < 2 and min(len(asked), len(listed)) > 1):
        return None
    if len(pairs) == 1 and (max(len(asked), len(listed)) > 1 or len(pairs[0][0]) < 4):
        return None
    of_asked = _covered([(word, worth) for word, _, _, worth in pairs], asked)
    of_listed = _covered([(other, worth) for _, other, _, worth in pairs], listed)
    low, high = sorted((of_asked, of_listed))
    near = (7 * high + 3 * low) // 10
    if near < LEAST_PPM:
        return None
    matched = [word for word, _, _, _ in pairs]
    return Found(entry, name, near, tuple((a, b, how) for a, b, how, _ in pairs),
                 tuple(word for word in asked if word not in matched), tuple(left))  # fmt: skip


def _covered(matched: list[tuple[str, int]], words: tuple[str, ...]) -> int:
    """The part of a name's letters (eight of a word at most) that is in the other, in ppm."""
    whole = sum(min(len(word), 8) for word in words)
    return sum(min(len(word), 8) * worth for word, worth in matched) // whole


def _keep(best: dict[str, Found], found: Found | None) -> None:
    if found is None:
        return
    before = best.get(found.entry.key)
    if before is None or (found.near_ppm, before.listed) > (before.near_ppm, found.listed):
        best[found.entry.key] = found


@lru_cache(maxsize=200_000)
def _keys(word: str) -> tuple[str, ...]:
    """What words that sound alike have in common: the consonants in their order, the beginning."""
    if len(word) < 2:
        return ()
    return (word, f"~{sound(word)}", f"^{word[:4]}") if len(word) > 3 else (word,)


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """Consonants, doubled ones once, ph as f, q and k as c: mohammed and muhamad are mmd."""
    plain = _TWICE.sub(r"\1", word.replace("ph", "f").replace("q", "k").replace("ck", "k")
                       .replace("c", "k").replace("z", "s"))  # fmt: skip
    return word[0] + _TWICE.sub(r"\1", _VOWELS.sub("", plain[1:]))


@lru_cache(maxsize=200_000)
def _alike(asked: str, listed: str) -> tuple[int, str]:
    """How far two words are the same (ppm), and how; nothing where they are not."""
    if asked == listed:
        return 1_000_000, SAME
    short, long = sorted((asked, listed), key=len)
    if len(short) == 1:
        return (700_000, INITIAL) if long.startswith(short) else (0, "")
    if len(short) >= 3 and long.startswith(short) and len(long) > len(short) + 2:
        return 800_000, SHORTENED
    if len(short) < 4 or asked[0] != listed[0]:
        return 0, ""
    most = 1 if len(short) < 7 else 2
    apart = edits(asked, listed, most)
    if apart <= most:
        return 1_000_000 - 1_000_000 * apart // (2 * len(long)), SPELLING
    if sound(asked) == sound(listed):
        return 850_000, SPELLING
    return 0, ""


def edits(one: str, other: str, most: int) -> int:
    """Letters to add, drop, change or swap to make a word of another; of more than `most`: one
    more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for place, their in enumerate(other, start=1):
            cost = min(last[place] + 1, now[-1] + 1, last[place - 1] + (letter != their))
            swaps = (row > 1 and place > 1 and letter == other[place - 2]
                     and one[row - 2] == their)  # fmt: skip
            now.append(min(cost, before_last[place - 2] + 1) if swaps else cost)
        if min(now) > most:
            return most + 1
        before_last, last = last, now
    return last[-1]
