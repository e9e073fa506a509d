"""What an insurer reads of its own policies: see 0116_insurer_view.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Views of an insurer's policies: limits and their use, declarations, overdues and claims."""

    dependencies = (("store", "0115_insurer_message"),)
    operations = (frozen(__file__),)
