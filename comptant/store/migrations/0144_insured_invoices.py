"""An insurer reads what it insures: see 0144_insured_invoices.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Invoices are an insurer's by the day of their delivery."""

    dependencies = (("store", "0143_told_again"),)
    operations = (frozen(__file__),)
