"""Claims on debts of buyers that fail: see 0093_claim.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Claims under a policy or on the factor's own guarantee, their invoices and steps."""

    dependencies = (("store", "0092_policy"),)
    operations = (frozen(__file__),)
