"""Whom a cluster is taken from, and what becomes of an answer that is none."""

import json
import re
from typing import NoReturn

import pytest
from dask import config
from distributed.security import Security
from nbformat.v4 import new_notebook, writes

from scorecard_kit.findings import InputError
from scorecard_kit.publish.limits import OUTPUT
from scorecard_kit.run._cluster import record_of, refuse_strangers
from scorecard_kit.run._worker import answer
from scorecard_kit.run.kernel import SectionError

CA, CERT = "DASK_DISTRIBUTED__COMM__TLS__CA_FILE", "DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT"


@pytest.mark.parametrize(
    "address",
    ["tcp://127.0.0.1:8786", "127.0.0.1:8786", "tcp://localhost:8786", "tcp://127.9.0.3:1", "tcp://[::1]:8786"],
)
def test_a_scheduler_of_this_machine_is_taken(address: str) -> None:
    """What listens on the loopback address can be reached by nobody outside."""
    refuse_strangers(address, trusted=False)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("tcp://10.0.0.7:8786", "is on another machine, and is not asked for a certificate"),
        ("10.0.0.7:8786", "is on another machine"),
        ("tcp://0.0.0.0:8786", "is on another machine"),
        ("tcp://127.0.0.1.example.org:8786", "is on another machine"),
        ("tcp://localhost@example.org:8786", "is on another machine"),
        ("ws://example.org:8786", "is on another machine"),
        ("tls://example.org:8786", "asks for TLS, and no certificates are named here"),
        ("tcp://[::bad:8786", "is no address"),
    ],
)
def test_a_scheduler_elsewhere_is_refused(address: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs it could run programs here: it takes a certificate, or a word on the command line."""
    for name in (CA, CERT):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(InputError, match=f'^--scheduler: "{re.escape(address)}" {said}'):
        refuse_strangers(address, trusted=False)
    if not address.startswith(("tls", "tcp://[")):
        refuse_strangers(address, trusted=True)


def test_a_certificate_vouches_for_a_scheduler(monkeypatch: pytest.MonkeyPatch) -> None:
    """With an authority and a certificate of one's own, which can be read, TLS says who is at the other end."""
    with config.set({"distributed.comm.tls.ca-file": "ca.pem", "distributed.comm.tls.client.cert": "me.pem"}):
        with pytest.raises(InputError, match=r"a certificate cannot be read \(No such file or directory\)"):
            refuse_strangers("tls://example.org:8786", trusted=True)
        monkeypatch.setattr(Security, "get_connection_args", lambda _, role: {"role": role})
        refuse_strangers("tls://example.org:8786", trusted=False)
        with pytest.raises(InputError, match="is not asked for a certificate"):
            refuse_strangers("tcp://example.org:8786", trusted=False)


class Planted:
    """Something that would do more than be read."""

    def __str__(self) -> NoReturn:
        raise AssertionError("it was asked for its text")


@pytest.mark.parametrize(
    "sent",
    [
        Planted(), None, 5, b"{}", "", "[]", "no JSON", "{}", '{"record": "", "cell": "x", "cause": ""}', "[" * 100_000,
        ("", 1, "a tuple of its own"), "x" * (2 * OUTPUT + 2_000_000),
    ],
    ids=lambda sent: f"{type(sent).__name__} {str(sent)[:8] if isinstance(sent, str) else ''}",
)  # fmt: skip
def test_an_answer_that_is_none_is_a_failure_of_its_section(sent: object) -> None:
    """Whatever a worker sends instead of an answer is told in a sentence, and is not looked into further."""
    with pytest.raises(SectionError, match=r"^the cluster's answer "):
        record_of(sent)


@pytest.mark.parametrize(
    "record", ["", "{}", "null", "[1]", '{"cells": 5, "nbformat": 4, "nbformat_minor": 5, "metadata": {}}', "\x00"]
)
def test_a_record_that_is_none_is_a_failure_of_its_section(record: str) -> None:
    """An answer in the right form that holds no notebook gives no traceback either."""
    with pytest.raises(SectionError, match=r"^the cluster's answer holds no executed notebook$"):
        record_of(answer(record))


def test_an_answer_is_what_was_sent() -> None:
    """A record comes through unchanged; a failure comes with its cell, and without what would steer a terminal."""
    text = writes(new_notebook())  # type: ignore[no-untyped-call]
    assert json.loads(writes(record_of(answer(text)))) == json.loads(text)  # type: ignore[no-untyped-call]
    with pytest.raises(SectionError, match=r"^cell 4: bad <U\+001B>\[2J$"):
        record_of(answer("", 4, "bad \x1b[2J"))
