"""Other fees of a contract: see 0100_contract_fee.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Other fees as dated words, what of them is billed, how many times a line of a bill counts."""

    dependencies = (("store", "0099_debit_unnamed"),)
    operations = (frozen(__file__),)
