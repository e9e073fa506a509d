"""Contracts taken over from others: see 0044_takeover.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """What a contract brings from another factor, and the letter that frees it."""

    dependencies = (("store", "0043_contract_life"),)
    operations = (frozen(__file__),)
