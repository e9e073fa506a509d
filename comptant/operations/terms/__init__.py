"""Contracts and rates as they stood on any day."""
