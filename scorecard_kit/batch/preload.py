"""What every warm kernel has in memory when it starts. Imported by the forkserver, once, and by nothing else.

A module that fails to import is passed over by the forkserver without a word, and the kernels would only be slow: that
this one was imported to its end is what each kernel reports.
"""

import gc
import json
import os
from contextlib import suppress

# Before matplotlib is imported: charts that pyplot shows would otherwise be lost, and no cell would fail.
os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")

os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # else the debugger, which is not used, talks on the terminal

import matplotlib.pyplot as plt
import zmq.utils.garbage  # noqa: F401
from jupyter_client.localinterfaces import localhost

from scorecard_kit import (
    activity_page,  # noqa: F401
    charts,  # noqa: F401
    commentary,  # noqa: F401
    cover_page,  # noqa: F401
    data,
    drawing,
    exception_page,  # noqa: F401
    impact_page,  # noqa: F401
    lead_page,  # noqa: F401
    markup,
    reconciliation_page,  # noqa: F401
    summary_page,  # noqa: F401
)
from scorecard_kit.batch import forked  # noqa: F401

FOLDERS = "SCORECARD_READY"
"""The environment variable that names what to load: a JSON list of data folders, each with its small counts."""

drawing.draw(100, 100, lambda axes: drawing.months(axes, ["2016-02", "2016-03"]))  # the fonts, found once
plt.close("all")
markup.markdown_html("**ready**")
localhost()
for folder, small_counts in json.loads(os.environ.get(FOLDERS, "[]")):
    with suppress(Exception):  # what is wrong with the data is told by who reads it
        data.keep_ready(folder, small_counts)
gc.collect()
gc.freeze()  # what is here is for good: no kernel looks through it again, and its pages stay shared

DONE = True
