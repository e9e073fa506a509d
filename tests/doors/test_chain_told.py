"""What `audit verify` says of a chain that was changed, and `control` of books that differ."""

from comptant.doors import proof_told, tables, words
from comptant.doors.cli.closing import chain_told


def test_what_was_done_to_the_chain_is_said_act_by_act() -> None:
    broken = {"is_whole": False, "sealed": 4, "unsealed": 0, "head": None, "broken_at": 4,
              "broken_act_id": 77, "cut_on": "2026-02-27",
              "missing": [{"act_id": 81, "named_by": "entry", "row_count": 2}],
              "reads": {"is_whole": False, "sealed": 5, "unsealed": 0, "head": None,
                        "broken_at": 5, "broken_read_id": 90, "cut_by": 91}}  # fmt: skip
    with words.speaking("fr"):
        assert chain_told(broken) == [
            "La chaîne est rompue à 4 : l'acte 77 n'est pas ce qui a été scellé.",
            "La chaîne n'est pas celle de l'arrêté du 27/02/2026 : des actes ont été ôtés de sa "
            "fin. Elle en a 4.",
            "L'acte 81 manque ; nommé par entry : lignes 2.",
            "La chaîne des lectures est rompue à 5 : la lecture 90 n'est pas ce qui a été scellé.",
            "La chaîne des lectures n'est pas celle que l'acte 91 a scellée : des lectures ont été "
            "ôtées de sa fin. Elle en a 5.",
        ]


def test_amounts_of_the_proof_are_money_in_their_currency() -> None:
    row = {"contract_number": "C-1", "currency": "EUR", "what": "balance FEE 2026-02-27",
           "left_cents": 0, "against": "lines FEE 2026-02-27", "right_cents": 8_640}  # fmt: skip
    shown = {}
    for language in ("en", "fr"):
        with words.speaking(language):
            told = proof_told.told(row)
            shown[language] = (told["what"], tables.shown("right_cents", told))
    assert shown == {
        "en": ("balance FEE, value date 2026-02-27", "€86.40"),
        "fr": ("solde FEE, valeur 27/02/2026", f"86,40{words.NBSP}€"),
    }
