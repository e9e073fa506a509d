"""The insurance year and the loss that a claim is of: see 0175_claim_years.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """A claim is of the insurance year of its deliveries, and of one loss of its buyer."""

    dependencies = (("store", "0173_tries_shared"),)
    operations = (frozen(__file__),)
