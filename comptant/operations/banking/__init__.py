"""The bank's word: statements, announcements, and the proof that bank and ledger agree."""
