"""The entries of currencies: differences of rates, money of one currency taken in another.

The position in each currency and its counter-value in euro are one account: what the house holds
beyond what it owes. Source: DOMAIN 7.7, W8-J.
"""

from comptant.rules.template import C, D, Template

EXCHANGE_TEMPLATES: dict[str, Template] = {
    "exchange_gain": Template(
        "OD", (("FXP", D, "gained"), ("FXG", C, "gained")), (),
        "currencies revalued: gain", "réévaluation des devises : gain"),
    "exchange_loss": Template(
        "OD", (("FXL", D, "lost"), ("FXP", C, "lost")), (),
        "currencies revalued: loss", "réévaluation des devises : perte"),
    "exchange_out": Template(
        "OD", (("UNAL", D, "given"), ("FXP", C, "given")), (),
        "money received, exchanged", "encaissement changé, cédé"),
    "exchange_in": Template(
        "OD", (("FXP", D, "taken"), ("UNAL", C, "taken")), (),
        "money received, in the contract's currency", "encaissement changé, reçu en devise"),
}  # fmt: skip
