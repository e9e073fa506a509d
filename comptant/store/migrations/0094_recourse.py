"""Recourse against a client that does not repay: see 0094_recourse.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Guarantors called and paid, accounts set off, losses on clients and what comes later."""

    dependencies = (("store", "0093_claim"),)
    operations = (frozen(__file__),)
