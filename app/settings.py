"""What whoever runs the server decides."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the server listens."""

    host: str = "127.0.0.1"
    port: int = 8000
