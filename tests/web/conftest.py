"""The application under test."""

from collections.abc import Iterator

import pytest

from app.labs import catalog
from app.main import create_app
from tests.web.client import Client


@pytest.fixture(scope="session")
def api() -> Iterator[Client]:
    """A client of the application."""
    client = Client(create_app(catalog()))
    yield client
    client.close()
