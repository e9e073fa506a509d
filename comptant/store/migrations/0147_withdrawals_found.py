"""Withdrawals, found by their entries: see 0147_withdrawals_found.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """The entries of withdrawals are found by their contract."""

    dependencies = (("store", "0145_counterparts"),)
    operations = (frozen(__file__),)
