"""csv.zip: the pack's CSV files, and whose figures they are."""

from collections.abc import Mapping, Sequence

from scorecard_kit.files.zips import zipped
from scorecard_kit.judge.periods import last_day, long_date
from scorecard_kit.pack.plan import Pack
from scorecard_kit.publish.notices import notices


def csv_archive(
    pack: Pack, tables: Mapping[str, bytes], titles: Mapping[str, str], corrected: Sequence[str] = ()
) -> bytes:
    """csv.zip: README.txt, then every table as it stands in data/.

    `titles` are those of the sections, by name; `corrected` says what was corrected since an earlier edition.
    """
    return zipped({"README.txt": _readme(pack, list(tables), titles, corrected).encode(), **tables})


def attribution(pack: Pack) -> str:
    """Whose figures these are, as of when: Shire County Council: Scorecard, position at 31 March 2016."""
    head = pack.head
    whose = f"{head.council}: " if head.council else ""
    return f"{whose}{head.title}, position at {long_date(last_day(head.period))}"


def _readme(pack: Pack, names: list[str], titles: Mapping[str, str], corrected: Sequence[str]) -> str:
    lines = [
        attribution(pack), *notices(pack.head.status, pack.head.worked_example), *corrected, "",
        "One file a section of the pack; the same figures as on its pages.", "",
        *(f"{name}  {titles.get(name.removesuffix('.csv'), '')}".rstrip() for name in names), "",
        "UTF-8, comma separated, one header row. Values are unrounded; a period is written year-month.",
        "c: withheld to protect individuals. A blank cell: nothing applies, or nothing was stated.",
        "numerator, denominator, value: the result, and what it was worked out from.",
        "rag: Green, Amber, Red or Not rated. direction_from_...: since the result of previous_period, or the outturn.",
        "The pages say what each indicator means, where its figures come from, and what to be careful about.", "",
        f"When you use these figures, name their source: {attribution(pack)}.",
    ]  # fmt: skip
    return "\r\n".join(lines) + "\r\n"  # Notepad shows it, whatever its age
