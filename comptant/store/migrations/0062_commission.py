"""Brokers and their commissions: see 0062_commission.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Registrations, mandates, terms, what is earned, statements of it."""

    dependencies = (("store", "0061_signature"),)
    operations = (frozen(__file__),)
