"""No price of an early payment that failed: see 0200_failed_early_price.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """A supplier is charged for days that it has had."""

    dependencies = (("store", "0199_claim_receipt"),)
    operations = (frozen(__file__),)
