"""Sees what a section reads: files, folders, databases, programs, the network, and variables of the environment.

Python tells of most by its audit events; what these leave out (whether a file is there, the environment, libraries that
open files by themselves) is seen where it is asked for. What belongs to the environment is passed over, and so is what
the section has written itself. What cannot be seen counts as everything.
"""

import builtins
import importlib
import os
import platform
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib.util import source_from_cache
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from scorecard_kit.reads import _asked, recorder
from scorecard_kit.reads.surroundings import BASE, KIT, surroundings

if TYPE_CHECKING:
    from types import FrameType

__all__ = ["Watch", "begin"]

# The kit may have loaded these already, so that Python tells of no import: who else imports them reads past Python.
_UNSEEN = frozenset("pyarrow python_calamine lxml".split())
_AWAY = frozenset("asyncpg grpc MySQLdb mysql oracledb psycopg psycopg2 pycurl pymssql pyodbc zmq".split())
_HANDED = frozenset({"lxml", "zmq"})  # to which other libraries hand what they have opened themselves
_OWN_WAY = frozenset("csv dataset feather fs ipc json orc parquet".split())  # of pyarrow
_PROGRAMS = """os.exec os.posix_spawn os.spawn os.startfile os.startfile/2 os.system pty.spawn subprocess.Popen
_winapi.CreateProcess""".split()
_AFAR = "socket.connect socket.getaddrinfo socket.gethostbyname socket.sendto".split()
_WRITES = os.O_WRONLY | os.O_RDWR
_ATTACH = 24  # sqlite3.SQLITE_ATTACH; the module may be missing
_MACHINERY = set("IPYTHONDIR JPY_PARENT_PID JUPYTER_CONFIG_DIR JUPYTER_DATA_DIR JUPYTER_RUNTIME_DIR".split())
_PYARROW = f"{os.sep}pyarrow{os.sep}"
_PLATFORM = platform.__file__
_MAGICS = str(Path("IPython") / "core" / "magics")


