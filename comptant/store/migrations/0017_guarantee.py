"""Debts guaranteed, and over-advances that bear a fee: see 0017_guarantee.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """The approved share of an unpaid invoice leaves the client's account on its guarantee date."""

    dependencies = (("store", "0016_charged_advance"),)
    operations = (frozen(__file__),)
