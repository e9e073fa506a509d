"""Entries of a contract taken over: its opening, and what is owed to the factor before."""

from comptant.rules.template import C, D, Template

TAKEOVER_TEMPLATES: dict[str, Template] = {
    "takeover": Template(
        "OD",
        (("DEB", D, "assigned"), ("UNAL", C, "waiting"), ("CCA", C, "current"), ("FDG", C, "fund"),
         ("OPENB", C, "lent")),
        (("C4671", D, "current"), ("C4679", C, "current"), ("C4672", D, "fund"),
         ("C4679", C, "fund")),
        "taken over from another factor", "reprise d'un autre factor"),
    "lender_paid": Template("FIN", (("OPENB", D, "paid"), ("TRAN", C, "paid")), (),
                            "previous factor paid off", "rachat du factor précédent"),
    "lender_payment_failed": Template(
        "FIN", (("TRAN", D, "paid"), ("OPENB", C, "paid")), (),
        "payment of the previous factor, rejected", "rachat du factor précédent, rejeté"),
    "lender_debited_again": Template(
        "FIN", (("OPENB", D, "paid"), ("TRAN", C, "paid")), (),
        "payment of the previous factor, debited after all",
        "rachat du factor précédent, finalement débité"),
}  # fmt: skip
