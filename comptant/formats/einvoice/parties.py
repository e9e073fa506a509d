"""Who a party is: its numbers sorted by the scheme (ISO 6523 ICD or EAS) that each declares."""

from collections.abc import Iterable

# Scheme -> our ending of the column. 0225 is the French e-invoicing address: it begins by a SIREN.
_SCHEMES = {
    "0002": "siren",
    "0009": "siret",
    "0199": "lei",
    "9957": "vat",
    "VA": "vat",
}
_FRENCH = ("siren", "siret")
_LENGTHS = {9: "siren", 14: "siret"}
_NO_COMPANY_NUMBER = frozenset({"EM", "FC", "SEPA", "0088", "0060"})  # mail, tax office, GLN, DUNS

Identifier = tuple[str | None, str | None]  # scheme, number
SELLER_NUMBERS = ("siren", "siret", "vat")  # what is kept of the seller: it is our client


def identifiers(
    legal: Iterable[Identifier], others: Iterable[Identifier], country: str | None
) -> dict[str, str]:
    """siren, siret, vat, lei and foreign of a party, each where it is told.

    `legal` are registrations of the company, which may lack a scheme; `others` count only with one.
    """
    known: dict[str, str] = {}
    for scheme, number in [*legal, *others]:
        kind = _SCHEMES.get(scheme or "")
        if kind and number:
            _keep(known, kind, number)
    for scheme, number in legal:
        if not number or scheme in _SCHEMES or scheme in _NO_COMPANY_NUMBER:
            continue
        compact = "".join(number.split())
        kind = _LENGTHS.get(len(compact)) if compact.isdecimal() else None
        if country == "FR" and kind:
            known.setdefault(kind, compact)
        else:
            known.setdefault("foreign", number)
    return known


def _keep(known: dict[str, str], kind: str, number: str) -> None:
    compact = "".join(number.split()).upper()
    if kind in _FRENCH and compact.isdecimal():
        # A SIRET is often sent under the scheme of the SIREN, and the other way round.
        kind = _LENGTHS.get(len(compact), kind)
    known.setdefault(kind, compact)
