"""The charge in advance followed through an invoice's life: see 0016_charged_advance.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Changes of advances, each with its days and rate, take the place of one row per invoice."""

    dependencies = (("store", "0015_web_sessions"),)
    operations = (frozen(__file__),)
