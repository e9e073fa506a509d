"""Notices of de-funding: see 0097_dispute_notice.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """What clients were told of disputes that nobody has settled."""

    dependencies = (("store", "0096_promise_outcome"),)
    operations = (frozen(__file__),)
