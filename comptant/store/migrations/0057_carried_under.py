"""What is carried under each limit on buyers: see 0057_carried_under.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """One word for what is approved or guaranteed under a limit, for the sheet and the lists."""

    dependencies = (("store", "0055_told_to_clients"),)
    operations = (frozen(__file__),)
