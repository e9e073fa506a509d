"""Claims opened by mistake, and debts that grow once claimed: see 0122_claim_dropped.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """A claim may be dropped before it is decided, and a debt may be more than what was claimed."""

    dependencies = (("store", "0119_verification"),)
    operations = (frozen(__file__),)
