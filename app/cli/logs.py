"""What the server writes: one line for each event, as `name=value` pairs that programs read."""

import logging
import time


class Lines(logging.Formatter):
    """`time=2026-11-26T19:40:00Z level=info method=GET path=/ status=200 …`"""

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as a line; a traceback follows on lines of its own."""
        message = super().format(record)
        if "=" not in record.getMessage().partition(" ")[0]:  # another package's sentence
            head, _, rest = message.partition("\n")
            message = f"event=log said={head!r}" + (rest and f"\n{rest}")
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        return f"time={moment}.{int(record.msecs):03d}Z level={record.levelname.lower()} {message}"


def begin() -> None:
    """Write to standard error from now on."""
    handler = logging.StreamHandler()
    handler.setFormatter(Lines("%(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
