"""What clients send becomes invoices of ours, and may leave again."""
