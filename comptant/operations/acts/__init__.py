"""What all operations share: transaction, act under a key, rights, approvals, the chain."""
