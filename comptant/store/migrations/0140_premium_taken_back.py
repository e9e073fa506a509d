"""A premium whose entry is reversed is owed no more: see 0140_premium_taken_back.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """What a premium is once its entry was reversed, and what lapses then."""

    dependencies = (("store", "0139_garnishment_yields"),)
    operations = (frozen(__file__),)
