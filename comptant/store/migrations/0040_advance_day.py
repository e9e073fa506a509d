"""Advances charged in advance, summed per day: see 0040_advance_day.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """What of a contract's use is paid for in advance, on any day."""

    dependencies = (("store", "0039_group_share"),)
    operations = (frozen(__file__),)
