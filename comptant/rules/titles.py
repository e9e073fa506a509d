"""What the title of a remittance must say, by law: a quittance subrogative, or a Dailly deed.

Source: art. 1346-1 C. civ.; art. L313-23, L313-25 CMF; DOMAIN §1.2, §1.3.
"""

from collections.abc import Callable
from dataclasses import dataclass

# Words that nobody edits: a deed without them is none.
DEED_DENOMINATION = "Acte de cession de créances professionnelles"
DEED_LEGAL_REFERENCE = (
    "Le présent acte est soumis aux dispositions des articles L. 313-23 à L. 313-34 du Code "
    "monétaire et financier."
)
LISTED_MOST = 1_000  # more receivables than these are designated by their transmission


@dataclass(frozen=True)
class Deed:
    """What a Dailly deed would say: its texts, and how many of its lines lack a mention.
    `means`: how a computer process transmitted the receivables, "" where they are listed."""

    denomination: str
    legal_reference: str
    beneficiary: str
    assignor: str
    line_count: int
    total_cents: int
    without_debtor: int
    without_place: int
    without_amount: int
    without_due: int
    means: str
    signatory: str
    dated: str


# Each mention that the law asks for and when it is there, in the order of the law.
MENTIONS: dict[str, Callable[[Deed], bool]] = {
    "DENOMINATION": lambda deed: deed.denomination == DEED_DENOMINATION,
    "LEGAL_REFERENCE": lambda deed: deed.legal_reference == DEED_LEGAL_REFERENCE,
    "BENEFICIARY": lambda deed: bool(deed.beneficiary.strip()),
    "RECEIVABLES": lambda deed: deed.line_count > 0,
    "DEBTOR": lambda deed: bool(deed.means) or not deed.without_debtor,
    "PLACE_OF_PAYMENT": lambda deed: bool(deed.means) or not deed.without_place,
    "AMOUNT": lambda deed: deed.total_cents > 0 and (bool(deed.means) or not deed.without_amount),
    "DUE_DATE": lambda deed: bool(deed.means) or not deed.without_due,
    "ASSIGNOR": lambda deed: bool(deed.assignor.strip()),
    "SIGNATURE": lambda deed: bool(deed.signatory.strip()),
    "DATE": lambda deed: bool(deed.dated),
}


def missing_mentions(deed: Deed) -> list[str]:
    """The mentions of art. L313-23 and L313-25 that a deed lacks, in the order of MENTIONS: with
    one, it is no Dailly deed. Source: DOMAIN §1.3."""
    return [mention for mention, is_there in MENTIONS.items() if not is_there(deed)]
