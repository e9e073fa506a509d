"""Money moved to where it belongs: see 0049_moved_money.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """What of a payment has become a payment elsewhere."""

    dependencies = (("store", "0048_release_letter"),)
    operations = (frozen(__file__),)
