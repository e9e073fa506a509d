"""Tries from an address, counted for all processes: see 0173_tries_shared.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """How often an address tries is counted once, whatever process answers."""

    dependencies = (("store", "0172_files_forgotten"),)
    operations = (frozen(__file__),)
