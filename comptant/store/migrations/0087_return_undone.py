"""The return of an instrument told by mistake, undone: see 0087_return_undone.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Returns of instruments that were undone."""

    dependencies = (("store", "0086_pledge"),)
    operations = (frozen(__file__),)
