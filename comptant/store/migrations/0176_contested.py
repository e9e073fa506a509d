"""What a buyer contests, for its insurer: see 0176_contested.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """A payment that was merely short contests nothing of an invoice."""

    dependencies = (("store", "0175_claim_years"),)
    operations = (frozen(__file__),)
