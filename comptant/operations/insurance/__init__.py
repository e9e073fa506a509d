"""Policies of credit insurers: what they cover, and what keeps the cover."""
