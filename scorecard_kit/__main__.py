"""python -m scorecard_kit: the command `scorecard`."""

from scorecard_kit.cli import main

main()
