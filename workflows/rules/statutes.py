"""Numbers that law itself fixes: a change of law alone moves them.

Knows: each number with its rule and where it stands. Never knows: what an employer may choose. A policy file repeats
them with their source; one that says otherwise is refused, naming the rule. The default is the lawful value.
"""

from datetime import date
from typing import Annotated, NamedTuple

from workflows.values import Frozen


class Stands(NamedTuple):
    """Where a number stands, and in what it is counted."""

    rule: str
    citation: str
    unit: str


class Statutes(Frozen):
    """The law of 2026. Days are calendar days unless the unit says otherwise."""

    caregiver_weeks: Annotated[int, Stands("N6", "29 CFR 825.127(e)", "workweeks")] = 26
    worksite_employees: Annotated[int, Stands("E2", "29 CFR 825.110(a)(3)", "employees")] = 50
    worksite_miles: Annotated[int, Stands("E2", "29 CFR 825.110(a)(3)", "miles")] = 75
    late_notice_delay_days: Annotated[int, Stands("F4", "29 CFR 825.304(b)", "days")] = 30
    opinion_copies_days: Annotated[int, Stands("G7", "29 CFR 825.307(d)", "business days")] = 5
    recertify_wait_days: Annotated[int, Stands("H2", "29 CFR 825.308(b)", "days, more than")] = 30
    soon_notice_days: Annotated[int, Stands("F1", "29 CFR 825.302(b)", "business days")] = 1
    amount_told_every_days: Annotated[int, Stands("D4", "29 CFR 825.300(d)(6)", "days")] = 30
    bonding_months: Annotated[int, Stands("1.10", "29 CFR 825.120(a)(2)", "months")] = 12
    short_notice_days: Annotated[int, Stands("1.2-EXIG", "29 CFR 825.126(b)(1)", "days")] = 7
    rest_days: Annotated[int, Stands("1.2-EXIG", "29 CFR 825.126(b)(6)", "days")] = 15
    after_duty_days: Annotated[int, Stands("1.2-EXIG", "29 CFR 825.126(b)(7)", "days")] = 90
    veteran_years: Annotated[int, Stands("1.2-MILC", "29 CFR 825.127(b)(2)", "years")] = 5
    first_treatment_days: Annotated[int, Stands("1.2-OWN", "29 CFR 825.115(a)(3)", "days")] = 7
    second_treatment_days: Annotated[int, Stands("1.2-OWN", "29 CFR 825.115(a)(1)", "days")] = 30
    incapacity_days: Annotated[int, Stands("1.2-OWN", "29 CFR 825.115(a)", "full days, more than")] = 3
    chronic_visits: Annotated[int, Stands("1.2-OWN", "29 CFR 825.115(c)(1)", "visits a year")] = 2
    child_age: Annotated[int, Stands("1.2-FAM", "29 CFR 825.122(d)", "years")] = 18
    payroll_weeks: Annotated[int, Stands("E4", "29 CFR 825.110(b)(3)", "weeks on payroll")] = 52
    treatments: Annotated[int, Stands("1.2-OWN", "29 CFR 825.115(a)(1)", "treatments")] = 2
    key_employee_percent: Annotated[int, Stands("J7", "29 CFR 825.217(a)", "percent of employees")] = 10
    key_employee_miles: Annotated[int, Stands("J7", "29 CFR 825.217(a)", "miles")] = 75

    pfml_family_weeks: Annotated[int, Stands("N8", "M.G.L. c.175M s.2(c)(1)", "weeks")] = 12
    pfml_medical_weeks: Annotated[int, Stands("N8", "M.G.L. c.175M s.2(c)(1)", "weeks")] = 20
    pfml_caregiver_weeks: Annotated[int, Stands("N8", "M.G.L. c.175M s.2(c)(1)", "weeks")] = 26
    pfml_all_weeks: Annotated[int, Stands("N8", "M.G.L. c.175M s.2(c)(1)", "weeks")] = 26
    benefit_year_weeks: Annotated[int, Stands("N9", "M.G.L. c.175M s.1", "weeks")] = 52
    waiting_days: Annotated[int, Stands("N11", "M.G.L. c.175M s.3(a)", "days")] = 7
    pfml_notice_days: Annotated[int, Stands("F5", "458 CMR 2.08(1)", "days")] = 30
    pfml_file_ahead_days: Annotated[int, Stands("F5", "458 CMR 2.08(2)", "days")] = 60
    pfml_file_after_days: Annotated[int, Stands("F5", "458 CMR 2.08(2)", "days")] = 90
    pfml_change_days: Annotated[int, Stands("F7", "458 CMR 2.10(2)", "days")] = 7
    pfml_extension_days: Annotated[int, Stands("F7", "458 CMR 2.10(4)", "days")] = 14
    pfml_functions_days: Annotated[int, Stands("D8", "458 CMR 2.11(2)", "business days")] = 10
    pfml_answer_days: Annotated[int, Stands("D9", "DFML employer portal", "business days")] = 10
    pfml_appeal_days: Annotated[int, Stands("L8", "M.G.L. c.175M s.8", "days")] = 10
    pfml_long_months: Annotated[int, Stands("H5", "458 CMR 2.10(4)(j)", "months")] = 6
    retaliation_months: Annotated[int, Stands("L7", "M.G.L. c.175M s.9", "months")] = 6
    pay_every_hours: Annotated[int, Stands("C11", "458 CMR 2.02", "hours")] = 8
    pay_every_days: Annotated[int, Stands("C11", "458 CMR 2.02", "days, more than")] = 30
    pay_multiple_minutes: Annotated[int, Stands("C11", "DFML guidance 2020-12-23", "minutes")] = 15

    small_necessities_hours: Annotated[int, Stands("1.14-SNLA", "M.G.L. c.149 s.52D", "hours")] = 24
    small_necessities_notice_days: Annotated[int, Stands("1.14-SNLA", "M.G.L. c.149 s.52D", "days")] = 7
    elder_age: Annotated[int, Stands("1.14-SNLA", "M.G.L. c.149 s.52D", "years")] = 60
    parental_weeks: Annotated[int, Stands("1.14-PLA", "M.G.L. c.149 s.105D", "weeks a child")] = 8
    parental_probation_months: Annotated[int, Stands("1.14-PLA", "M.G.L. c.149 s.105D", "months")] = 3
    parental_notice_days: Annotated[int, Stands("1.14-PLA", "M.G.L. c.149 s.105D", "days")] = 14
    abuse_days: Annotated[int, Stands("1.14-DV", "M.G.L. c.149 s.52E", "workdays")] = 15
    abuse_told_days: Annotated[int, Stands("1.14-DV", "M.G.L. c.149 s.52E", "workdays")] = 3
    abuse_papers_days: Annotated[int, Stands("1.14-DV", "M.G.L. c.149 s.52E", "days")] = 30

    illness_bank_months: Annotated[int, Stands("K7", "M.G.L. c.7 s.4P", "months of service")] = 12
    illness_bank_workdays: Annotated[int, Stands("K7", "M.G.L. c.7 s.4P", "workdays on leave")] = 20
    illness_bank_days: Annotated[int, Stands("K7", "M.G.L. c.7 s.4P", "days in 2 years")] = 120
    illness_bank_donation: Annotated[int, Stands("K7", "M.G.L. c.7 s.4P", "days a year")] = 1
    illness_bank_years: Annotated[int, Stands("K7", "M.G.L. c.7 s.4P", "years")] = 2

    pfml_top_up_from: Annotated[date, Stands("K3", "M.G.L. c.175M s.3(c)", "as the first day of filing")] = date(
        2023, 11, 1
    )


LAWFUL = Statutes()


def stands(name: str) -> Stands:
    """Where a number stands, by its field."""
    return next(mark for mark in Statutes.model_fields[name].metadata if isinstance(mark, Stands))


def changed(statutes: Statutes) -> tuple[str, ...]:
    """A sentence for each number that is not what law says."""
    names = (n for n in Statutes.model_fields if getattr(statutes, n) != getattr(LAWFUL, n))
    return tuple(
        f"{n} is {getattr(LAWFUL, n)} {stands(n).unit} ({stands(n).rule}: {stands(n).citation})" for n in names
    )
