"""The pages, a file for each subject; each file is found by itself."""

import importlib
import pkgutil

from comptant.doors.portal.registry import Page, registered


def pages() -> dict[str, Page]:
    """Every page of the portal, by its name."""
    for module in sorted(one.name for one in pkgutil.iter_modules(__path__)):
        importlib.import_module(f"{__name__}.{module}")
    return registered()
