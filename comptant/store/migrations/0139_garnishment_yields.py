"""A garnishment yields to one served before it: see 0139_garnishment_yields.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """The step YIELDED, and what is left of a garnishment after it."""

    dependencies = (("store", "0138_guarantor_told"),)
    operations = (frozen(__file__),)
