"""Words that stand at the head of columns, each with the spellings seen or expected.

The first spelling is the one in the tables we know (``data/survey``); commas divide them.
"""

from __future__ import annotations

from collections.abc import Mapping

SCORE_HEADERS: Mapping[str, str] = {
    "org_code": "org code, trust code, ods code, organisation code, provider code, code, trust",
    "org_name": "org name, trust name, organisation, organisation name, provider name, name",
    "level": "level, organisation type, org type",
    "alliance": "alliance, cancer alliance, cancer alliance name, alliance name",
    "year": "year, survey year",
    "question": "question, question number, question no, q, q no, qnumber, item",
    "n": "n, number of responses, responses, number of respondents, respondents, base, "
    "base size, base n, unweighted base, unweighted n, unweighted count, sample size, count, "
    "denominator, unadjusted n, n responses, answers",
    "score": "score, unadj, unadjusted, unadjusted score, unadjusted percentage, percentage, "
    "percent, percentage positive, percent positive, percentage score, result, value, "
    "proportion, proportion positive, fraction",
    "score_lower": "unadj lci, unadjusted lci, score lci, score lower, lower ci unadjusted, "
    "unadjusted lower ci, unadjusted lower confidence interval",
    "score_upper": "unadj uci, unadjusted uci, score uci, score upper, upper ci unadjusted, "
    "unadjusted upper ci, unadjusted upper confidence interval",
    "adjusted": "adj score, adjusted, adjusted score, case mix adjusted score, "
    "casemix adjusted score, case mix adjusted percentage, adj",
    "adjusted_unrounded": "adj unrounded, adjusted unrounded, adjusted score unrounded",
    "adjusted_lower": "adj lci, adjusted lci, adjusted lower, lower ci, lci, lower, "
    "lower confidence interval, lower 95 confidence interval, adjusted lower ci",
    "adjusted_upper": "adj uci, adjusted uci, adjusted upper, upper ci, uci, upper, "
    "upper confidence interval, upper 95 confidence interval, adjusted upper ci",
    "expected_lower": "expected lower, lower expected, lower expected range, "
    "expected range lower, lower limit of expected range, expected lower limit",
    "expected_upper": "expected upper, upper expected, upper expected range, "
    "expected range upper, upper limit of expected range, expected upper limit",
    "band": "band, banding, expected range band, performance, result band, category",
    "suppressed": "suppressed, is suppressed, suppression, hidden",
    "scale": "scale, question scale",
    "trend": "sig 2017 2018, sig overall, significance, year on year change, overall change",
    "tumour_group": "tumour group, tumor group, tumour type, cancer type, tumour, cancer group",
    "imd_quintile": "imd quintile, imd, deprivation quintile, imd group, deprivation, "
    "index of multiple deprivation quintile",
    "gender": "gender, sex",
    "age_group": "age group, age, age band",
    "ethnicity": "ethnicity, ethnic group",
}

QUESTION_HEADERS: Mapping[str, str] = {
    "year": "survey year, year",
    "question": "question, question number, question no, number",
    "section": "section, section name, topic",
    "text": "text, question text, wording, question wording",
    "scale": "scale, question scale",
    "national": "national unrounded from expected range, national unrounded, national score",
}

TRUST_HEADERS: Mapping[str, str] = {
    "code": "ods code, org code, trust code, organisation code, code",
    "name": "name 2018, name, trust name, org name, organisation name",
    "town": "town, city",
    "postcode": "postcode, post code",
    "alliance": "cancer alliance 2018, cancer alliance, alliance",
    "icb_code": "icb code, integrated care board code",
    "icb_name": "icb name, icb, integrated care board",
    "region": "region, nhs region, nhs england region",
    "latitude": "lat, latitude",
    "longitude": "lon, long, lng, longitude",
    "foundation_trust": "foundation trust, is foundation trust",
    "specialist": "specialist cancer trust, specialist",
    "current_code": "current code 2025, current code",
    "current_name": "name 2025, current name",
}

SUCCESSION_HEADERS: Mapping[str, str] = {
    "predecessor_code": "predecessor code, predecessor, old code, from code",
    "predecessor_name": "predecessor name, old name, from name",
    "successor_code": "successor code, successor, new code, to code",
    "successor_name": "successor name, new name, to name",
    "date": "date, effective date, date of change, start date",
    "type": "type, kind, change",
    "evidence": "evidence, source, note",
}

NEEDED: Mapping[str, tuple[str, ...]] = {
    "scores": ("org_code", "question", "n", "score"),
    "questions": ("year", "question", "section", "text"),
    "trusts": ("code", "name"),
    "successions": ("predecessor_code", "successor_code", "date"),
}

SAID: Mapping[str, str] = {
    "org_code": "the trust's code (org_code)",
    "question": "the question number (question)",
    "n": "the number of respondents (n)",
    "score": "the score (score)",
    "expected_lower": "the lower end of the expected range (expected_lower)",
    "expected_upper": "the upper end of the expected range (expected_upper)",
    "adjusted": "the case-mix adjusted score (adj_score)",
    "code": "the trust's code (ods_code)",
    "name": "the trust's name (name)",
    "year": "the survey year (survey_year)",
    "section": "the section (section)",
    "text": "the question's wording (text)",
    "predecessor_code": "the code before (predecessor_code)",
    "successor_code": "the code after (successor_code)",
    "date": "the date of the change (date)",
}
