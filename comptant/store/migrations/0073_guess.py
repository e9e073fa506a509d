"""What waiting money may be for: see 0073_guess.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """The guesses of the matching."""

    dependencies = (("store", "0070_feed"),)
    operations = (frozen(__file__),)
