"""What brokers bring and earn: the register, mandates, terms of commissions, statements."""
