"""The counts that a cell may have, one after another, by integer programming: HiGHS, the library highspy."""

from collections.abc import Iterator, Sequence

import numpy as np
from highspy import Highs, HighsModelStatus, HighsVarType, kHighsInf

from scorecard_kit.safe._parts import Bounds, Part

_SECONDS, _SILENT = 10.0, False
_FAR = 1_000
"""How far beyond everything that holds a part down a cell without an end is looked at."""


class UnprovedError(ValueError):
    """The programme did not end in time, or gave counts that do not fit what is known."""


class Solver:
    """All counts that fit one part. `low` and `high` are bounds that are never narrower than what fits."""

    def __init__(self, part: Part, within: Bounds) -> None:
        self.part = part
        self.low, ends = within
        told = [abs(end) for _, *both in part.sums for end in both if end is not None]
        far = 10 * max([*told, *self.low, *(end for end in ends if end is not None), _FAR])
        self.high = [far if end is None else end for end in ends]
        self.model = _model()
        for least, greatest in zip(self.low, self.high, strict=True):
            self._column(least, greatest)
        for terms, at_least, at_most in part.sums:
            self._row(terms, at_least, at_most)
        for options in part.eithers:
            self._either(options)

    def counts(self, place: int, least: int) -> list[int] | None:
        """Counts of every cell that fit, where that cell's is as small as it can be but not under `least`; or None."""
        if least > self.high[place]:
            return None
        self.model.changeColBounds(place, max(least, self.low[place]), self.high[place])
        self.model.changeColCost(place, 1.0)
        self.model.run()
        status = self.model.getModelStatus()
        solution = self.model.getSolution().col_value
        self.model.changeColBounds(place, self.low[place], self.high[place])
        self.model.changeColCost(place, 0.0)
        if status == HighsModelStatus.kInfeasible:
            return None
        found = [round(value) for value in solution[: len(self.low)]]
        if status != HighsModelStatus.kOptimal or not self._fits(found):
            raise UnprovedError
        return found

    def _column(self, least: float, greatest: float) -> int:
        place = int(self.model.getNumCol())
        self.model.addVar(least, greatest)
        self.model.changeColIntegrality(place, HighsVarType.kInteger)
        return place

    def _row(self, terms: Sequence[tuple[int, int]], least: int | None, greatest: int | None) -> None:
        places, factors = zip(*terms, strict=True)
        ends = -kHighsInf if least is None else least, kHighsInf if greatest is None else greatest
        self.model.addRow(*ends, len(places), np.array(places, np.int32), np.array(factors, np.float64))

    def _either(self, options: Sequence[tuple[int, int, int]]) -> None:
        """A choice for each option, at least one of which is taken; a taken one holds its cell between its ends."""
        chosen = []
        for place, low, high in options:
            if low <= self.high[place] and self.low[place] <= high:
                taken = self._column(0, 1)
                chosen.append((taken, 1))
                self._row(((place, 1), (taken, min(self.low[place] - low, 0))), self.low[place], None)
                self._row(((place, 1), (taken, max(self.high[place] - high, 0))), None, self.high[place])
        self._row(chosen, 1, None)

    def _fits(self, found: Sequence[int]) -> bool:
        return all(self._checks(found))

    def _checks(self, found: Sequence[int]) -> Iterator[bool]:
        """Whether each tie holds in whole numbers, whatever the programme's own tolerance."""
        for terms, least, greatest in self.part.sums:
            added = sum(factor * found[place] for place, factor in terms)
            yield (least is None or least <= added) and (greatest is None or added <= greatest)
        for options in self.part.eithers:
            yield any(low <= found[place] <= high for place, low, high in options)


class _Quiet(Highs):
    """A model that says nothing on the terminal, not even who it is."""

    def enableCallbacks(self) -> None:  # noqa: N802 - the library's name
        self.setOptionValue("output_flag", _SILENT)
        super().enableCallbacks()  # type: ignore[no-untyped-call]  # the library has it untyped


def _model() -> Highs:
    model = _Quiet()  # type: ignore[no-untyped-call]  # as above
    options: dict[str, str | float] = {
        "presolve": "off", "threads": 1, "time_limit": _SECONDS, "mip_rel_gap": 0.0, "mip_abs_gap": 0.0,
        "mip_feasibility_tolerance": 1e-9, "primal_feasibility_tolerance": 1e-9,
    }  # fmt: skip
    for name, value in options.items():
        model.setOptionValue(name, value)
    return model
