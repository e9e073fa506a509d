"""The one Django application: it holds the migrations."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Known to Django as `store`."""

    name = "comptant.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
