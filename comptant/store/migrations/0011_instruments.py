"""Cheques, bills and direct debits: see 0011_instruments.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Mandates, instruments with their steps, remittances to our banks."""

    dependencies = (("store", "0008_bank_ledger"),)
    operations = (frozen(__file__),)
