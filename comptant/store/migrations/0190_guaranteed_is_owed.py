"""What the guarantee has taken is owed as before: see 0190_guaranteed_is_owed.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """What the guarantee has taken is asked of its buyer like any other debt."""

    dependencies = (("store", "0182_linked_quote_house"),)
    operations = (frozen(__file__),)
