"""How large a thing from outside may be: each reader of invoices stops there with a fault."""

FILE_BYTES_MAX = 200_000_000
XML_BYTES_MAX = 30_000_000  # a tree takes about ten times its bytes
TEXT_LENGTH_MAX = 500
NOTE_LENGTH_MAX = 5_000  # an assignment clause is a paragraph of law, in two languages

YEAR_FIRST = 1950
YEAR_LAST = 2099
