"""A client's team, keys and secrets changed for new ones: see 0036_team.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Policies for a client's owner; columns of a webhook's rotation."""

    dependencies = (("store", "0032_wait_reason"),)
    operations = (frozen(__file__),)
