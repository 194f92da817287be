"""Write the invented county: `python -m examples.westshire`, into data/westshire and parameters/ of this repository.

`python -m examples.westshire 2025-06 --to elsewhere` writes it as it stood when June 2025 was reported, into the folder
`elsewhere`; `--seed 7` draws other figures with the same stories, `--without-stories` figures with none.
"""

import argparse
from pathlib import Path

from examples.westshire.county import HISTORY, LAST, SEED, write

ROOT = Path(__file__).parents[2]


def main() -> None:
    """Read the command line and write."""
    parser = argparse.ArgumentParser(prog="python -m examples.westshire", description="Write the invented county.")
    parser.add_argument(
        "month", nargs="?", default=LAST, choices=HISTORY, metavar="MONTH", help=f"as of which month (default {LAST})"
    )
    parser.add_argument("--to", type=Path, default=ROOT, help="the folder that gets data/westshire and parameters/")
    parser.add_argument("--seed", type=int, default=SEED, help=f"draw other figures (default {SEED})")
    parser.add_argument("--without-stories", action="store_true", help="plant nothing: chance and slow change alone")
    given = parser.parse_args()
    usual = (given.month, given.seed, given.without_stories) == (LAST, SEED, False)
    if given.to == ROOT and not usual:
        parser.error("other figures than the repository's own do not belong in it: name a folder with --to.")
    write(given.to, given.month, given.seed, planted=not given.without_stories)


if __name__ == "__main__":
    main()
