"""The close of day, its proofs and its reports; the answers of the second person."""
