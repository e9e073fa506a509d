"""The early warning measured: two generators of ledgers in which companies fail, and the table."""
