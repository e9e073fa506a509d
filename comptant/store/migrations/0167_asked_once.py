"""Money of a buyer under no contract, and what it announces: see 0167_asked_once.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """What is in hand for a buyer counts once, whichever contract it is for."""

    dependencies = (("store", "0164_conditions_version"),)
    operations = (frozen(__file__),)
