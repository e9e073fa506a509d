"""Deeds that nobody has signed: see 0151_deed_unsigned.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """What waits for the signature of a deed is found by one view."""

    dependencies = (("store", "0150_exchange"),)
    operations = (frozen(__file__),)
