"""Addresses below a path prefix: what routes see of them, and what pages write."""

from starlette.requests import Request


def prefix(request: Request) -> str:
    """Return the path before every address: `/bneck`, or nothing."""
    path: str = request.app.state.site.path_prefix
    return path


def route_path(request: Request) -> str:
    """Return a request's path as the routes know it, without the prefix."""
    path: str = request.scope["path"]
    return path.removeprefix(prefix(request))
