"""Release letters for documents that are not held: see 0048_release_letter.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """What another factor or bank gives back, by the number of the invoice."""

    dependencies = (("store", "0047_names_and_numbers"),)
    operations = (frozen(__file__),)
