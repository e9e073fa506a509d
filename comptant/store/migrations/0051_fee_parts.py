"""The parts of a fee, and those without a bill: see 0051_fee_parts.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """What the least fee adds on an invoice; an index of the fees that have no bill."""

    dependencies = (("store", "0050_amounts_owed"),)
    operations = (frozen(__file__),)
