"""Cheques, bills and direct debits: see 0010_instruments.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Mandates, instruments with their steps, remittances to our banks."""

    dependencies = (("store", "0009_partitions"),)
    operations = (frozen(__file__),)
