"""Claims on debts of buyers that fail: indemnity, loss, and what comes in later."""
