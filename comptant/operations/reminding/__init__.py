"""Reminders to buyers, what they promise, what they are told and tell."""
