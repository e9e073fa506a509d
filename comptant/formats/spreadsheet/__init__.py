"""Lists of invoices as CSV, XLSX, XLS or ODS: one row a document, columns known by their words."""

from comptant.formats.spreadsheet.delimited import read_csv, read_csv_slices
from comptant.formats.spreadsheet.workbook import read_confined, read_xlsx

__all__ = ["read_confined", "read_csv", "read_csv_slices", "read_xlsx"]
