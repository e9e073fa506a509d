"""Lines held of remittances: see 0023_held_lines.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """What the desk looks for: remittances with lines that are not fundable."""

    dependencies = (("store", "0022_history"),)
    operations = (frozen(__file__),)
