"""What the routes are given: what the application was built with."""

from typing import Annotated, TypeAlias

from fastapi import Depends, FastAPI
from starlette.requests import Request

from app.service import Services, Workshop


def hand_in(app: FastAPI, services: Services, workshop: Workshop) -> None:
    """Let the application's routes have these services, and the place where labs are made."""
    app.state.services = services
    app.state.workshop = workshop


def services_of(request: Request) -> Services:
    """Return the services of the application that serves a request."""
    services: Services = request.app.state.services
    return services


async def given(request: Request) -> Services:
    """Return the same for a route."""
    return services_of(request)


async def workshop(request: Request) -> Workshop:
    """Return the place where the application that serves a request makes labs."""
    found: Workshop = request.app.state.workshop
    return found


Given: TypeAlias = Annotated[Services, Depends(given)]
"""A route's parameter."""

GivenWorkshop: TypeAlias = Annotated[Workshop, Depends(workshop)]
"""The parameter of a route that makes labs."""
