"""What is carried under each limit, and how long a file sent may wait for its debit: see
0057_carried_under.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """One word for each, for all that asks it."""

    dependencies = (("store", "0056_paper"),)
    operations = (frozen(__file__),)
