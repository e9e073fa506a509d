"""A garnishment registered wrongly is undone: see 0156_garnishment_undone.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """What it held is free, and its number may be registered again."""

    dependencies = (("store", "0155_legal_hold"),)
    operations = (frozen(__file__),)
