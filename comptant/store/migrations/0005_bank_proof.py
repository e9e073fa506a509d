"""The bank proved: see 0005_bank_proof.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """The tie between an executed order and its line of the statement."""

    dependencies = (("store", "0004_dispute"),)
    operations = (frozen(__file__),)
