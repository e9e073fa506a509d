"""The pledge of a dedicated account: see 0086_pledge.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """The dedicated account and its pledge in the opening file."""

    dependencies = (("store", "0085_dedicated"),)
    operations = (frozen(__file__),)
