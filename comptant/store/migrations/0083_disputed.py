"""What is disputed of an invoice: see 0083_disputed.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """The function that every query of disputes reads."""

    dependencies = (("store", "0080_client_plans"),)
    operations = (frozen(__file__),)
