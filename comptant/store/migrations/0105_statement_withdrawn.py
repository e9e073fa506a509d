"""Statements taken back by two people: see 0105_statement_withdrawn.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """A bank statement withdrawn, and what its lines had told of orders and instruments undone."""

    dependencies = (("store", "0104_address"),)
    operations = (frozen(__file__),)
