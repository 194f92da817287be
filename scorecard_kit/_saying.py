"""What a command says on the terminal."""

from collections.abc import Iterable
from pathlib import Path

import typer

from scorecard_kit.findings import Finding, grouped


def tell(findings: Iterable[Finding]) -> None:
    """Print findings to stderr, those that are alike once, and no more of one file than can be read."""
    for finding in grouped(findings):
        typer.echo(f"{finding.level.capitalize()}: {finding}", err=True)


def warn(warnings: Iterable[str]) -> None:
    """Print warnings of pages that stand, each once."""
    for warning in dict.fromkeys(warnings):
        typer.echo(f"Warning: {warning}", err=True)


def shown(path: Path) -> str:
    """The path as seen from where the analyst stands, where that is shorter."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
