"""What a guarantor reads of itself: see 0138_guarantor_told.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """A guarantor reads for how much it was called and what it has paid of it."""

    dependencies = (("store", "0136_screening"),)
    operations = (frozen(__file__),)
