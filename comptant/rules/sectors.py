"""What the activity of a company does to its invoices."""

import csv
from importlib import resources

_SECTORS = list(csv.DictReader(
    resources.files("comptant.rules").joinpath("sectors.csv").read_text("utf-8").splitlines()
))  # fmt: skip
SECTORS = tuple(dict.fromkeys(row["sector"] for row in _SECTORS))


def sector_notes(sector: str) -> list[dict[str, str]]:
    """What the activity of a company does to its invoices, as codes with their sources: it warns
    and changes no figure. Nothing of a sector that was not told. Source: DOMAIN §3.6, §5.2."""
    return [{"note": row["note"], "source": row["source"], "source_french": row["source_french"]}
            for row in _SECTORS if row["sector"] == sector and row["note"]]  # fmt: skip
