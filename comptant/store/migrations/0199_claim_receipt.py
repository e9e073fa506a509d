"""What a buyer pays of invoices under a claim, told to their client: see 0199_claim_receipt.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """VAT on receipts is due of it as of any other payment."""

    dependencies = (("store", "0198_direct_payment_day"),)
    operations = (frozen(__file__),)
