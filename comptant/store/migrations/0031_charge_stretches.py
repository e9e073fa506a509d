"""What a financing charge was computed on: see 0031_charge_stretches.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """A charge keeps the parts of its period, a correction the period of its bill."""

    dependencies = (("store", "0030_over_advance"),)
    operations = (frozen(__file__),)
