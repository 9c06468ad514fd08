"""One Django app for the whole product. At start every noun's verbs are imported: the registry is
whole before the first request."""

import importlib
import pkgutil

from django.apps import AppConfig

NOUNS = ("people", "organisation", "customers", "activities", "queues", "cases", "history")


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
