"""What every warm kernel has in memory when it starts. Imported by the forkserver, once, and by nothing else.

A module that fails to import is passed over by the forkserver without a word, and the kernels would only be slow: that
this one was imported to its end is what each kernel reports.
"""

import gc
import json
import os
import signal
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path

__all__ = ["DONE"]

# Before matplotlib is imported: charts that pyplot shows would otherwise be lost, and no cell would fail.
os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a process with threads is not forked
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("MKL_NUM_THREADS", "1")

_heard = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C ends the run, which ends this; it says so itself

import matplotlib.pyplot as plt  # noqa: E402
from jupyter_client.localinterfaces import localhost  # noqa: E402

from scorecard_kit import pages  # noqa: E402
from scorecard_kit.blocks import html as markup  # noqa: E402
from scorecard_kit.charts import drawing  # noqa: E402
from scorecard_kit.data.load import keep_ready  # noqa: E402
from scorecard_kit.reads import surroundings  # noqa: E402
from scorecard_kit.run.warm.zygote import READY  # noqa: E402

# What a kernel loads as it starts and what cells use, by name: as import statements they would look like unused ones.
KERNEL = """faulthandler ipykernel.debugger ipykernel.ipkernel ipykernel.kernelapp ipykernel.zmqshell
IPython.core.completerlib IPython.core.debugger IPython.core.logger IPython.core.oinspect IPython.extensions.storemagic
matplotlib_inline.backend_inline psutil sqlite3 tornado.platform.asyncio zmq.utils.garbage"""
CELLS = """encodings.utf_8_sig pandas.core.methods.to_dict pandas.io.formats.style scorecard_kit.charts.trend
scorecard_kit.charts.variances scorecard_kit.frames.effects scorecard_kit.frames.judged scorecard_kit.pack.given
scorecard_kit.reads.watch scorecard_kit.reconcile.page scorecard_kit.run._stream scorecard_kit.run.warm._forked"""

sys.modules["debugpy"] = None  # type: ignore[assignment]  # its import warns on the terminal; it costs nothing
for name in KERNEL.split():
    with suppress(ImportError):  # a kernel does without its history, too
        import_module(name)
del sys.modules["debugpy"]  # a cell may still import it
for name in CELLS.split():
    import_module(name)
for page in Path(pages.__file__).parent.glob("[!_]*.py"):
    import_module(f"scorecard_kit.pages.{page.stem}")
drawing.draw(100, 100, lambda axes: drawing.months(axes, ["2016-02", "2016-03"]))  # the fonts, found once
plt.close("all")
markup.markdown_html("**ready**")
localhost()
surroundings.surroundings()
for folder, small_counts in json.loads(os.environ.get(READY, "[]")):
    with suppress(Exception):  # what is wrong with the data is told by who reads it
        keep_ready(folder, small_counts)
gc.collect()
gc.freeze()  # what is here is for good: no kernel looks through it again, and its pages stay shared
signal.signal(signal.SIGINT, _heard)

DONE = True
