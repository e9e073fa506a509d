"""The entries of a garnishment paid: what we owed the client pays his creditor.

Source: DOMAIN 1.8; art. L211-2 CPCE; C-9 (payments in transit).
"""

from comptant.rules.template import C, D, Template

_PAID = (("CCA", D, "paid"), ("TRAN", C, "paid"))
_MIRROR = (("C4673", D, "paid"), ("C4671", C, "paid"))

GARNISHMENT_TEMPLATES: dict[str, Template] = {
    "garnishment_paid": Template("FIN", _PAID, _MIRROR, "garnishment paid", "saisie réglée"),
    "garnishment_failed": Template(
        "FIN", (("TRAN", D, "paid"), ("CCA", C, "paid")),
        (("C4671", D, "paid"), ("C4673", C, "paid")),
        "payment of a garnishment, rejected or returned",
        "règlement d'une saisie, rejeté ou retourné"),
    "garnishment_debited_again": Template(
        "FIN", _PAID, _MIRROR, "payment of a garnishment executed after it was credited back",
        "règlement d'une saisie recrédité, exécuté malgré tout"),
}  # fmt: skip
