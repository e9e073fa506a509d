"""What a buyer still has to be asked for: see 0141_to_ask.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """One rule for reminders, the buyer's page, lists and forecasts."""

    dependencies = (("store", "0140_premium_taken_back"),)
    operations = (frozen(__file__),)
