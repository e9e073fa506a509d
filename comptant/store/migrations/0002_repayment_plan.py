"""Repayment plans: see 0002_repayment_plan.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Plans for over-advances, and the guards of tables added later."""

    dependencies = (("store", "0001_foundation"),)
    operations = (frozen(__file__),)
