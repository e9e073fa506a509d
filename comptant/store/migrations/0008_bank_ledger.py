"""The bank at market scale: see 0008_bank_ledger.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """What the ledger has on each account of ours, and the indexes of the bank's reading."""

    dependencies = (("store", "0007_expected"),)
    operations = (frozen(__file__),)
