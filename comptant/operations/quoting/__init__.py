"""Tariffs and offers: what factoring would bring and cost, before there is a contract."""
