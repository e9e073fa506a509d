"""The entries of an over-advance that its client does not repay.

Source: DOMAIN 1.9 (connected debts set off, art. L622-7 C. com.), 3.7, 8.3 W8-D; art. 2309 C. civ.
(who pays for the client has his creditor's place).
"""

from comptant.rules.template import C, D, Template

RECOURSE_TEMPLATES: dict[str, Template] = {
    "surety_received": Template(
        "IMP", (("UNAL", D, "received"), ("CCA", C, "received")),
        (("C4671", D, "received"), ("C4674", C, "received")),
        "paid by a guarantor", "réglé par une caution"),
    "surety_on_loss": Template(
        "IMP", (("UNAL", D, "regained"), ("RECV", C, "regained")),
        (("C4678", D, "regained"), ("C4674", C, "regained")),
        "paid by a guarantor of what was written off",
        "réglé par une caution sur dépassement passé en perte"),
    "set_off_given": Template(
        "OD", (("CCA", D, "given"), ("LINK", C, "given")),
        (("C4677", D, "given"), ("C4671", C, "given")),
        "set off against another contract", "compensé avec un autre contrat"),
    "set_off_taken": Template(
        "OD", (("LINK", D, "taken"), ("CCA", C, "taken")),
        (("C4671", D, "taken"), ("C4677", C, "taken")),
        "set off from another contract", "compensé par un autre contrat"),
    "set_off_on_loss": Template(
        "OD", (("LINK", D, "taken"), ("RECV", C, "taken")),
        (("C4678", D, "taken"), ("C4677", C, "taken")),
        "set off from another contract, of what was written off",
        "compensé par un autre contrat sur dépassement passé en perte"),
    "client_loss": Template(
        "OD", (("LOSS", D, "lost"), ("CCA", C, "lost")),
        (("C4671", D, "lost"), ("C4678", C, "lost")),
        "over-advance written off", "dépassement passé en perte"),
    "client_regained": Template(
        "IMP", (("UNAL", D, "regained"), ("RECV", C, "regained")),
        (("C4678", D, "regained"), ("C512", C, "regained")),
        "repaid of what was written off", "rentrée sur dépassement passé en perte"),
    "loss_repaid": Template(
        "OD", (("CCA", D, "repaid"), ("RECV", C, "repaid")),
        (("C4678", D, "repaid"), ("C4671", C, "repaid")),
        "what was written off, repaid by the account",
        "dépassement passé en perte, repris sur le compte"),
}  # fmt: skip
