"""Quotes, files and calls of advisers: see 0107_adviser.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Who advised, with the quote; what an adviser reads."""

    dependencies = (("store", "0105_statement_withdrawn"),)
    operations = (frozen(__file__),)
