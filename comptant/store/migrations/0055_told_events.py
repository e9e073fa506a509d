"""Which events a client is told of: see 0055_told_events.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """A column of events, and who reads them."""

    dependencies = (("store", "0053_agreed_keys"),)
    operations = (frozen(__file__),)
