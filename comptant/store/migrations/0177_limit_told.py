"""When a limit was told: see 0177_limit_told.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """What was delivered before less was told stays covered."""

    dependencies = (("store", "0176_contested"),)
    operations = (frozen(__file__),)
