"""What banks and buyers announce: see 0007_expected.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Expected movements, what a bank answers to a payment file, and advices of buyers."""

    dependencies = (("store", "0006_entry_event"),)
    operations = (frozen(__file__),)
