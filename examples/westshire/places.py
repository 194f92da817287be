"""The invented county: its areas and teams, how large they are, and whom the figures are compared with."""

from dataclasses import dataclass

__all__ = ["AREAS", "BENCHMARKS", "COUNTY", "TEAMS", "Place", "leaves"]

COUNTY = "Westshire"
BENCHMARKS = ("Statistical neighbours", "England")


@dataclass(frozen=True)
class Place:
    """An area or a team, with the area that it belongs to and its share of the county's work, in thousandths."""

    name: str
    parent: str
    share: int


TEAMS = (
    Place("Highfell", "Northmoor", 80),
    Place("Drovers Cross", "Northmoor", 60),
    Place("Abbotsmill", "Eastvale", 100),
    Place("Lower Vale", "Eastvale", 90),
    Place("Orchard Road", "Eastvale", 70),
    Place("Fold Street", "Southfold", 100),
    Place("Saltmarsh", "Southfold", 70),
    Place("Harbour", "Westhaven", 134),
    Place("Lighthouse", "Westhaven", 110),
    Place("Skerry Island", "Westhaven", 6),  # the small team: most of its figures are 1 to 5
    Place("Castle Gate", "Midford", 100),
    Place("Weavers Row", "Midford", 80),
)
AREAS = tuple(
    Place(area, COUNTY, sum(team.share for team in TEAMS if team.parent == area))
    for area in dict.fromkeys(team.parent for team in TEAMS)
)


def leaves(by: str) -> tuple[Place, ...]:
    """The places where something is counted, by `team`, `area` or `county`; the places above are their sums."""
    return {"team": TEAMS, "area": AREAS, "county": (Place(COUNTY, "", 1000),)}[by]
