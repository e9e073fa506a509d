"""Debts taken over again: see 0089_guaranteed_again.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """What of a debt that the guarantee has taken is owed again, and taken again."""

    dependencies = (("store", "0087_return_undone"),)
    operations = (frozen(__file__),)
