"""The entries of fees billed to a client. Source: DOMAIN 4.1 to 4.5, 8.2."""

from comptant.rules.template import C, D, Template

_BILLED = (
    (("CCA", D, "total"), ("FEE", C, "net"), ("VATC", C, "vat")),
    (("C6225", D, "net"), ("C44566", D, "vat"), ("C4671", C, "total")),
)

FEE_TEMPLATES: dict[str, Template] = {
    "fee": Template("FAC", *_BILLED, "factoring fee", "commission d'affacturage"),
    "unpaid_fee": Template("FAC", *_BILLED, "fee for an unpaid item", "frais d'impayé"),
    "minimum_fee": Template(
        "FAC", *_BILLED, "complement to the annual minimum", "complément de minimum annuel"
    ),
    "other_fees": Template(
        "FAC",
        (("CCA", D, "total"), ("FEE", C, "share"), ("FEEX", C, "other"), ("VATC", C, "vat")),
        (("C6225", D, "share"), ("C6225", D, "other"), ("C44566", D, "vat"), ("C4671", C, "total")),
        "other fees",
        "frais annexes",
    ),
    "package_fee": Template("FAC", *_BILLED, "flat monthly package", "forfait mensuel"),
    "excess_fee": Template(
        "FAC",
        (("CCA", D, "fee"), ("FEEX", C, "fee")),
        (("C6616", D, "fee"), ("C4671", C, "fee")),
        "fee on over-advances",
        "commission de dépassement",
    ),
}
