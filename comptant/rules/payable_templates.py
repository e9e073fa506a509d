"""The entries of approved payables: bought of suppliers, paid by the buyer, in default. In the
buyer's books nothing moves but its rebate: it owes the same sum on the same day, to us or to its
supplier. Source: DOMAIN 7.2, W8-I.
"""

from comptant.rules.template import C, D, Template

PAYABLE_TEMPLATES: dict[str, Template] = {
    "payables_bought": Template(
        "FIN", (("PAY", D, "bought"), ("SUPP", C, "net"), ("DEFI", C, "discount")), (),
        "approved payables bought of suppliers", "dettes validées rachetées aux fournisseurs"),
    "supplier_paid": Template(
        "FIN", (("SUPP", D, "paid"), ("TRAN", C, "paid")), (),
        "payment to a supplier", "règlement à un fournisseur"),
    "supplier_failed": Template(
        "FIN", (("TRAN", D, "paid"), ("SUPP", C, "paid")), (),
        "payment to a supplier rejected or returned", "règlement au fournisseur, rejeté"),
    "early_payment_failed": Template(
        "FIN", (("TRAN", D, "paid"), ("SUPP", C, "paid"), ("DEFI", D, "discount"),
                ("SUPP", C, "discount")), (),
        "early payment rejected or returned: no discount",
        "règlement anticipé rejeté : aucun escompte"),
    "early_payment_debited_again": Template(
        "FIN", (("SUPP", D, "paid"), ("TRAN", C, "paid"), ("SUPP", D, "discount"),
                ("DEFI", C, "discount")), (),
        "early payment executed after it was credited back",
        "règlement anticipé recrédité, exécuté malgré tout"),
    "supplier_debited_again": Template(
        "FIN", (("SUPP", D, "paid"), ("TRAN", C, "paid")), (),
        "payment to a supplier executed after it was credited back",
        "règlement au fournisseur recrédité, exécuté malgré tout"),
    "payables_paid": Template(
        "IMP",
        (("UNAL", D, "paid"), ("PAY", C, "repaid"), ("SUPP", C, "collected"),
         ("PAYD", C, "recovered")), (),
        "paid by the buyer of its approved payables", "dettes validées payées par l'acheteur"),
    "payable_rebate": Template(
        "FAC", (("REBA", D, "rebate"), ("CCA", C, "rebate")),
        (("C4671", D, "rebate"), ("C768", C, "rebate")),
        "rebate to the buyer", "ristourne à l'acheteur"),
    "discount_earned": Template(
        "OD", (("DEFI", D, "earned"), ("INT", C, "earned")), (),
        "discount earned", "escompte acquis"),
    "payables_defaulted": Template(
        "OD", (("PAYD", D, "defaulted"), ("PAY", C, "defaulted")), (),
        "payables that the buyer does not pay", "dettes validées impayées"),
}  # fmt: skip