class Watch:
    """What is watched for, and what the section has made itself."""

    def __init__(self, given: dict[str, str], run_folder: str) -> None:
        self.surroundings = surroundings()
        self.surroundings.take_in(run_folder)
        self.made = set[str]()
        # What the machinery has set since the process was started is no input.
        self.set_here = {name for name, value in os.environ.items() if given.get(name) != value} | _MACHINERY

    def path(self, given: object) -> str:
        """The whole path of what was named; blank where it is of no concern."""
        if isinstance(given, int) or given is None:
            return ""
        try:
            path = os.path.abspath(os.fsdecode(given))  # type: ignore[arg-type]  # noqa: PTH100 - keeps links as they are
        except (TypeError, ValueError, OSError):
            return ""
        if self.surroundings.are_passed(path) or self._is_made(path):
            return ""
        if "__pycache__" in path:
            with suppress(ValueError):
                source = source_from_cache(path)
                return source if _asked.is_there(source) else path
        return path

    def _is_made(self, path: str) -> bool:
        return path in self.made or any(path.startswith(folder) for folder in self.made if folder.endswith(os.sep))

    # Events of Python, by what they pass on.

    def opened(self, given: object, mode: object, flags: int) -> None:
        """A file is opened: by `open`, by `os.open`, as a module."""
        del mode
        if not (path := self.path(given)):
            return
        keeps = not flags & os.O_TRUNC and (not flags & os.O_CREAT or _asked.is_there(path))
        if keeps:
            recorder.note_file(path)
        if flags & _WRITES:
            self.made.add(path)
            recorder.note(made=path)

    def listed(self, given: object = None, *_: object) -> None:
        """A folder is looked through; not by Python in search of a module."""
        self._looked_through(given, sys._getframe(2).f_code)  # noqa: SLF001 - what it is for

    def scanned(self, given: object = None, *_: object) -> None:
        """The same, by a way on which a cell may learn of each file what it is and how old, without asking for it."""
        caller = sys._getframe(2).f_code  # noqa: SLF001 - as above
        path = self._looked_through(given, caller)
        for name in recorder.names_in(path) if path and self.is_own(caller.co_filename) else ():
            self.asked_of(os.path.join(path, name))  # noqa: PTH118 - costs less
            self.aged(os.path.join(path, name))  # noqa: PTH118 - as above

    def _looked_through(self, given: object, caller: CodeType) -> str:
        """Note a folder, and give its path; blank where it is of no concern, or cannot be known."""
        if isinstance(given, int):
            if not caller.co_name.startswith("_rmtree"):
                recorder.note_everything("goes by the numbers of open folders")
            return ""
        if path := "" if "importlib" in caller.co_filename else self.path("." if given is None else given):
            recorder.note_found("folder", path)
        return path

    def folder_made(self, given: object, *_: object) -> None:
        """A folder is made: what is in it is the section's own."""
        if (path := self.path(given)) and not _asked.is_there(path):
            self.made.add(path + os.sep)
            self.made.add(path)

    def renamed(self, source: object, target: object, *_: object) -> None:
        """What the section has written gets its name."""
        if not self.path(source) and (path := self.path(target)):
            self.made.add(path)

    def connected(self, given: object) -> None:
        """A SQLite file is opened."""
        name = os.fsdecode(given) if isinstance(given, str | bytes | os.PathLike) else ""
        if name.startswith("file:"):
            name = "" if "mode=memory" in name else unquote(urlsplit(name).path)
        if name in {"", ":memory:"} or not (path := self.path(name)):
            return
        recorder.note_file(path)
        recorder.note_file(f"{path}-wal")  # what another program has written may stand there alone, now or later

    def attached(self, connection: Any) -> Any:  # noqa: ANN401 - sqlite3's
        """A connection to SQLite, in which is seen what other files are attached."""

        def attach(action: int, name: str | None, *_: object) -> int:
            if action == _ATTACH and recorder.is_noting():
                self.connected(name) if name is not None else recorder.note_everything("attaches a database")
            return 0

        connection.set_authorizer(attach)
        return connection

    def imported(self, name: str, file: str | None, *_: object) -> None:
        """A module is looked for, or a library of machine code is loaded from its file."""
        if file:
            self._library(name, file)
            return
        frame: FrameType | None = sys._getframe(2)  # noqa: SLF001 - as above
        while frame and ("importlib" in frame.f_code.co_filename or frame.f_code.co_filename == __file__):
            frame = frame.f_back
        if frame and not self.surroundings.hold(frame.f_code.co_filename):
            self._looked_for(name)

    def _library(self, name: str, file: str) -> None:
        top = name.partition(".")[0]
        if path := self.path(file):
            recorder.note_file(path)
        if path or not (top in BASE or self.surroundings.is_standard(file)) or top in {"_dbm", "_gdbm"}:
            recorder.note_everything(f"imports {top}", again=True)

    def _looked_for(self, name: str) -> None:
        """Note where a module would be found, outside the environment: there, or there in future."""
        parent, _, own = name.rpartition(".")
        places = getattr(sys.modules.get(parent), "__path__", ()) if parent else sys.path
        for place in list(places):
            base = os.path.join(os.path.abspath(place), own)  # noqa: PTH100, PTH118 - as above
            # A folder without __init__.py is a module only where no other place has one.
            package = os.path.join(base, "__init__.py")  # noqa: PTH118 - as above
            is_folder = self._asked_of(base)
            if self._asked_of(f"{base}.py") or (is_folder and self._asked_of(package)):
                return

    def _asked_of(self, given: object) -> bool:
        """Note a file, if it is of concern; whether it is there."""
        if path := self.path(given):
            recorder.note_file(path)
        return _asked.is_there(given)

    def started(self, *_: object) -> None:
        """A program is run; not to tell which machine this is."""
        if not _asked.is_called_by(_PLATFORM):
            recorder.note_everything("runs a program", again=True)

    def forked(self, *_: object) -> None:
        """The process is doubled."""
        recorder.note_everything("starts a process")

    def called(self, *_: object) -> None:
        """The network is used; not by Windows' way to make a pair of sockets."""
        if "socketpair" not in sys._getframe(2).f_code.co_name:  # noqa: SLF001 - as above
            recorder.note_everything("uses the network", again=True)

    def bound(self, name: object, *_: object) -> None:
        """A library of machine code is loaded by hand."""
        if name and self.counts():
            recorder.note_everything("loads a library by ctypes")

    def extended(self, *_: object) -> None:
        """SQLite loads an extension."""
        recorder.note_everything("loads an extension of SQLite")

    # What is no event.

    def asked_of(self, given: object) -> None:
        """It is asked whether a file is there, or how large it is."""
        if path := self.path(given):
            recorder.note_file(path)

    def aged(self, given: object) -> None:
        """It is asked how old a file is."""
        if path := self.path(given):
            recorder.note_found("time", path)

    def led(self, given: object) -> None:
        """It is asked where a link leads, or whether it is one."""
        path = self.path(given)
        if path and not os.path.join(os.getcwd(), "").startswith(os.path.join(path, "")):  # noqa: PTH109, PTH118 - as above
            recorder.note_link(path)

    def is_own(self, code: str) -> bool:
        """Whether the file of some code is the section's, and not of the environment."""
        return not code.startswith("<") and not self.surroundings.hold(code)

    def unseen(self, name: str, own: tuple[str, ...], importer: str | None) -> None:
        """A library is imported that reads past Python; `own`: what is taken from it."""
        top, *rest = name.split(".")
        library = importer if importer and self.surroundings.hold(importer) else ""
        if library:  # it is that one's business
            reads_arrow = top == "pyarrow" and _PYARROW not in library and not _OWN_WAY.isdisjoint([*rest, *own])
            # lxml opens by itself what it is given the name of; of whom that is not known, it is taken for read.
            is_handed = top in _HANDED and (top != "lxml" or self.surroundings.is_base(library))
            if is_handed or (top == "pyarrow" and not reads_arrow):
                return
        recorder.note_everything(f"imports {top}", again=top in _AWAY or not library)

    def counts(self) -> bool:
        """Whether it is the section, or the kit for it, that asks now, and not the machinery or its libraries.

        The standard library acts for who calls it.
        """
        frame: FrameType | None = sys._getframe(2)  # noqa: SLF001 - as above
        while frame:
            file = frame.f_code.co_filename
            if file != __file__ and not file.startswith("<") and not self.surroundings.is_standard(file):
                return _MAGICS in file or file.startswith(KIT) or not self.surroundings.is_base(file)
            frame = frame.f_back
        return False

    def variable(self, name: object, value: object) -> None:
        """A variable of the environment is read."""
        text = os.fsdecode(name) if isinstance(name, bytes | str) else ""
        if text and text not in self.set_here and recorder.is_noting() and self.counts():
            recorder.note_variable(text, None if value is None else os.fsdecode(value))  # type: ignore[arg-type]

    def variables(self) -> None:
        """All of them are looked through."""
        if recorder.is_noting() and self.counts():
            recorder.note_variable("*", "")


