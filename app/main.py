"""The application, ready to serve."""

from fastapi import FastAPI

from app.settings import Settings
from app.web.application import build


def create_app(settings: Settings) -> FastAPI:
    """Return the application."""
    return build()
