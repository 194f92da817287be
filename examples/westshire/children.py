"""The invented county's children's indicators: what they count, what is expected of them, and their targets."""

from examples.westshire.measures import Measure, Stream

__all__ = ["CHILDREN", "STREAMS"]

SCHOOL_YEAR = {4: 0.92, 8: 0.7, 9: 1.05, 11: 1.12, 12: 0.88, 3: 1.12}  # schools make fewer referrals in the holidays
POPULATION = 212_000  # children aged 0 to 17
CASES, STAFF = "Case records", "Staff records"

STREAMS = (
    Stream("contacts", (2600, 3000), season=SCHOOL_YEAR),
    Stream("referrals", (900, 960), by="team", season=SCHOOL_YEAR),
    Stream("assessments", (600, 640), by="team", season=SCHOOL_YEAR),
    Stream("conferences", (88, 96), season=SCHOOL_YEAR),
    Stream("cp-plans", (590, 640), by="team", leaving=0.085),
    Stream("open-cases", (3100, 3300), by="team", leaving=0.14),
    Stream("cic", (740, 770), side="excluding_uasc", leaving=0.035),
    Stream("cic", (55, 96), side="uasc", leaving=0.05),
    Stream("reviews", (135, 140), side="excluding_uasc"),
    Stream("reviews", (10, 17), side="uasc"),
    Stream("care-leavers", (390, 430), leaving=0.03),
    Stream("adoptions", (3.6, 3.2), by="county"),
    Stream("workers", (188, 200), by="team", planned=True),
    Stream("posts", (380, 400), planned=True),
)

FRONT_DOOR = "Front door"
PROTECTION = "Child protection"
CARE = "Children in care and care leavers"
WORKFORCE = "Children's workforce"

