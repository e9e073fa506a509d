"""Payers known by the name that banks gave them: see 0074_payer_named.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """The index of names on the bank's lines."""

    dependencies = (("store", "0073_guess"),)
    operations = (frozen(__file__),)
