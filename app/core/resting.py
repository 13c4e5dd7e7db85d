"""Imported before all else by processes that import much and live long: nobody looks for garbage.

What is imported stays. As it comes, Python looks through the whole of it again and again, a seventh
of the time that a server takes to start. `spare_collector` ends the rest.
"""

import gc

gc.disable()
