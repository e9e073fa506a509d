"""Large tables cut by time: see 0009_partitions.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Partitions by spans of ids, made ahead of need."""

    dependencies = (("store", "0008_bank_ledger"),)
    operations = (frozen(__file__),)
