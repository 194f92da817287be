"""What every warm kernel has in memory when it starts. Imported by the forkserver, once, and by nothing else.

A module that fails to import is passed over by the forkserver without a word, and the kernels would only be slow: that
this one was imported to its end is what each kernel reports.
"""

import gc
import json
import os
from contextlib import suppress
from importlib import import_module
from pathlib import Path

# Before matplotlib is imported: charts that pyplot shows would otherwise be lost, and no cell would fail.
os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a process with threads is not forked
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("MKL_NUM_THREADS", "1")
os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # else the debugger, which is not used, talks on the terminal

import matplotlib.pyplot as plt
import zmq.utils.garbage  # noqa: F401
from jupyter_client.localinterfaces import localhost

import scorecard_kit.charts
from scorecard_kit import commentary, data, drawing, markup  # noqa: F401
from scorecard_kit.batch import forked  # noqa: F401

FOLDERS = "SCORECARD_READY"
"""The environment variable that names what to load: a JSON list of data folders, each with its small counts."""

for page in Path(scorecard_kit.__file__).parent.glob("*_page.py"):
    import_module(f"scorecard_kit.{page.stem}")
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
