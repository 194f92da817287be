"""What an analyst writes in each column, in a few words: the notes of the workbook (docs/data.md tells it in full)."""

from scorecard_kit.schema import Column, Table

_BY_KIND = {
    "text": "Text.",
    "slug": "A key: small letters, digits and single hyphens, such as cic-reviews.",
    "number": "A number.",
    "count": "A number that was counted.",
    "whole": "A whole number: 0, 1, 2 and so on.",
    "period": "A month, such as 2016-03.",
    "date": "A date, such as 2016-03-31.",
    "yes_no": "yes or no.",
    "choice": "One of the list.",
    "list": "Words with spaces between them.",
}
_WORDS = {
    "amber_from": "The worst value on the low side that is still Amber (polarity T).",
    "amber_to": "The worst value on the high side that is still Amber (polarity T).",
    "area": "The name of an area.",
    "areas.area": "The name of the area, as readers see it.",
    "areas.parent": "The area that this one is a part of.",
    "basis": "Who set the target. One that is indicative or from the budget is never rated.",
    "cases_sentence": "yes for what has a deadline: the page then says how many more in time would change the rating.",
    "category": "The part that is counted, such as 0 to 4.",
    "cohort": "Blank for everyone; excluding_uasc for everyone but unaccompanied asylum-seeking children.",
    "companions": "Keys of indicators shown beneath this one.",
    "comparable": "no where the figures before and after cannot be compared.",
    "data_period": "SS snapshot, YTD year to date from April, R12M rolling twelve months, month, quarter, cumulative.",
    "decimals": "Digits shown after the point. Blank: 0 for a count, else 1.",
    "definition": "What is counted, in a sentence. Shown on the indicator's page.",
    "denominator": "Out of how many. Blank for a count.",
    "dimension": "What the breakdown is by, such as Age.",
    "excludes": "Cohorts that the definition itself leaves out.",
    "explanation": "Why the figures do not bear the printed cell out.",
    "floor": "The minimum: the worst value that is still Amber (polarity H or L).",
    "floor_basis": "Whether the minimum is printed somewhere, or inferred.",
    "from": "The first month it applies to, such as 2016-04.",
    "green_from": "The lowest value that is Green (polarity T).",
    "green_to": "The highest value that is Green (polarity T).",
    "gross": "Pounds.",
    "income": "Pounds, as a negative amount.",
    "indicator": "The key of an indicator in the sheet indicators.",
    "indicators.group": "The heading it stands under.",
    "indicators.indicator": "Its key, used in every other sheet: small letters, digits and single hyphens.",
    "indicators.name": "The name that readers see.",
    "lower": "The lower end of an expected range, which is never rated.",
    "may_exceed_100": "yes where a percentage over 100 is no mistake.",
    "net": "Pounds: gross and income together.",
    "not_rated": "A reason why no rating is given.",
    "numerator": "What was counted. Not worked back from a percentage.",
    "of": "Among how many it is ranked.",
    "per": "What a rate is out of. Blank: 100 for percent, 10000 for rate.",
    "polarity": "H higher is better, L lower is better, T close to target is better. Blank: neither.",
    "printed": "The cell exactly as it is printed.",
    "rank": "Where this result stands among others.",
    "role": "Blank for an indicator that is rated; activity, companion and lead are shown by pages of their own.",
    "owners.name": "The person.",
    "owners.role": "Cabinet Member, Director and the like.",
    "owners.indicator": "The indicator this person answers for. Blank: all.",
    "owners.group": "The group of indicators this person answers for. Blank: all.",
    "status": "Blank for a final figure.",
    "target": "The target, in the indicator's own unit: 85 for 85%.",
    "term": "The abbreviation.",
    "to": "The last month it is reported.",
    "unit": "What the result is counted in.",
    "upper": "The upper end of an expected range, which is never rated.",
    "value": "The result where only it is known: 76.5 for 76.5%. Otherwise leave it blank.",
    "words": "What the abbreviation stands for.",
}
TABLE_WORDS = {
    "indicators": "one row for each indicator, in the order of the scorecard.",
    "results": "one row for each indicator, month, area and cohort.",
    "targets": "one row for each target, from the month it applies to.",
    "owners": "who answers for an indicator.",
    "areas": "the areas, teams and benchmarks, in the order of the pages.",
    "breakdowns": "what a numerator is made up of, such as ages.",
    "changes": "breaks in an indicator's history, each with a note for readers.",
    "glossary": "the words behind each abbreviation.",
    "budget": "the budget and its variances, in pounds.",
    "movements": "how the cash limit came about.",
    "variances": "the reasons behind the variances.",
    "capital": "capital spending by year.",
    "unit_costs": "units and what they cost.",
    "published": "what a printed report says, cell by cell.",
}
"""What each table of the contract holds."""


def said_of(table: Table, column: Column) -> str:
    """What to write in the column, and whether it must be filled in: one or two sentences."""
    words = _WORDS.get(f"{table.name}.{column.name}") or _WORDS.get(column.name) or _BY_KIND[column.kind]
    must = column.required and "" not in column.choices
    return f"{words} {'Must be filled in.' if must else 'May be left blank.'}"
