"""What whoever runs the server decides."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the server listens. One process serves a class: 500 students at once take a second."""

    host: str = "127.0.0.1"
    port: int = 8000
