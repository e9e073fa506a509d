"""Amounts owed by a buyer: see 0050_amounts_owed.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """An index of what a buyer owes, by amount."""

    dependencies = (("store", "0049_moved_money"),)
    operations = (frozen(__file__),)