CHILDREN = (
    Measure(
        "re-referrals", "Referrals within 12 months of an earlier one", "L", "R12M", "percent", "referrals", FRONT_DOOR,
        chance=(23.5, 19.2), years=tuple({"target": target, "floor": floor} for target, floor in
                                         ((22, 25), (21, 24), (20, 23))),
        definition="Of the referrals of the last twelve months, the share about a child who had already been referred "
        "in the twelve months before.",
        short_name="Re-referrals within 12 months", source=CASES, benchmarks=((21.7, 21.2), (22.4, 22.1)),
    ),
    Measure(
        "contacts-decided", "Contacts decided within one working day", "H", "month", "percent", "contacts", FRONT_DOOR,
        chance=(84, 93.5), years=tuple({"target": target, "floor": floor} for target, floor in
                                       ((88, 82), (90, 84), (92, 86))),
        cases_sentence="yes",
        short_name="Decided in one working day", source=CASES,
        definition="Of the contacts received in the month, the share on which the next step was decided by the end of "
        "the following working day.",
    ),
    Measure(
        "assessments-in-time", "Assessments finished within 45 working days", "H", "YTD", "percent", "assessments",
        FRONT_DOOR, chance=(79.5, 79.5), by="team", spread=5,
        years=tuple({"target": target, "floor": floor} for target, floor in ((84, 76), (85, 77), (86, 78))),
        cases_sentence="yes",
        short_name="Assessments in 45 working days", source=CASES, benchmarks=((83.9, 84.6), (82.8, 83.7)),
        definition="Of the child and family assessments finished since April, the share that took no more than 45 "
        "working days.",
    ),
    Measure(
        "icpc-in-time", "Initial child protection conferences held within 15 working days", "H", "YTD", "percent",
        "conferences", PROTECTION, chance=(87, 74),
        years=tuple({"target": target, "floor": floor} for target, floor in ((85, 78), (86, 79), (86, 79))),
        cases_sentence="yes",
        short_name="Conferences in 15 working days", source=CASES, benchmarks=((81.2, 80.4), (79.1, 78.6)),
        definition="Of the initial child protection conferences held since April, the share held no later than 15 "
        "working days after the enquiry began.",
    ),
    Measure(
        "cp-rate", "Children with a child protection plan, for every 10,000 children", "T", "SS", "rate", "cp-plans",
        PROTECTION, drawn="count", population=POPULATION,
        years=({"target": 29, "green_from": 26, "green_to": 32, "amber_from": 23, "amber_to": 36},),
        definition="Children with a child protection plan on the last day of the month, for every 10,000 children who "
        "live in the county.",
        short_name="Protection plans, per 10,000", source=CASES, benchmarks=((36.4, 35.2), (41.8, 41.1)),
    ),
    Measure(
        "cp-visits", "Child protection visits made in time", "H", "month", "percent", "cp-plans", PROTECTION,
        chance=(89, 89), by="team", years=({"target": 92, "floor": 85}, {}, {"target": 93, "floor": 86}),
        cases_sentence="yes",
        short_name="Child protection visits in time", source=CASES,
        definition="Of the children with a child protection plan who were due a visit in the month, the share who were "
        "visited within ten working days of the last visit.",
    ),
    Measure(
        "repeat-cp-plans", "Child protection plans that are a second or later one", "T", "R12M", "percent",
        "cp-plans-starts", PROTECTION, chance=(20, 20),
        years=({"target": 18, "green_from": 15, "green_to": 21, "amber_from": 12, "amber_to": 25},),
        definition="Of the child protection plans begun in the last twelve months, the share for a child who had had a "
        "plan before, at whatever age.",
        short_name="Second or later protection plan", source=CASES, benchmarks=((22.9, 23.3), (24.0, 24.3)),
    ),
    Measure(
        "cp-plans-2-years", "Child protection plans lasting two years or more", "L", "SS", "percent", "cp-plans",
        PROTECTION, chance=(5.8, 5.8), drawn="people", spread=1,
        years=({"target": 5, "floor": 7}, {}, {"target": 4.5, "floor": 6.5}),
        definition="Of the child protection plans in force on the last day of the month, the share that began two "
        "years ago or earlier.",
        short_name="Plans of two years or more", source=CASES,
    ),
    Measure(
        "cic-3-placements", "Children in care with three or more placements in a year", "L", "SS", "percent", "cic",
        CARE, chance=(9.6, 11.4), drawn="people", cohort=True, spread=3,
        years=({"target": 9.5, "floor": 11.5},),
        short_name="3 or more placements in a year", source=CASES, benchmarks=((10.4, 10.7), (10.0, 10.2)),
        definition="Of the children in care on the last day of the month, the share who had three or more placements "
        "in the twelve months up to that day.",
    ),
    Measure(
        "cic-health", "Children in care with an up-to-date health assessment", "H", "SS", "percent", "cic", CARE,
        chance=(90, 91.5), drawn="people", cohort=True, spread=3,
        years=({"target": 92, "floor": 86}, {}, {"target": 85, "floor": 78}),
        short_name="Health assessment up to date", source=CASES,
        definition="Of the children in care on the last day of the month, the share whose health was assessed within "
        "the time that their age asks for.",
        data_notes="Until March 2025 an assessment counted from the day of its appointment, and since April 2025 from "
        "the day on which its report was received.",
    ),
    Measure(
        "cic-reviews", "Children in care reviewed in time", "H", "YTD", "percent", "reviews", CARE, chance=(93.5, 93.5),
        cohort=True, spread=2, cases_sentence="yes",
        short_name="Care reviews in time", source=CASES,
        years=tuple({"target": target, "floor": floor} for target, floor in ((94, 92), (95, 93), (95, 93))),
        definition="Of the reviews of children in care that were due since April, the share held by the day on which "
        "they were due.",
    ),
    Measure(
        "cic-visits", "Children in care visited in time", "H", "month", "percent", "cic", CARE, chance=(88, 91.5),
        cohort=True, cases_sentence="yes",
        short_name="Care visits in time", source=CASES,
        years=tuple({"target": target, "floor": floor} for target, floor in ((90, 84), (91, 85), (92, 86))),
        definition="Of the children in care, the share whose social worker's visit was up to date at the end of the "
        "month.",
    ),
    Measure(
        "care-leavers-eet", "Care leavers in education, employment or training", "H", "SS", "percent", "care-leavers",
        CARE, chance=(57, 50.5), drawn="people", benchmarks=((53.5, 53.9), (55.4, 54.8)),
        short_name="Care leavers in work or learning", source=CASES,
        years=tuple({"target": target, "floor": floor} for target, floor in ((58, 53), (60, 54), (60, 54))),
        definition="Of the care leavers aged 17 to 21, the share who were in education, employment or training on the "
        "last day of the month.",
    ),
    Measure(
        "care-leavers-homes", "Care leavers in suitable accommodation", "H", "SS", "percent", "care-leavers", CARE,
        chance=(88.5, 88.5), drawn="people", years=({"target": 90, "floor": 84},),
        short_name="Care leavers suitably housed", source=CASES,
        benchmarks=((88.1, 88.6), (88.3, 88.5)), spread=2,
        definition="Of the care leavers aged 17 to 21, the share who lived in suitable accommodation on the last day "
        "of the month.",
    ),
    Measure(
        "adoption-days", "Average days from coming into care to moving in with an adoptive family", "L", "R12M", "days",
        "adoptions", CARE, chance=(490, 432), drawn="days", by="county", decimals="0",
        short_name="Days from care to new family", source=CASES,
        years=tuple({"target": target, "floor": floor} for target, floor in ((470, 540), (450, 520), (426, 500))),
        definition="For the children adopted in the last twelve months: the average number of days between the day on "
        "which they came into care and the day on which they moved in with their adoptive family.",
    ),
    Measure(
        "caseload", "Cases for each social worker", "L", "SS", "ratio", "open-cases", WORKFORCE, drawn="load",
        workers="workers", by="team", source=STAFF,
        years=({"target": 17, "floor": 20}, {}, {"target": 16, "floor": 19}),
        definition="Open cases on the last day of the month, divided by the social workers who hold cases.",
    ),
    Measure(
        "posts-permanent", "Social work posts held by permanent staff", "H", "SS", "percent", "posts", WORKFORCE,
        chance=(79, 86), drawn="people", years=tuple({"target": target, "floor": floor} for target, floor in
                                                     ((82, 74), (84, 76), (86, 78))),
        companions="posts-agency",
        short_name="Posts held by permanent staff", source=STAFF,
        definition="Of the social work posts in children's services, the share held by permanent staff on the last day "
        "of the month.",
    ),
    Measure(
        "posts-agency", "Social work posts held by agency staff", "L", "SS", "percent", "posts", WORKFORCE,
        role="companion", chance=(14, 9.5), drawn="people", source=STAFF, spread=2,
        definition="Of the social work posts in children's services, the share held by agency staff on the last day of "
        "the month.",
    ),
)  # fmt: skip
