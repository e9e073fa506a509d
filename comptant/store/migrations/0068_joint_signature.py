"""Papers that several sign: see 0068_joint_signature.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Powers that serve together, papers that several sign."""

    dependencies = (("store", "0067_callback"),)
    operations = (frozen(__file__),)
