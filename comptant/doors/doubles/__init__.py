"""Invoices that another factor holds too, found without showing any: docs/double-financing.md."""
