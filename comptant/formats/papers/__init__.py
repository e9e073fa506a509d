"""Papers for people: facts, already in words, set by Typst as PDF/A from templates of the house."""
