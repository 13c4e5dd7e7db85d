"""Imported before all else by the process that workers are forked from: it looks for no garbage.

It imports much, as `app.core.collector.resting` tells. `spare_collector` ends the rest.
"""

import gc

gc.disable()
