"""Dedicated accounts, their sweeps, sales ledgers compared: see 0085_dedicated.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Accounts dedicated to collection in clients' names, sweeps, and sales ledgers compared."""

    dependencies = (("store", "0083_disputed"),)
    operations = (frozen(__file__),)
