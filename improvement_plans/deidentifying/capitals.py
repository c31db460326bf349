"""Two or three words with capitals in a row that are no common words: most names look like that.

Nobody can list every first name, so this looks at what is left when the words are taken away that
comments write with capitals for other reasons: sentences, wards and hospitals, callings, illnesses,
places, days and well-known organisations. A text that writes most of its words with capitals says
nothing by them and is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from improvement_plans.deidentifying.findings import Finding, Kind
from improvement_plans.deidentifying.names import is_small_place

# So large a share of the longer words of a text with capitals means that all have them.
MOST_WITH_CAPITALS = 0.5
FEWEST_WORDS = 6
# Words of a whole name.
LENGTHS = (2, 3)
_WORD = r"[^\W\d_a-z][^\W\dA-Z_]{1,24}(?:[-’'][^\W\d_a-z][^\W\dA-Z_]{1,24})?"
_RUN = re.compile(rf"\b{_WORD}(?:\s{_WORD})+\b")
# J. SMITH, J.B. Smith; a ward and a vitamin have such a letter too.
_INITIALS = re.compile(r"(?<![\w.])(?:[A-Z]\.\s?){1,3}([^\W\d_a-z][^\W\d_’'-]{2,24})")
_LETTERED = (
    r"(?:ward|hepatitis|hep|vitamins?|vit|dukes|clinic|level|bay|room|block|entrance|gate|building|"
    r"plan|zone|park|grade|stage|type|group|team|option|part|section|form|question|bed|corridor|lift|"
    r"floor|wing|site|phase|arm|cohort|category|class|band|tier|strain|influenza|flu|factor|hospital|"
    r"theatre|pod|desk|unit|suite|lounge|tower|exit|door|route|bus|line|step|annex|annexe|appendix|"
    r"schedule|figure|table|point|protein|regimen|shift|side|box|bag|kit|car|strep|malignant)"
)
_LETTER_BEFORE = re.compile(rf"\b{_LETTERED}\s$", re.I)
# J Smith, JA Smith, J A Smith, J van der Berg: initials without points. "I" is a word, and so is
# "A" where a sentence begins.
_FAMILY = r"(?:[^\W\d_a-z][’'])?[^\W\d_a-z][^\W\d_]{2,24}(?:[-’'][^\W\d_a-z][^\W\d_]{1,24})?"
_PARTICLES = r"(?:(?:[Vv]an|[Vv]on|[Dd]e[rn]?|[Dd][aiou]|[Ll][ae]|[Aa]l|[Ee]l)\s){0,2}"
_BARE = re.compile(
    r"(?<![\w.’'&/-])((?:[B-HJ-Z]|(?<=[a-z,]\s)A)(?:\s[A-Z]){0,2}|[A-Z]{2})\s"
    rf"{_PARTICLES}({_FAMILY})(?![\w’'&/])"
)
# Smith J, at the end or before a small word.
_TURNED = re.compile(
    r"\b([^\W\d_a-z][^\W\dA-Z_]{2,24}),?\s(?:[B-HJ-Z]|[B-Z][A-Z])"
    r"(?=[.,;:!?)]|$|\s(?:[a-z]|$))(?![.]\w)"
)
# Two letters that are no initials, and words that belong to the letter before them: X-ray, T cell.
_NO_INITIALS = frozenset(
    [
        "ae",
        "am",
        "bm",
        "bp",
        "ca",
        "cf",
        "cn",
        "cp",
        "ct",
        "cv",
        "cx",
        "dr",
        "dx",
        "ed",
        "er",
        "et",
        "eu",
        "ex",
        "fy",
        "gi",
        "gp",
        "gu",
        "hb",
        "hr",
        "ia",
        "id",
        "ie",
        "iq",
        "it",
        "iv",
        "jr",
        "la",
        "lp",
        "mc",
        "md",
        "mr",
        "ms",
        "my",
        "na",
        "ng",
        "no",
        "nn",
        "np",
        "nz",
        "od",
        "oh",
        "ok",
        "op",
        "ot",
        "pa",
        "pc",
        "pe",
        "pi",
        "pj",
        "pm",
        "po",
        "pr",
        "ps",
        "pt",
        "px",
        "qe",
        "qr",
        "ra",
        "rn",
        "rt",
        "rx",
        "sc",
        "sr",
        "st",
        "td",
        "tb",
        "te",
        "ti",
        "tv",
        "uk",
        "un",
        "us",
        "ut",
        "ux",
        "vi",
        "vr",
        "wc",
        "xr",
    ]
)
_AFTER_LETTER = frozenset(
    [
        "ray",
        "rays",
        "cell",
        "cells",
        "coli",
        "diff",
        "difficile",
        "dimer",
        "wire",
        "tube",
        "shape",
        "shaped",
        "shirt",
        "shirts",
        "bend",
        "fever",
        "negative",
        "positive",
        "levels",
        "level",
        "grade",
        "grades",
        "factor",
        "numbers",
        "number",
        "pylori",
        "braun",
        "turn",
        "spine",
        "section",
        "sections",
        "class",
        "side",
        "sides",
        "type",
        "tablets",
        "tablet",
        "test",
        "tests",
        "vitamin",
        "vitamins",
        "road",
        "list",
        "lists",
        "lymphoma",
        "map",
        "plan",
        "word",
        "words",
        "junior",
    ]
)
_LONG = re.compile(r"\b[^\W\d_]{4,}\b")

_COMMON = """
    a about after again all also although always am amazing an and another any anyone are as
    ask at aunt bad be because before being best better between both brilliant but by came can
    cannot could dad dear definitely did do does during each either even every everybody
    everyone everything excellent extremely fantastic few finally first for found from gave get
    getting give given go going good got great had happy has have having he hello her here hers
    him his how however if in initially is it its just kind lack last lately later let like
    lots luckily made make many me more most mother much mum my near never new next no nobody
    none not nothing now of often on once one only or other our ours out over overall people
    perhaps please poor quite rather really regards said same saw second see several she should
    since so some somebody someone sometimes soon sorry staff still such telling than thank
    thankful thanks that the their them then there these they third this those though through
    to today told too two under unfortunately until up us usually very waited waiting was we
    well went were what when where which while who whole whose why will with without wonderful
    would yes yesterday yet you your yours yourself mr mrs ms miss mx dr prof rev reverend sir
    dame lord lady canon imam rabbi pastor fr accident acute admin admissions adult advanced
    afternoon aid ambulance anaesthetist apart appointment appointments area assessment
    assistant audit bank bay bed biopsy bladder blood board body bone booking bowel brain
    breast building bureau bus cafe campus cancer car cardiology care carer carers catering
    centre centres charity chemo chemotherapy chest chief child children childrens church
    citizens city clinic clinical clinics college colon colorectal community complaints
    consultant consultants contact cord counselling county court ct data day days dental
    department departments desk diagnosis dietitian director district doctor doctors drug ear
    early east eastern emergency endocrine endoscopy enhanced ent executive experience eye
    family feel final floor follow forget foundation friends friendly gastro general gp group
    gynae gynaecology haematology half hall head health healthcare heart help helpline high
    hodgkin hodgkins holistic home hospice hospital hospitals house hub imaging infirmary
    information inpatient institute intensive international kidney key kingdom lab lane late
    lead leaflet liaison line liver living local look lounge lung lymphoma macmillan main major
    male management manager managers maggie maggies marrow maternity matron maxillofacial
    medical medicine meeting memorial men mental mri multi myeloma national neck needs
    neurology neurosurgery neuro night nights non north northern nose nurse nurses nursing
    nutrition oncologist oncology open operation oral outpatient outpatients paediatric pain
    palliative park parking parkinson parkinsons patient patients pathway pet pharmacist
    pharmacy phlebotomy physio physiotherapist physiotherapy plan plastic porter porters
    practice practitioner pre priory private professor programme prostate public queen queens
    quality radiographer radiographers radiology radiotherapy reception receptionist
    receptionists recovery red registrar regional rehabilitation relief renal report research
    results road room royal samaritans scan scanner scans school science secretary senior
    service services shop sister site skin social society south southern special specialist
    specialists spinal square stoma street suite support surgeon surgeons surgery surgical
    survey survivors sweet team teams teaching teenage test theatre therapies therapist therapy
    thyroid tomography tower treatment treatments triage trial trust tumour ultrasound unit
    united university upper urgent urology user valley ward wards way wellbeing west western
    wing women womens young youth x-ray monday tuesday wednesday thursday friday saturday
    sunday january february march april may june july august september october november
    december christmas easter eve boxing year years spring summer autumn winter african
    american arabic asian australian bangladeshi bengali black british bulgarian cantonese
    caribbean catholic chinese christian dutch english european filipino france french german
    greek gujarati hindi hindu hungarian india indian ireland irish islamic italian jewish
    latin lithuanian mandarin muslim nepali nigerian pakistani polish portuguese punjabi
    romanian roman russian scots scottish sikh somali spanish swedish tamil turkish ukrainian
    urdu welsh white yorkshire america britain england europe london manchester birmingham
    leeds liverpool sheffield bristol newcastle nottingham leicester oxford cambridge brighton
    southampton portsmouth plymouth exeter derby coventry hull bradford wales scotland essex
    kent surrey sussex devon cornwall dorset norfolk suffolk lancashire cheshire cumbria durham
    tyne mersey thames humber avon hampshire hertfordshire bedfordshire berkshire
    buckinghamshire oxfordshire gloucestershire somerset wiltshire lincolnshire midlands little
    saint st stoke trent tees wear upon addenbrookes barts christie clatterbridge guy guys
    marsden marie curie nightingale florence ormond papworth mandeville thomas teresa seacole
    mary velindre freeman princess prince king kings duke duchess victoria alexandra elizabeth
    edward albert george charles margaret anne bupa costa dignitas facebook google greggs nhs
    pals skype tesco twitter whatsapp zoom sainsbury boots marks spencer hickman gleason dukes
    ewing wilms kaposi karnofsky whipple hartmann ivor paget folfox herceptin tamoxifen zoladex
    paxman antibiotics badge blue cannula cell drip fluids hemel hempstead keynes lynch milton
    minister prime ryder sue syndrome badges castle roy radcliffe
