"""Payments whose invoices are known, matched, and compared with what is known."""
