"""`python -m app.cli`, the same as `bneck-lab`."""

import sys

from app.cli import main

sys.exit(main())
