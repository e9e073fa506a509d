"""Which events and files are a client's to read: see 0055_told_to_clients.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """A column of events, whose a file is, and who reads them."""

    dependencies = (("store", "0054_kept_read"),)
    operations = (frozen(__file__),)
