"""The sums that a night's proof carries forward: see 0021_kept_sums.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """What each contract has on each account, kept with its lines; and what was proved of it."""

    dependencies = (("store", "0019_unsent"),)
    operations = (frozen(__file__),)
