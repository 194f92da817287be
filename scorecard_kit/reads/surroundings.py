"""Where the environment lives: the libraries, the kit, and what belongs to them. None of it is an input of a page.

The versions of what is installed stand in a section's key, and so do the kit's own sources.
"""

import os
import site
import sys
import sysconfig
import tempfile
from functools import cache
from pathlib import Path

__all__ = ["BASE", "KIT", "Surroundings", "surroundings"]

KIT = str(Path(__file__).parent.parent) + os.sep
# Libraries that read files through Python, as far as they read any, and that are there whatever a section does.
BASE = frozenset(
    """
    IPython PIL _yaml asttokens bs4 charset_normalizer comm contourpy cycler dateutil debugpy decorator
    defusedxml executing fontTools greenlet html5lib ipykernel ipywidgets jedi jinja2 jupyter_client
    jupyter_core kiwisolver lxml markdown_it markupsafe matplotlib matplotlib_inline mpl_toolkits msgpack nbformat
    nest_asyncio nh3 numpy openpyxl packaging pandas parso patsy pexpect platformdirs prompt_toolkit psutil
    pure_eval pyarrow pydantic pydantic_core pydev_ipython pydevd pygments pyparsing pytz regex rpds ruamel
    scipy seaborn selectolax six sklearn sqlalchemy stack_data statsmodels tornado traitlets tzdata wcwidth
    widgetsnbextension yaml zmq
    """.split()
)
_STANDARD = "stdlib", "platstdlib"
_LIBRARIES = "purelib", "platlib", "include", "platinclude", "scripts"
_OF_PREFIX = "bin DLLs etc include lib lib64 Lib Library Scripts share/fonts share/jupyter share/locale".split()
_OF_HOME = (
    ".ipython",
    ".jupyter",
    "AppData/Roaming/jupyter",
    ".local/share/jupyter",
    "Library/Jupyter",
    ".cache/matplotlib",
    ".config/matplotlib",
    ".matplotlib",
    ".cache/fontconfig",
    ".fonts",
    ".local/share/fonts",
    "Library/Fonts",
)
_OF_SYSTEM = """/proc /sys /dev /etc /bin /usr/bin /usr/share/zoneinfo /usr/share/locale /usr/share/fonts
/usr/local/share/fonts /usr/share/fontconfig /var/cache/fontconfig /Library/Fonts /System/Library C:\\Windows""".split()
_IN_MEMORY = "/dev/shm/"  # noqa: S108 - where anybody may keep files
_VARIABLES = ("IPYTHONDIR JUPYTER_CONFIG_DIR JUPYTER_DATA_DIR JUPYTER_RUNTIME_DIR MPLCONFIGDIR").split()


class Surroundings:
    """The folders of the environment, for this process."""

    def __init__(self) -> None:
        paths = sysconfig.get_paths()
        self._site = _prefixes([*(paths[name] for name in _LIBRARIES if name in paths), *_site_packages()])
        self._standard = _prefixes([*(paths[name] for name in _STANDARD), *_compiled()])
        self._environment = self._site + self._standard + _prefixes(_others())
        self._cells = str(Path(tempfile.gettempdir()) / "ipykernel_")
        self._known = dict[str, bool]()

    def take_in(self, folder: str) -> None:
        """Count a further folder as one of the environment."""
        self._environment += _prefixes([folder])

    def are_passed(self, path: str) -> bool:
        """Whether a file or folder is no input: one of the environment, or what a cell or other code goes by."""
        if (known := self._known.get(path)) is None:
            is_name = path.startswith(self._cells) or os.path.basename(path).startswith("<")  # noqa: PTH119 - costs less
            is_held = (path + os.sep).startswith(self._environment) and not path.startswith(_IN_MEMORY)
            known = self._known[path] = is_name or is_held
        return known

    def hold(self, code: str) -> bool:
        """Whether the file of some code is of the environment; that of a cell is not."""
        return code.startswith(self._environment)

    def is_standard(self, code: str) -> bool:
        """Whether it is of the standard library, in whose folder others may be installed."""
        return code.startswith(self._standard) and not code.startswith(self._site)

    def is_base(self, code: str) -> bool:
        """Whether it is of a library that acts for itself when it looks into the environment."""
        for place in self._site:
            if code.startswith(place):
                return code[len(place) :].split(os.sep, 1)[0].removesuffix(".py") in BASE
        return self.hold(code)


@cache
def surroundings() -> Surroundings:
    """The folders of the environment, found once for a process and those that are forked from it."""
    return Surroundings()


def _prefixes(folders: list[str]) -> tuple[str, ...]:
    """Each folder, as it is named and as it is found, with its separator, so that no other begins like it."""
    named = dict.fromkeys(form for folder in folders for form in _forms(folder))
    return tuple(folder.rstrip(os.sep) + os.sep for folder in named if len(Path(folder).parts) > 1)


def _forms(folder: str) -> tuple[str, ...]:
    """A folder in full; none where it is named from the working directory, and that is there no more."""
    try:
        return os.path.abspath(folder), os.path.realpath(folder)  # noqa: PTH100 - links as they are, and resolved
    except FileNotFoundError:
        return ()


def _site_packages() -> list[str]:
    return [*getattr(site, "getsitepackages", list)(), site.getusersitepackages()]


def _compiled() -> list[str]:
    """The standard library where it stands beside its folder: as a zip, or as libraries of machine code."""
    return [place for place in sys.path if place.endswith((".zip", "lib-dynload", "DLLs"))]


def _others() -> list[str]:
    home, runtime = Path.home(), [os.environ[name] for name in _VARIABLES if os.environ.get(name)]
    prefix = [str(Path(place) / part) for place in {sys.prefix, sys.base_prefix} for part in _OF_PREFIX]
    own = [str(home / part) for part in _OF_HOME]
    return [KIT, *prefix, *own, *runtime, *_OF_SYSTEM]
