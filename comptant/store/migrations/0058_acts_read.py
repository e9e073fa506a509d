"""Acts and decisions read by those who control: see 0058_acts_read.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Who may read all acts, and the ways to them."""

    dependencies = (("store", "0057_carried_under"),)
    operations = (frozen(__file__),)