_watch: Watch


class _Environment(os._Environ):  # type: ignore[type-arg]  # noqa: SLF001 - the class of os.environ has no other name
    """The environment, in which is seen what is read."""

    def __getitem__(self, key: Any) -> Any:  # noqa: ANN401 - text, or bytes
        try:
            value = super().__getitem__(key)
        except KeyError:
            _watch.variable(key, None)
            raise
        _watch.variable(key, value)
        return value

    def __setitem__(self, key: Any, value: Any) -> None:  # noqa: ANN401 - as above
        super().__setitem__(key, value)
        _watch.set_here.add(os.fsdecode(key))

    def __delitem__(self, key: Any) -> None:  # noqa: ANN401 - as above
        super().__delitem__(key)
        _watch.set_here.add(os.fsdecode(key))

    def __iter__(self) -> Iterator[Any]:
        _watch.variables()
        return super().__iter__()

    def __len__(self) -> int:
        _watch.variables()
        return super().__len__()

    def __repr__(self) -> str:
        _watch.variables()
        return super().__repr__()


def begin(given: dict[str, str]) -> None:
    """Watch this process from now on, where that is asked for. `given`: the environment that it was started with."""
    global _watch  # noqa: PLW0603 - a process is watched once
    file = os.environ.pop(recorder.FILE, "")
    if not file:
        return
    _watch = Watch(given, os.path.dirname(file))  # noqa: PTH120 - of a name
    for environment in (os.environ, getattr(os, "environb", None)):
        if environment is not None:
            environment.__class__ = _Environment
    _asked.see(_watch)
    _see_imports()
    _see_processes()
    _see_attached()
    recorder.listen(file)
    sys.addaudithook(_hook(_watch))


