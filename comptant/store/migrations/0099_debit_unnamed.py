"""The debit of an instrument named by mistake: see 0099_debit_unnamed.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """The naming of a bank debit as an instrument's, undone."""

    dependencies = (("store", "0098_guarantee_back"),)
    operations = (frozen(__file__),)
