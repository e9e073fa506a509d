"""People and programs at work, against a bare Django page with the same queries."""
