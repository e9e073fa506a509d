"""Entries of brokers' commissions, in the house's own books: earned, stated, paid.

Source: art. 261 C, 1° a CGI (VAT of who negotiates credit); general chart, 6222, 4081, 401.
"""

from comptant.rules.template import C, D, Template

COMMISSION_TEMPLATES: dict[str, Template] = {
    "commission_earned": Template(
        "OD", (("BRKC", D, "earned"), ("BRKA", C, "earned")), (),
        "commission earned by a broker", "commission acquise à un courtier"),
    "commission_taken_back": Template(
        "OD", (("BRKA", D, "taken"), ("BRKC", C, "taken")), (),
        "commission taken back from a broker", "commission reprise à un courtier"),
    "commission_stated": Template(
        "OD", (("BRKA", D, "net"), ("VATD", D, "vat"), ("BRKP", C, "total")), (),
        "statement of a broker's commissions", "relevé de commissions d'un courtier"),
    "broker_paid": Template(
        "FIN", (("BRKP", D, "paid"), ("TRAN", C, "paid")), (),
        "payment of a broker", "règlement d'un courtier"),
    "broker_payment_failed": Template(
        "FIN", (("TRAN", D, "paid"), ("BRKP", C, "paid")), (),
        "payment of a broker, rejected or returned", "règlement d'un courtier, rejeté ou retourné"),
    "broker_debited_again": Template(
        "FIN", (("BRKP", D, "paid"), ("TRAN", C, "paid")), (),
        "payment of a broker executed after it was credited back",
        "règlement d'un courtier recrédité, exécuté malgré tout"),
}  # fmt: skip
