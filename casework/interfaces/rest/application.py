"""The application that answers: who asks, and what each refusal becomes."""

from typing import Any

from django.db import DataError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError
from ninja.openapi.docs import Swagger
from ninja.openapi.schema import OpenAPISchema
from ninja.security import HttpBearer

from casework import __version__
from casework.interfaces.calling import PLURALS
from casework.interfaces.entry import Unauthenticated, actor_of
from casework.interfaces.problems import of_refusal, problem
from casework.interfaces.rest import schemas
from casework.kernel.records import NOUNS
from casework.kernel.refusals import InvalidInput, Refusal


def nouns() -> dict[str, Any]:
    """The nouns that have lists and records, by what they are called in addresses."""
    return {plural: NOUNS[noun] for noun, plural in PLURALS.items() if noun in NOUNS}


class Bearer(HttpBearer):
    """A token of a user, as in `Authorization: Bearer TOKEN`."""

    def __call__(self, request: Any) -> Any:
        return actor_of(request.headers.get("Authorization"), "rest", request.request_id)

    def authenticate(self, request: Any, token: str) -> Any:
        raise NotImplementedError


class Api(NinjaAPI):
    """NinjaAPI, with the schemas of our nouns."""

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> OpenAPISchema:
        """The document at /api/v1/openapi.json."""
        made = super().get_openapi_schema(*args, **kwargs)
        components = made["components"]["schemas"]
        components.update(schemas.common_schemas())
        components.update(
            {schemas.name_of(one): schemas.record_schema(one) for one in nouns().values()}
        )
        return made


api = Api(
    title="Casework",
    version=__version__,
    description="Case management: every verb on every noun.",
    auth=Bearer(),
    docs=Swagger(settings={"persistAuthorization": True, "validatorUrl": None}),
    urls_namespace="rest",
)


@api.exception_handler(Refusal)
def refused(request: Any, refusal: Refusal) -> Any:
    """What a rule declined."""
    return of_refusal(refusal)


@api.exception_handler(AuthenticationError)
def nobody(request: Any, error: Exception) -> Any:
    """Nobody in particular asks."""
    return of_refusal(Unauthenticated())


@api.exception_handler(DataError)
def unfitting(request: Any, error: Exception) -> Any:
    """A value that passed every check but the database's own."""
    code = InvalidInput.code
    return problem(InvalidInput.status, code, "A value does not fit what the database keeps.")


@api.exception_handler(Exception)
def mistaken(request: Any, error: Exception) -> Any:
    """A mistake of ours: Django puts it on record, the door says it without a trace."""
    raise error
