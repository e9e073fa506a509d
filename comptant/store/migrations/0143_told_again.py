"""What was refused, or told by slip, may be told again: see 0143_told_again.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """A decision is kept at each try and counts once; a step told by slip counts no more."""

    dependencies = (("store", "0141_to_ask"),)
    operations = (frozen(__file__),)
