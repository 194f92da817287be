"""An ordinary kernel whose reads are noted: ipykernel's own, started by this file in place of its launcher."""

import os
import sys

if __name__ == "__main__":
    del sys.path[0]  # the kit's folder, which Python puts there for whoever is started by file; first of all imports
    given = dict(os.environ)

    from importlib.util import find_spec
    from typing import Any

    from ipykernel.kernelapp import IPKernelApp

    from scorecard_kit.reads import watch

    launcher = find_spec("ipykernel_launcher")
    sys.argv[0] = str(launcher and launcher.origin)
    app: Any = IPKernelApp.instance()
    app.initialize(None)
    watch.begin(given)
    app.start()
