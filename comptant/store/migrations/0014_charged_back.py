"""What was charged back, and the day a remittance came: see 0014_charged_back.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Why an invoice was charged back stays with its claim; a title has the day of its posting."""

    dependencies = (("store", "0013_debited_again"),)
    operations = (frozen(__file__),)
