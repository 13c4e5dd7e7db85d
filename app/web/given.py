"""What the routes are given: the services that the application was built with."""

from typing import Annotated, TypeAlias

from fastapi import Depends, FastAPI
from starlette.requests import Request

from app.service import Services


def hand_in(app: FastAPI, services: Services) -> None:
    """Let the application's routes have these services."""
    app.state.services = services


async def given(request: Request) -> Services:
    """Return the services of the application that serves a request."""
    services: Services = request.app.state.services
    return services


Given: TypeAlias = Annotated[Services, Depends(given)]
"""A route's parameter."""
