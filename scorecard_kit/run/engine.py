"""The papermill engine `scorecard`: one write of the executed record, a limit for the whole, and an honest status.

papermill's own engine writes after every cell, calls a cell "completed" whose kernel died or ran out of time, and lets
`sys.exit(0)` pass for success.
"""

from time import monotonic
from typing import Any

from nbformat import NotebookNode
from papermill.engines import NBClientEngine, NotebookExecutionManager

__all__ = ["LIMIT", "OneWrite", "SectionEngine", "StoppedEarlyError"]

LIMIT = 600
"""Seconds that a section may take, unless another limit is given."""


class StoppedEarlyError(Exception):
    """A notebook that ended itself before its last cell, without an error."""


class OneWrite(NotebookExecutionManager):  # type: ignore[misc]  # papermill carries no types
    """The state of a notebook that is being run: written once, and never called complete where it is not."""

    ended = False
    reached: tuple[NotebookNode, int | None] | None = None

    def save(self, **_: Any) -> None:  # noqa: ANN401 - as papermill calls it
        """Write the notebook, once it has ended."""
        if self.ended:
            super().save()

    def cell_start(self, cell: NotebookNode, cell_index: int | None = None, **kwargs: Any) -> None:  # noqa: ANN401
        """Note when a cell began."""
        self.reached = (cell, cell_index)
        super().cell_start(cell, cell_index, **kwargs)

    def broke_off(self) -> None:
        """The notebook ended otherwise than with its last cell: the one that was reached has failed."""
        self.nb.metadata.papermill["exception"] = True
        if self.reached:
            self.cell_exception(*self.reached)

    def notebook_complete(self, **kwargs: Any) -> None:  # noqa: ANN401 - as papermill calls it
        """Note the end and write the notebook; cells that were never reached stay pending."""
        self.ended = True
        pending = [cell for cell in self.nb.cells if cell.metadata.papermill["status"] == self.PENDING]
        super().notebook_complete(**kwargs)
        if self.nb.metadata.papermill["exception"]:
            for cell in pending:
                cell.metadata.papermill["status"] = self.PENDING
            self.save()


class SectionEngine(NBClientEngine):  # type: ignore[misc]  # papermill carries no types
    """Run a notebook as papermill does. Options beside papermill's: `section_timeout`, in seconds for the whole."""

    @classmethod
    def execute_notebook(
        cls,
        nb: NotebookNode,
        kernel_name: str,
        output_path: str | None = None,
        progress_bar: bool | dict[str, Any] = True,
        log_output: bool = False,
        autosave_cell_every: int = 0,
        section_timeout: float = LIMIT,
        **kwargs: Any,  # noqa: ANN401 - as papermill has it
    ) -> NotebookNode:
        """Run the notebook and return it; it is written to the output path when it has ended, however it ended."""
        del autosave_cell_every
        state = OneWrite(nb, output_path, log_output, progress_bar, autosave_cell_every=0)
        state.notebook_start()
        latest = monotonic() + section_timeout
        try:
            cls.execute_managed_notebook(
                state,
                kernel_name,
                log_output=log_output,
                timeout_func=lambda _: max(latest - monotonic(), 0.001),
                **kwargs,
            )
            _refuse_an_early_end(state)
        except BaseException:
            state.broke_off()
            raise
        finally:
            state.cleanup_pbar()
            state.notebook_complete()
        finished: NotebookNode = state.nb
        return finished


def _refuse_an_early_end(state: OneWrite) -> None:
    """Raise where a cell ended the notebook with sys.exit(0), which papermill lets pass for success."""
    for place, cell in enumerate(state.nb.cells):
        for output in cell.get("outputs", ()):
            if output.output_type == "error" and output.ename == "SystemExit" and output.evalue in {"", "0", "None"}:
                state.cell_exception(cell, place)
                raise StoppedEarlyError(f"SystemExit in cell {place}")
