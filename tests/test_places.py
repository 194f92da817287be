"""Where a pack may be written, and what it may read."""

import json
from pathlib import Path

import pytest

from scorecard_kit.places import name_problem, output_findings, sources_of, within
