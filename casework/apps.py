"""One Django app for the whole product. At start every noun's verbs are imported: the registry is
whole before the first request."""

import gc
import importlib
import pkgutil

from django.apps import AppConfig

NOUNS = (
    "people",
    "organisation",
    "workplace",
    "customers",
    "activities",
    "queues",
    "cases",
    "history",
)


class CaseworkConfig(AppConfig):
    """Casework."""

    name = "casework"
    verbose_name = "Casework"

    def ready(self) -> None:
        """Register connections and operations."""
        importlib.import_module("casework.kernel.connections")
        for noun in NOUNS:
            package = importlib.import_module(f"casework.{noun}")
            for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
                importlib.import_module(module.name)
        # A large run makes tens of thousands of ids and no circle. Looking for circles among them
        # every 700 objects, and among all that was imported, took a tenth of its time.
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)
