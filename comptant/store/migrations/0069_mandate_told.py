"""Mandates of brokers: see 0069_mandate_told.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Mandates told with the number of the register."""

    dependencies = (("store", "0068_joint_signature"),)
    operations = (frozen(__file__),)
