"""What guarantors pay of losses, and steps undone: see 0125_recourse_undone.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Steps of recourse that are undone by two people, and losses that accounts repay."""

    dependencies = (("store", "0123_fee_counted"),)
    operations = (frozen(__file__),)
