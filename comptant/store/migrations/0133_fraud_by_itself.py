"""The watch on fraud runs by itself: see 0133_fraud_by_itself.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """What came since an instant, and what was found on a day, are found by an index."""

    dependencies = (("store", "0131_insurer_claim_file"),)
    operations = (frozen(__file__),)
