"""The same postings booked by others: what a Python team would otherwise pick. Never imported here:
`book.py` runs in an environment of its own."""
