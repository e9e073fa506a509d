"""Open invoices by due day: see 0012_due.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """What the close looks for: invoices that are late, and buyers that are insolvent."""

    dependencies = (("store", "0011_ceiling_share"),)
    operations = (frozen(__file__),)
