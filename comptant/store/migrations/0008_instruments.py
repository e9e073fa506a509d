"""Cheques, bills and direct debits: see 0008_instruments.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Mandates, instruments with their steps, remittances to our banks."""

    dependencies = (("store", "0006_entry_event"),)
    operations = (frozen(__file__),)
