"""`python -m app.web` prints the API's description; the front-end's types are generated from it."""

import json
import sys

from app.service import Services
from app.web.application import build

json.dump(build(Services({})).openapi(), sys.stdout, ensure_ascii=False, indent=1)
print()
