"""Orders debited once more: see 0013_debited_again.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """An order that failed and was executed all the same takes two steps more."""

    dependencies = (("store", "0012_due"),)
    operations = (frozen(__file__),)
