"""Months in which nothing of a fee was counted: see 0123_fee_counted.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Until when each fee was counted, also where nothing was due."""

    dependencies = (("store", "0122_claim_dropped"),)
    operations = (frozen(__file__),)
