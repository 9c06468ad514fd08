"""What several tests of queues begin with."""

from casework.kernel.actor import Actor
from casework.models import User
from tests.conftest import acting


def person(actor: Actor) -> User:
    """The user behind an actor."""
    return User.objects.get(pk=actor.user)


def importer() -> Actor:
    """The administrator, bringing in the past of another system."""
    return acting("admin", "import")
