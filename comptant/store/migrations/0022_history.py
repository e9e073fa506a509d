"""What a night looks for in the history of a contract: see 0022_history.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Indexes of the few rows that a night needs of what grows with the years."""

    dependencies = (("store", "0021_kept_sums"),)
    operations = (frozen(__file__),)
