"""Postal addresses on bills: see 0104_address.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """The addresses of a contract's client and of the house, read with its bills."""

    dependencies = (("store", "0103_prospect"),)
    operations = (frozen(__file__),)
