"""The event of an entry: see 0006_entry_event.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Which template an entry was booked by, said by the entry itself."""

    dependencies = (("store", "0005_bank_proof"),)
    operations = (frozen(__file__),)
