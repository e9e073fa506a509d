"""Disputes: see 0004_dispute.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Disputes of invoices and their steps."""

    dependencies = (("store", "0002_repayment_plan"),)
    operations = (frozen(__file__),)
