"""The parameters file of the invented county's pack of a month."""

__all__ = ["parameters"]

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip

_PACK = """\
# Written by `python -m examples.westshire`. The county, its figures and those given for England are invented.
title: Children's and adults' social care scorecard
council: Westshire, an invented county
status: final
published: {published}
period: {period}
data: data/westshire
small_counts: {{below: 6}}

sections:
  - notebook: at_a_glance
  - notebook: cover_report
    parameters:
      subject: Children's and adults' social care, {month}
      to: Social Care Committee
      classification: unrestricted
  - notebook: summary
  - notebook: activity
  - notebook: scorecard
    for_each: {{area: [Westshire, Northmoor, Eastvale, Southfold, Westhaven, Midford]}}
  - notebook: areas
    parameters: {{areas: [Westshire, Northmoor, Eastvale, Southfold, Westhaven, Midford]}}
  - notebook: impact_of_uasc
    parameters: {{areas: [Westshire], comparison: true}}  # in an area they are too few to be shown
  - notebook: exception_report
    for_each: {{indicator: red}}
  - notebook: unusual_months
  - notebook: actions
  - notebook: lead_indicators
"""


def parameters(period: str) -> str:
    """Give the text of the parameters file of a month, published on the eighth of the second month after it."""
    year, number = int(period[:4]), int(period[5:])
    published = f"{year + (number + 1) // 12}-{(number + 1) % 12 + 1:02}-08"
    return _PACK.format(period=period, published=published, month=f"{_MONTHS[number - 1]} {year}")
