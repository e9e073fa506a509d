"""The entries of penalties claimed of buyers: ours, or the client's until he has them. Outside VAT:
an indemnity is no price. Source: DOMAIN 5.3; art. L441-10 C. com.; BOI-TVA-BASE-10-10-30."""

from comptant.rules.template import C, D, Template

PENALTY_TEMPLATES: dict[str, Template] = {
    "penalty_claimed": Template(
        "OD", (("PEN", D, "claimed"), ("PENI", C, "claimed")), (),
        "late-payment penalties claimed", "pénalités de retard réclamées"),
    "penalty_paid": Template(
        "IMP", (("UNAL", D, "paid"), ("PEN", C, "paid")), (),
        "late-payment penalties paid", "pénalités de retard encaissées"),
    "penalty_waived": Template(
        "OD", (("PENI", D, "waived"), ("PEN", C, "waived")), (),
        "late-payment penalties waived", "remise de pénalités de retard"),
    "client_penalty_claimed": Template(
        "OD", (("PEN", D, "claimed"), ("PENC", C, "claimed")), (),
        "late-payment penalties claimed for the client",
        "pénalités de retard réclamées pour l'adhérent"),
    "client_penalty_paid": Template(
        "IMP",
        (("UNAL", D, "paid"), ("PEN", C, "paid"), ("PENC", D, "paid"), ("CCA", C, "paid")),
        (("C4671", D, "paid"), ("C763", C, "paid")),
        "late-payment penalties paid, credited to the client",
        "pénalités de retard encaissées, portées à l'adhérent"),
    "client_penalty_waived": Template(
        "OD", (("PENC", D, "waived"), ("PEN", C, "waived")), (),
        "the client's late-payment penalties waived",
        "remise de pénalités de retard de l'adhérent"),
}  # fmt: skip
# By whose they are: the events by which they are claimed, paid and waived.
OF_OWNER = {
    "FACTOR": {"claimed": "penalty_claimed", "paid": "penalty_paid", "waived": "penalty_waived"},
    "CLIENT": {"claimed": "client_penalty_claimed", "paid": "client_penalty_paid",
               "waived": "client_penalty_waived"},
}  # fmt: skip
