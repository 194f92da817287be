"""What stands in the parts of a data folder's tables that sections have read, by digest."""

import json
from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any

from scorecard_kit.data.dataset import PARTED, Dataset
from scorecard_kit.data.fingerprint import fingerprint, fingerprints, rows
from scorecard_kit.data.part import limits_of, part, part_masks
from scorecard_kit.data.schema import TABLES
from scorecard_kit.findings import InputError
from scorecard_kit.reads.recorder import UNTOLD


class Parts:
    """The tables of a data folder or database, of which sections read parts: each part digested once."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._parts = cache(self._part)

    @cached_property
    def _whole(self) -> dict[str, str]:
        return fingerprints(self._dataset, self._dataset)

    @cached_property
    def _rows(self) -> dict[str, list[str]]:
        return {name: rows(getattr(self._dataset, name)) for name in PARTED}

    def fingerprints(self, shown: Mapping[str, Any]) -> dict[str, str]:
        """The digest of each table's part, as `load` gives it with these options; without any, of all."""
        return self._parts(json.dumps(shown, sort_keys=True)) if shown else self._whole

    def _part(self, options: str) -> dict[str, str]:
        shown = json.loads(options)
        if self._dataset.stored:
            try:
                return fingerprints(part(self._dataset, **shown), self._dataset)
            except InputError:
                return {"results": UNTOLD}
        masks = part_masks(self._dataset, limits_of(self._dataset, **shown))
        kept = {
            name: [row for row, is_kept in zip(self._rows[name], masks[name].tolist(), strict=True) if is_kept]
            for name in PARTED
        }
        parts = {name: fingerprint(texts) for name, texts in kept.items() if texts}
        return {**{name: found for name, found in self._whole.items() if name not in PARTED}, **parts}

    def words(self, name: str) -> str:
        """How the table is called where it lives."""
        sources = self._dataset.sources
        source = next((source for source in sources if name in source.held), None)
        return f"from an earlier {source.name(TABLES[name]) if source else TABLES[name].file}"
