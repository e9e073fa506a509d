"""Calls that people ask for: see 0067_callback.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Callbacks, and links to quotes."""

    dependencies = (("store", "0066_people_named"),)
    operations = (frozen(__file__),)
