"""Suspicion of money laundering, read by compliance alone: see 0154_laundering.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """What scenarios found in the money of contracts, and what was said of it."""

    dependencies = (("store", "0151_deed_unsigned"),)
    operations = (frozen(__file__),)
