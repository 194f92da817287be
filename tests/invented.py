"""An invented council, small enough to be reckoned by hand: what the goldens of the page modules are made from."""

INDICATORS = """
indicator,name,polarity,data_period,unit,role,group,decimals,companions,definition,source
visits,Visits in time,H,SS,percent,indicator,Visits,,agency,Of the visits due the share in time.,Case system
days,Days to placement,L,YTD,days,indicator,Placements,,,Days from decision to placement.,Case system
turnover,Turnover,T,R12M,percent,indicator,Staff,,,Leavers of a year as a share of staff.,Payroll
calls,Calls answered,,month,count,indicator,Visits,,,Calls answered in the month.,Telephone
agency,Agency staff,L,SS,percent,companion,Staff,,,Posts held by agency staff.,Payroll
open,Open cases,,SS,count,activity,Activity,,,Cases open on the last day.,Case system
started,Cases started,,month,count,activity,Activity,,,Cases that began in the month.,Case system
contacts,Contacts a month,,month,count,lead,Demand,,,Contacts that were made.,Case system
requests,Requests a month,,month,count,lead,Demand,,,Requests that came in.,Case system
weeks,Weeks of care,,month,count,activity,Care,,unit-cost,Weeks of foster care.,Finance
unit-cost,Cost of a week,,YTD,gbp,activity,Care,0,,Average cost of a week.,Finance
"""
RESULTS = """
indicator,period,area,numerator,denominator,value,note
visits,2015-03,Shire,80,100,,
visits,2016-01,Shire,78,100,,
visits,2016-02,Shire,84,100,,
visits,2016-03,Shire,52,68,,Two visits were late for snow.
visits,2016-03,North,40,50,,
visits,2016-03,England,,,83.4,
days,2016-02,Shire,9000,60,,
days,2016-03,Shire,10000,68,,
turnover,2016-03,Shire,12,120,,
calls,2016-03,Shire,140,,,
agency,2016-03,Shire,15,100,,
open,2016-02,Shire,90,,,
open,2016-03,Shire,100,,,
open,2016-02,North,41,,,
open,2016-03,North,40,,,
started,2016-03,Shire,12,,,
started,2016-03,North,7,,,
contacts,2016-02,Shire,290,,,
contacts,2016-03,Shire,310,,,
requests,2016-03,Shire,55,,,
weeks,2016-01,Shire,95,,,
weeks,2016-02,Shire,100,,,
weeks,2016-03,Shire,105,,,A holiday month.
unit-cost,2016-02,Shire,,,399.6,
unit-cost,2016-03,Shire,,,400,
"""
TARGETS = """
indicator,from,target,floor,green_from,green_to,amber_from,amber_to,lower,upper,basis,floor_basis
visits,2015-04,85,75,,,,,,,council,printed
days,2015-04,140,150,,,,,,,council,inferred
turnover,2015-04,10,,8,12,5,15,,,council,printed
contacts,2015-04,,,,,,,200,300,council,
weeks,2015-04,100,,,,,,,,budget,
unit-cost,2015-04,399,,,,,,,,budget,
"""
TABLES = {
    "indicators": INDICATORS, "results": RESULTS, "targets": TARGETS,
    "areas": "area,kind,parent\nShire,county,\nNorth,area,Shire\nEngland,benchmark,",
    "owners": "indicator,group,role,name\n,,Director,Ann Other\nvisits,,Lead officer,Sam Example",
    "breakdowns": "indicator,period,area,dimension,category,count\n"
                  "visits,2016-03,Shire,Age,Under 5,12\nvisits,2016-03,Shire,Age,5 and over,40",
    "changes": "indicator,from,kind,comparable,note\nvisits,2016-02,definition,yes,Visits by telephone count too.",
    "actions": "indicator,area,action,owner,due,status,reason,from,to\n"
               "visits,,Telephone ahead,Head of Visits,2016-04-30,open,,2016-02,\n"
               "visits,,Lend two workers,Head of Visits,2016-03-30,open,,2016-01,\n"
               "days,North,Find carers,Head of Placements,,done,,2016-01,2016-03\n"
               "days,,Write to carers,Head of Placements,,dropped,Nobody answered.,2016-01,2016-02",
    "budget": "line,group,level,measure,gross,income,net,comment\n"
              "Fostering,Care,line,cash_limit,900000,-100000,800000,\n"
              "Fostering,Care,line,variance,60000,-10000,50000,More weeks than budgeted.\n"
              "Adoption,Care,line,cash_limit,200000,0,200000,\n"
              "Adoption,Care,line,variance,-20000,0,-20000,\n"
              "Fostering,Care,line,savings_not_achieved,5000,0,5000,",
    "variances": "portfolio,description,amount,offsets\nCare,More weeks,60000,\nCare,Fewer adoptions,-20000,More weeks",
    "movements": "line,kind,gross,income,net,description\nFostering,balance,1000000,-100000,900000,\n"
                 "New grant,grant,100000,0,100000,A grant for carers",
    "capital": "section,line,year,amount,kind,level\n"
               "Homes: variance,New home,2015/16,-300000,rephasing,\n"
               "Homes: variance,New home,2016/17,300000,rephasing,\n"
               "Homes: variance,Repairs,2015/16,40000,real,",
    "unit_costs": "service,affordable_units,forecast_units,budget_cost,forecast_cost,volume_variance,price_variance\n"
                  "Fostering,1000,1100,400,390,40000,-11000",
    "published": "report,item,period,area,field,printed,where,explanation\n"
                 "march,visits,2016-03,Shire,value,76.5%,table 1 row 1,\n"
                 "march,visits,2016-03,Shire,rag,Green,table 1 row 1,The printed rating is of February.\n"
                 "march,days,2016-03,Shire,value,147.0,table 1 row 2,",
}  # fmt: skip
"""Every table by its name, as the lines of its CSV file."""
