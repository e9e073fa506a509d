"""Addresses that bounced, found by address: see 0197_bounced_address.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """A mail that came back counts for its address, under whichever contract it was sent."""

    dependencies = (("store", "0191_guaranteed_on"),)
    operations = (frozen(__file__),)
