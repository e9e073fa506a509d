"""What the guarantee holds on a day: see 0191_guaranteed_on.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """The aged balance tells what the guarantee holds, apart."""

    dependencies = (("store", "0190_guaranteed_is_owed"),)
    operations = (frozen(__file__),)
