"""Programmes of buyers and the payables that they approve: see 0041_payable.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Suppliers invited, payables and what happens to each, in rows that are never changed."""

    dependencies = (("store", "0040_advance_day"),)
    operations = (frozen(__file__),)
