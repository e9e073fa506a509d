"""The explanations of bank debits: see 0052_explained.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """An index of the entries that explain bank debits."""

    dependencies = (("store", "0051_fee_parts"),)
    operations = (frozen(__file__),)
