"""Why money that came was not allocated: see 0032_wait_reason.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """A payment keeps why it waits."""

    dependencies = (("store", "0031_charge_stretches"),)
    operations = (frozen(__file__),)
