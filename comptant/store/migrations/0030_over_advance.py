"""Over-advances that bear a fee: see 0030_over_advance.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """The over-advance of a day, where it is not that of the day before."""

    dependencies = (("store", "0029_quote"),)
    operations = (frozen(__file__),)
