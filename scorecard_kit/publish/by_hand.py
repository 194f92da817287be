"""A section's page by nbconvert's own command: `jupyter nbconvert --to html --template scorecard`."""

from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

from scorecard_kit.publish.html import lone_page
from scorecard_kit.publish.section import read_body

__all__ = ["ReadSection"]


class ReadSection(Preprocessor):
    """Gives the template the page, which it only places."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Make the page of an executed notebook: `resources["scorecard_page"]`. ExportError where there can be none."""
        resources["scorecard_page"] = lone_page(read_body(nb))
        return nb, resources
