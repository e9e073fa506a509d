"""The day on which a client had a payment of his buyer: see 0198_direct_payment_day.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """VAT on receipts and penalties count from the day of the payment, not of its telling."""

    dependencies = (("store", "0197_bounced_address"),)
    operations = (frozen(__file__),)
