"""The entries of what was given away of an instrument that came back unpaid. Source: DOMAIN 5.8."""

from comptant.rules.template import C, D, Template

CLAIM_TEMPLATES: dict[str, Template] = {
    "surplus_charged": Template(
        "OD", (("CCA", D, "charged"), ("UNAL", C, "charged")),
        (("C411", D, "charged"), ("C4671", C, "charged")),
        "given away of an unpaid item, charged to the client",
        "reversé d'un impayé, à la charge de l'adhérent"),
    "surplus_claimed": Template(
        "OD", (("DEBD", D, "claimed"), ("UNAL", C, "claimed")), (),
        "given back of an unpaid item, claimed of its buyer",
        "remboursé d'un impayé, réclamé à l'acheteur"),
    "claim_paid": Template(
        "IMP", (("UNAL", D, "paid"), ("DEBD", C, "paid")), (),
        "claim of an unpaid item, paid by its buyer", "réclamation d'un impayé, payée"),
}  # fmt: skip