"""
# Endings of medicines: pembrolizumab, cisplatin, imatinib, docetaxel, etoposide, gemcitabine.
_DRUGS = (
    "mab",
    "nib",
    "platin",
    "taxel",
    "ciclib",
    "rubicin",
    "parib",
    "poside",
    "tabine",
    "idomide",
)
COMMON_WORDS = frozenset(_COMMON.split())


def unknown_names(text: str) -> Iterator[Finding]:
    """Two or three words with capitals side by side, none of them a common word."""
    runs = [run.span() for run in _RUN.finditer(text) if not _is_common(run[0].split()[-1])]
    if runs and not _all_have_capitals(text):
        for start, end in runs:
            yield from _name_in(text, start, end)


def _name_in(text: str, start: int, end: int) -> Iterator[Finding]:
    """The words of a run; a common word may begin it, as in "Thanks Oluwaseun Adeyemi"."""
    words = [word.span() for word in re.compile(r"\S+").finditer(text, start, end)]
    if _is_common(text[slice(*words[0])]):
        words = words[1:]
    if len(words) not in LENGTHS or any(_is_common(text[slice(*each)]) for each in words):
        return
    if not is_small_place(text, words[-1][1]):
        yield Finding(words[0][0], words[-1][1], Kind.NAME, "Words like a whole name")


def initials(text: str) -> Iterator[Finding]:
    """A family name after initials with their points."""
    for match in _INITIALS.finditer(text):
        if _is_common(match[1]) or _LETTER_BEFORE.search(text[: match.start()][-20:]):
            continue
        yield Finding(*match.span(), Kind.NAME, "A name after initials")


def bare_initials(text: str) -> Iterator[Finding]:
    """A family name after initials without points: "J Smith", "JA Smith", "J A Smith"."""
    for match in _BARE.finditer(text):
        letters, family = match[1].replace(" ", "").lower(), match[2]
        if _are_no_initials(letters) or family.lower() in _AFTER_LETTER:
            continue
        if _is_common(family) or _LETTER_BEFORE.search(text[: match.start()][-20:]):
            continue
        if not (is_small_place(text, match.end()) or _shouts(text, family)):
            yield Finding(*match.span(), Kind.NAME, "A name after initials")


def turned_initials(text: str) -> Iterator[Finding]:
    """A family name before its initials: "Smith J"."""
    for match in _TURNED.finditer(text):
        family, letters = match[1], match[0].split()[-1].lower()
        if _are_no_initials(letters) or _is_common(family):
            continue
        if not (re.fullmatch(_LETTERED, family, re.I) or _all_have_capitals(text)):
            yield Finding(*match.span(), Kind.NAME, "A name before initials")


def _are_no_initials(letters: str) -> bool:
    return letters in _NO_INITIALS or (len(letters) > 1 and letters in COMMON_WORDS)


def _shouts(text: str, family: str) -> bool:
    return family.isupper() and _all_have_capitals(text)


def _is_common(word: str) -> bool:
    small = word.lower().replace("’", "").replace("'", "")
    if small in COMMON_WORDS or small.removesuffix("s") in COMMON_WORDS:
        return True
    return small.endswith(_DRUGS)


def _all_have_capitals(text: str) -> bool:
    words = _LONG.findall(text)
    with_capitals = sum(word[0].isupper() for word in words)
    return len(words) >= FEWEST_WORDS and with_capitals > MOST_WITH_CAPITALS * len(words)
