"""Business events, told to programs: see 0026_webhook.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Events of acts, the addresses that want them, their deliveries; how often a key calls."""

    dependencies = (("store", "0025_partner"),)
    operations = (frozen(__file__),)
