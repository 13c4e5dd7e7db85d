"""The web application: routes, the built front-end, and what surrounds every request."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import PlainTextResponse, Response

from app.labs import Shelf
from app.service import Services, Workshop
from app.settings import new_key
from app.web import api, canvas, demo, docs, failures, help, lessons, links, make, pages
from app.web.assets import URL_PREFIX, static_folder
from app.web.edge import Edge
from app.web.given import Given, hand_in
from app.web.guard import guards
from app.web.instructor import lock
from app.web.metrics import measure
from app.web.openapi import describe
from app.web.static import FrontEnd
from app.web.turns import Turns

PACKED_FROM = 1000
"""Answers of at least this many bytes are packed, where the client takes that.

A class on one wireless network loads a third of the bytes; to pack an answer of 2 kB costs a
hundredth of a millisecond, the page of a lab one.
"""


@dataclass(frozen=True, slots=True)
class Site:
    """Where in the web the application stands: below a path, and in frames of other sites."""

    path_prefix: str = ""
    frame_origins: tuple[str, ...] = ()


PLAIN = Site()


def build(
    services: Services,
    background: AbstractAsyncContextManager[object] | None = None,
    instructor_key: str | None = None,
    site: Site = PLAIN,
    workshop: Workshop | None = None,
) -> FastAPI:
    """Return the application that offers these services.

    What shows the answers, it gives to those who have the key; without one, to nobody. What works
    for it in the background begins and ends with it.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with (
            background or nullcontext(),
            metrics.watching_the_loop(),
            made_in.watching(),
        ):
            yield

    made_in = workshop or Workshop(Shelf(services.labs), services.runner)

    app = FastAPI(
        title="Bneck Lab",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        redirect_slashes=False,
        lifespan=lifespan,
        separate_input_output_schemas=False,
        generate_unique_id_function=lambda route: route.name,
    )
    hand_in(app, services, made_in)
    lock(app, instructor_key or new_key())
    app.state.site = site
    app.state.turns = Turns()
    app.include_router(api.router)
    app.include_router(lessons.router)
    app.include_router(docs.router)
    app.include_router(pages.router)
    app.include_router(demo.router)
    app.include_router(links.router)
    app.include_router(make.api)
    app.include_router(make.router)
    app.include_router(canvas.router)
    app.include_router(help.router)
    metrics = measure(app, services)
    app.add_api_route("/healthz", healthz, include_in_schema=False)
    app.add_api_route("/readyz", readyz, include_in_schema=False)
    if static_folder().is_dir():
        app.mount(URL_PREFIX, FrontEnd(directory=static_folder()))
    failures.answer_failures(app)
    app.add_middleware(GZipMiddleware, minimum_size=PACKED_FROM, compresslevel=6)
    app.add_middleware(Edge, guards=guards(site.frame_origins), path_prefix=site.path_prefix)
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]
    return app


async def healthz() -> Response:
    """Say that the server is alive, however much it has to do: who is busy needs no new start."""
    return PlainTextResponse("ok\n")


async def readyz(services: Given) -> Response:
    """Say whether the server would take a question: its workers are warm, its queue has room."""
    if services.runner.ready:
        return PlainTextResponse("ready\n")
    return PlainTextResponse("busy\n", HTTPStatus.SERVICE_UNAVAILABLE, {"Retry-After": "2"})
