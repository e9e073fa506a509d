"""Currencies: see 0150_exchange.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Revaluations and exchanges are kept."""

    dependencies = (("store", "0147_withdrawals_found"),)
    operations = (frozen(__file__),)
