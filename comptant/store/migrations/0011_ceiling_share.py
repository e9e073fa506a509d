"""The share of a ceiling in force: see 0011_ceiling_share.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """What a ceiling is on a day, and what a contract's share of it is worth on that day."""

    dependencies = (("store", "0010_instruments"),)
    operations = (frozen(__file__),)
