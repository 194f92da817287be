"""The invented county's adults' indicators, and what is counted beside the indicators of both services."""

from examples.westshire.children import POPULATION, SCHOOL_YEAR
from examples.westshire.measures import Measure, Stream

__all__ = ["ADULTS", "BESIDE", "STREAMS"]

OLDER_PEOPLE = 131_000  # people aged 65 and over
WINTER = {1: 1.15, 2: 1.08, 7: 0.92, 8: 0.9, 12: 1.1}
CASES = "Case records"

STREAMS = (
    Stream("waiting", (380, 300), leaving=0.2),
    Stream("requests", (290, 310), season=WINTER),
    Stream("discharges", (62, 70), season=WINTER),
    Stream("clients", (5100, 5300), leaving=0.02),
    Stream("enquiries", (104, 112)),
    Stream("admissions", (59, 66), season=WINTER),
    Stream("carers", (128, 141), season=SCHOOL_YEAR),
)

HELP = "Adults: getting help"
INDEPENDENCE = "Adults: safe and independent"

ADULTS = (
    Measure(
        "adults-waiting", "Adults waiting longer than 28 days for an assessment", "L", "SS", "count", "waiting", HELP,
        drawn="count", target_area="Westshire",
        short_name="Adults waiting over 28 days", source=CASES,
        years=tuple({"target": target, "floor": floor} for target, floor in ((320, 380), (280, 325), (220, 280))),
        definition="Adults who had asked for help more than 28 days before the last day of the month, and whose needs "
        "had not been assessed.",
    ),
    Measure(
        "adults-assessed", "Adults assessed within 28 days of asking", "H", "month", "percent", "requests", HELP,
        chance=(77, 77), years=({"target": 80, "floor": 75},), cases_sentence="yes",
        short_name="Adults assessed within 28 days", source=CASES,
        definition="Of the adults who asked for help and whose needs were assessed in the month, the share assessed "
        "within 28 days.",
    ),
    Measure(
        "reablement-home", "Older people at home 91 days after leaving hospital", "H", "quarter", "percent",
        "discharges", HELP, chance=(81.5, 85.5),
        short_name="At home 91 days after hospital", source=CASES, benchmarks=((84.1, 84.4), (83.8, 84.0)),
        years=tuple({"target": target, "floor": floor} for target, floor in ((82, 76), (83, 77), (84, 78))),
        definition="Of the people aged 65 and over who left hospital with help to regain their independence, and whose "
        "91st day fell in the quarter, the share who were at home on that day.",
    ),
    Measure(
        "carers-assessed", "Carers assessed since April", "H", "YTD", "count", "carers", HELP, drawn="count",
        target_area="Westshire", source=CASES,
        years=tuple({"target": target, "floor": floor} for target, floor in ((1500, 1350), (1560, 1404), (1680, 1512))),
        definition="Carers whose needs were assessed or reviewed since April. The target climbs by a twelfth of the "
        "year's target each month.",
    ),
    Measure(
        "annual-reviews", "People with long-term support reviewed in the last year", "H", "SS", "percent", "clients",
        INDEPENDENCE, chance=(61, 71.5), drawn="people",
        short_name="Reviewed in the last year", source=CASES,
        years=tuple({"target": target, "floor": floor} for target, floor in ((68, 60), (72, 65), (75, 68))),
        definition="Of the adults who have had long-term support for a year or more, the share whose needs were "
        "reviewed in the last twelve months.",
    ),
    Measure(
        "safeguarding-outcomes", "Safeguarding enquiries that brought what the person wanted", "H", "YTD", "percent",
        "enquiries", INDEPENDENCE, chance=(91.5, 91.5),
        short_name="Wanted outcome of safeguarding", source=CASES, spread=2,
        years=({"target": 90, "floor": 84}, {}, {"target": 91, "floor": 85}),
        definition="Of the safeguarding enquiries closed since April in which the person said what they wanted, the "
        "share in which it was achieved in full or in part.",
    ),
    Measure(
        "residential-65", "People aged 65 and over moving into residential care, for every 100,000", "L", "R12M",
        "rate", "admissions", INDEPENDENCE, drawn="count", population=OLDER_PEOPLE, per="100000",
        short_name="Into residential care at 65 plus", source=CASES,
        years=tuple({"target": target, "floor": floor} for target, floor in ((580, 605), (570, 595), (560, 585))),
        definition="People aged 65 and over whose long-term support began to be met in residential or nursing care in "
        "the last twelve months, for every 100,000 people of that age.", benchmarks=((558.3, 566.9), (560.8, 566.0)),
    ),
    Measure(
        "direct-payments", "Adults with support who have a direct payment", "H", "SS", "percent", "clients",
        INDEPENDENCE, chance=(24.5, 27), drawn="people",
        short_name="Adults with a direct payment", source=CASES, benchmarks=((26.0, 25.7), (26.2, 25.9)),
        years=tuple({"target": target, "floor": floor} for target, floor in ((26, 22), (27, 23), (28, 24))),
        definition="Of the adults with long-term support in the community, the share with a direct payment on the last "
        "day of the month.",
    ),
)  # fmt: skip

ACTIVITY = "Activity"

BESIDE = (
    Measure("contacts", "Contacts in the month", "", "month", "count", "contacts", ACTIVITY, "activity",
            drawn="count", definition="Contacts received by children's services during the month."),
    Measure("referrals", "Referrals in the month", "", "month", "count", "referrals", ACTIVITY, "activity",
            drawn="count", definition="Referrals accepted by children's services during the month."),
    Measure("open-cases", "Open cases", "", "SS", "count", "open-cases", ACTIVITY, "activity", drawn="count",
            by="team", definition="Children with an open case at the end of the month."),
    Measure("cp-plans", "Child protection plans", "", "SS", "count", "cp-plans", ACTIVITY, "activity", drawn="count",
            by="team", definition="Child protection plans in force at the end of the month."),
    Measure("cp-starts", "Child protection plans begun in the month", "", "month", "count", "cp-plans-starts",
            ACTIVITY, "activity", drawn="count", definition="Child protection plans that began during the month."),
    Measure("cp-ends", "Child protection plans ended in the month", "", "month", "count", "cp-plans-ends", ACTIVITY,
            "activity", drawn="count", definition="Child protection plans that ended during the month."),
    Measure("children-in-care", "Children in care", "", "SS", "count", "cic", ACTIVITY, "activity", drawn="count",
            cohort=True, definition="Children in care at the end of the month."),
    Measure("cic-starts", "Children who came into care in the month", "", "month", "count", "cic-starts", ACTIVITY,
            "activity", drawn="count", definition="Children who came into care during the month."),
    Measure("cic-ends", "Children who left care in the month", "", "month", "count", "cic-ends", ACTIVITY, "activity",
            drawn="count", definition="Children who left care during the month."),
    Measure("contact-rate", "Contacts in the month, for every 10,000 children", "", "month", "rate", "contacts",
            "Demand", "lead", drawn="count", population=POPULATION, years=({"lower": 120, "upper": 165},),
            definition="Contacts received by children's services in the month, for every 10,000 children in the "
            "county."),
    Measure("cic-rate", "Children in care, for every 10,000 children", "", "SS", "rate", "cic", "Demand", "lead",
            drawn="count", population=POPULATION, years=({"lower": 36, "upper": 40},),
            definition="Children in care on the last day of the month, for every 10,000 children in the county."),
)  # fmt: skip
