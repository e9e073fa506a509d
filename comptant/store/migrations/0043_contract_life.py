"""The life of a contract, from its opening to its end: see 0043_contract_life.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """What is recorded before a contract draws, and the orders that end it."""

    dependencies = (("store", "0041_payable"),)
    operations = (frozen(__file__),)
