"""Codes for a lost second factor: see 0162_recovery_codes.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Recovery codes, and the notices of a second factor that has ended."""

    dependencies = (("store", "0156_garnishment_undone"),)
    operations = (frozen(__file__),)
