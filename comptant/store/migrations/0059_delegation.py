"""Draws delegated to an accountant of the client: see 0059_delegation.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """The delegations given and taken back, and what was drawn under them."""

    dependencies = (("store", "0058_acts_read"),)
    operations = (frozen(__file__),)
