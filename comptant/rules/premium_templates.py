"""Entries of an insurer's premiums, in the house's own books: due, paid.

The tax on insurance is a cost; VAT on the fees of limits is deducted. Source: art. 991 CGI; general
chart, 6165, 401.
"""

from comptant.rules.template import C, D, Template

PREMIUM_TEMPLATES: dict[str, Template] = {
    "premium_due": Template(
        "OD", (("PREM", D, "cost"), ("VATD", D, "vat"), ("INSP", C, "total")), (),
        "premium of a credit insurance policy", "prime d'une police d'assurance-crédit"),
    "premium_paid": Template(
        "FIN", (("INSP", D, "paid"), ("TRAN", C, "paid")), (),
        "payment of a premium", "règlement d'une prime"),
    "premium_payment_failed": Template(
        "FIN", (("TRAN", D, "paid"), ("INSP", C, "paid")), (),
        "payment of a premium, rejected or returned",
        "règlement d'une prime, rejeté ou retourné"),
    "premium_debited_again": Template(
        "FIN", (("INSP", D, "paid"), ("TRAN", C, "paid")), (),
        "payment of a premium executed after it was credited back",
        "règlement d'une prime recrédité, exécuté malgré tout"),
}  # fmt: skip
