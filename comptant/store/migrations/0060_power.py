"""Powers to sign for a company: see 0060_power.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Who may sign for a company, from when, until when, up to how much."""

    dependencies = (("store", "0059_delegation"),)
    operations = (frozen(__file__),)
