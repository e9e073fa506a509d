"""Shares of a group's ceiling once its members change: see 0039_group_share.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Whoever joins a group brings what it carries under the group's ceilings."""

    dependencies = (("store", "0038_purchase_order"),)
    operations = (frozen(__file__),)
