"""Penalties claimed of buyers: see 0095_penalty.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Penalties for paying late as receivables of their own, and their waivers."""

    dependencies = (("store", "0094_recourse"),)
    operations = (frozen(__file__),)
