"""The share of a ceiling in force: see 0010_ceiling_share.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """What a ceiling is on a day, and what a contract's share of it is worth on that day."""

    dependencies = (("store", "0006_entry_event"),)
    operations = (frozen(__file__),)
