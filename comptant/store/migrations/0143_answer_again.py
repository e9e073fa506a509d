"""A decision refused once may come again: see 0143_answer_again.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """An insurer's decision is kept at each try, and counts once."""

    dependencies = (("store", "0127_keys_of_callers"),)
    operations = (frozen(__file__),)
