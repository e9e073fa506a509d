"""Notices of BACK: a buyer, a client, a guarantor that fails, stopped and freed by what is published."""
