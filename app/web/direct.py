"""A route that is handed what its address says, and nothing else has to be found out for it.

FastAPI solves a route's parameters anew for each request, whatever they may be, which took a fifth
of what an answer that is remembered costs. Those of the API are words of the address and the
services; it still describes them.
"""

from collections.abc import Callable, Coroutine
from inspect import signature
from typing import Any, TypeAlias

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from app.web.given import Given, services_of

Found: TypeAlias = Callable[[Request], Any]
"""What a parameter is in a request."""


class Direct(APIRoute):
    """A route of an application, whose endpoint gives a response."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers a request; FastAPI's own where there is more to find out."""
        found = {name: self._found(name, kind) for name, kind in self._parameters.items()}
        direct = {name: find for name, find in found.items() if find is not None}
        if self.dependencies or len(direct) < len(found):
            return super().get_route_handler()
        endpoint = self.endpoint

        async def answer(request: Request) -> Response:
            values = {name: find(request) for name, find in direct.items()}
            response: Response = await endpoint(**values)
            return response

        return answer

    @property
    def _parameters(self) -> dict[str, object]:
        parameters = signature(self.endpoint).parameters.values()
        return {parameter.name: parameter.annotation for parameter in parameters}

    def _found(self, name: str, kind: object) -> Found | None:
        """Return where a parameter of that name and kind stands in a request, if it is known."""
        if kind is Request:
            return lambda request: request
        if kind == Given:
            return services_of
        if kind is str and name in self.param_convertors:
            return lambda request: request.path_params[name]
        if kind == str | None and name not in self.param_convertors:
            return lambda request: request.query_params.get(name)
        return None
