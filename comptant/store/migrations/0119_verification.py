"""Invoices drawn to be verified with their buyers: see 0119_verification.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Campaigns of verification."""

    dependencies = (("store", "0118_fraud"),)
    operations = (frozen(__file__),)