def _hook(watch: Watch) -> Callable[[str, tuple[Any, ...]], None]:
    events: dict[str, Callable[..., None]] = {
        "open": watch.opened,
        "os.listdir": watch.listed,
        "os.scandir": watch.scanned,
        "os.mkdir": watch.folder_made,
        "os.rename": watch.renamed,
        "sqlite3.connect": watch.connected,
        "sqlite3.load_extension": watch.extended,
        "import": watch.imported,
        "ctypes.dlopen": watch.bound,
        "os.fork": watch.forked,
        "os.forkpty": watch.started,
        **dict.fromkeys(_PROGRAMS, watch.started),
        **dict.fromkeys(_AFAR, watch.called),
    }
    find, is_noting = events.get, recorder.is_noting

    def hear(event: str, words: tuple[Any, ...]) -> None:
        if (see := find(event)) is not None and is_noting():
            see(*words)

    return hear


def _see_imports() -> None:
    """An import of what is loaded already is no event."""
    statement, function = builtins.__import__, importlib.import_module

    def seen(name: str, own: tuple[str, ...], importer: str | None) -> None:
        top = name.partition(".")[0]
        if (top in _UNSEEN or top in _AWAY) and recorder.is_noting():
            _watch.unseen(name, own, importer)

    def by_statement(name: str, *words: Any, **options: Any) -> Any:  # noqa: ANN401 - as the real one
        scope = words[0] if words else options.get("globals")
        own = words[2] if len(words) > 2 else options.get("fromlist")  # noqa: PLR2004 - globals, locals, fromlist
        module = statement(name, *words, **options)
        seen(name, tuple(own or ()), (scope or {}).get("__file__"))
        return module

    def by_function(name: str, package: str | None = None) -> Any:  # noqa: ANN401 - as the real one
        module = function(name, package)
        seen(name, (), sys._getframe(1).f_globals.get("__file__"))  # noqa: SLF001 - as above
        return module

    builtins.__import__ = by_statement
    importlib.import_module = by_function


def _see_attached() -> None:
    """What SQLite opens beside the file that it was asked for is no event."""
    with suppress(ImportError):  # Python can do without
        for name in ("sqlite3", "sqlite3.dbapi2"):
            module: Any = importlib.import_module(name)
            module.connect = _attaching(module.connect)


def _attaching(real: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *words, **options: _watch.attached(real(*words, **options))


def _see_processes() -> None:
    """A process that is started without `subprocess` is no event."""
    with suppress(ImportError):  # Windows has it not
        module: Any = importlib.import_module("_posixsubprocess")
        real = module.fork_exec

        def fork_exec(*words: Any) -> int:  # noqa: ANN401 - as the real one
            if recorder.is_noting():
                _watch.started()
            number: int = real(*words)
            return number

        module.fork_exec = fork_exec
