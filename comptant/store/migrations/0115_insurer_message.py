"""Exchanges with insurers: see 0115_insurer_message.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """What is told and asked of insurers, how each message stands, and what they answer."""

    dependencies = (("store", "0114_premium"),)
    operations = (frozen(__file__),)
