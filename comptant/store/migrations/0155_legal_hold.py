"""Legal hold and proof of deletion: see 0155_legal_hold.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """What may not be erased, and what was."""

    dependencies = (("store", "0154_laundering"),)
    operations = (frozen(__file__),)
