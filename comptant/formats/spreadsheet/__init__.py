"""Lists of invoices as CSV or XLSX: one row per document, the columns recognised by their words."""

from comptant.formats.spreadsheet.delimited import read_csv, read_csv_slices
from comptant.formats.spreadsheet.workbook import read_xlsx

__all__ = ["read_csv", "read_csv_slices", "read_xlsx"]
