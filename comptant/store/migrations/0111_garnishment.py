"""Garnishments of what we owe a client: see 0111_garnishment.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Garnishments with their instant, the invoices as they stood, their steps, their orders."""

    dependencies = (("store", "0110_insolvency"),)
    operations = (frozen(__file__),)
