"""The entries of accounts dedicated to collection, opened in a client's name and pledged to us.

What buyers pay there is ours and stands at the client's bank (DEDI) until it is swept to our own
account; between the two banks it is under way (SWIP). The client's books have the account (5128)
and what it owes us of it (4676). What leaves it otherwise is the client's debt. Source: DOMAIN 1.5.
"""

from comptant.rules.template import C, D, Template

_CAME_BACK = (
    (("UNAL", D, "received"), ("DEDI", C, "received")),
    (("C4676", D, "received"), ("C5128", C, "received")),
)

SWEEP_TEMPLATES: dict[str, Template] = {
    "dedicated_collection": Template(
        "BQ", (("DEDI", D, "received"), ("UNAL", C, "received")),
        (("C5128", D, "received"), ("C4676", C, "received")),
        "money received on the dedicated account", "encaissement sur le compte dédié"),
    "dedicated_reversed": Template(
        "BQ", *_CAME_BACK, "money received on the dedicated account, reversed",
        "encaissement sur le compte dédié, extourné"),
    "dedicated_withdrawn": Template(
        "BQ", *_CAME_BACK, "money of a statement of the dedicated account, withdrawn",
        "encaissement d'un relevé retiré du compte dédié"),
    "dedicated_detailed": Template(
        "BQ", *_CAME_BACK, "sum of a line of the dedicated account replaced by its payments",
        "ligne globale du compte dédié remplacée par son détail"),
    "dedicated_opening": Template(
        "BQ", (("DEDI", D, "opening"), ("OPENB", C, "opening")), (),
        "balance of the dedicated account before its first statement",
        "solde du compte dédié avant le premier relevé"),
    "dedicated_taken": Template(
        "BQ", (("CCA", D, "taken"), ("DEDI", C, "taken")),
        (("C512", D, "taken"), ("C4671", C, "taken"), ("C4676", D, "taken"), ("C5128", C, "taken")),
        "taken from the dedicated account, owed by the client",
        "prélevé sur le compte dédié, dû par l'adhérent"),
    "sweep_left": Template(
        "BQ", (("SWIP", D, "swept"), ("DEDI", C, "swept")),
        (("C4676", D, "swept"), ("C5128", C, "swept")),
        "dedicated account swept", "compte dédié nivelé"),
    "sweep_arrived": Template(
        "BQ", (("BNK", D, "swept"), ("SWIP", C, "swept")), (),
        "sweep received", "nivellement reçu"),
    "sweep_returned": Template(
        "BQ", (("DEDI", D, "swept"), ("SWIP", C, "swept")),
        (("C5128", D, "swept"), ("C4676", C, "swept")),
        "sweep come back to the dedicated account", "nivellement revenu sur le compte dédié"),
}  # fmt: skip
# What a line of the bank books where the account is a client's: the same event of an account of
# ours -> that of a dedicated one.
ON_DEDICATED = {
    "collection": "dedicated_collection", "collection_reversed": "dedicated_reversed",
    "line_detailed": "dedicated_detailed", "collection_withdrawn": "dedicated_withdrawn",
    "bank_opening": "dedicated_opening",
}  # fmt: skip
