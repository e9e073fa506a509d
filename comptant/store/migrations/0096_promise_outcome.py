"""What became of promises: see 0096_promise_outcome.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Promises kept and broken, as the close found them."""

    dependencies = (("store", "0095_penalty"),)
    operations = (frozen(__file__),)
