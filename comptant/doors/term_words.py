"""What a term accepts, as the rules say it, in French."""

import re

_EXPECTED = (
    (re.compile(r"^(?:a number with )?at most (\d+) decimals$"),
     r"un nombre d'au plus \1 décimales"),
    (re.compile(r"^a whole number$"), "un nombre entier"), (re.compile(r"^a text$"), "un texte"),
    (re.compile(r"^a value: the contract must say it$"), "une valeur : le contrat doit la dire"),
    (re.compile(r"^advance rate and fund within 100 % together"),
     "quotité et fonds dans la limite de 100 % ensemble"),
    (re.compile(r"^months that make a whole year$"), "des mois qui font une année entière"),
    (re.compile(r"^a day at least$"), "un jour au moins"),
    (re.compile(r"^at most "), "au plus "), (re.compile(r" to (?=-?\d)"), " à "),
    (re.compile(r" or "), " ou "),
)  # fmt: skip


def french(text: str) -> str:
    """The English of the rules in French; what is not known stays."""
    for english, said in _EXPECTED:
        text = english.sub(said, text)
    return text
