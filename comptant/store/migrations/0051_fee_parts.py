"""The parts of a fee, those without a bill, a title with its consent: see 0051_fee_parts.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """What the least fee adds, an index of the fees that have no bill, no title without consent."""

    dependencies = (("store", "0050_amounts_owed"),)
    operations = (frozen(__file__),)
