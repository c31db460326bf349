"""What is found in a comment, and what is not: near misses beside the real thing."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from improvement_plans.deidentifying import Kind, look_for, mask
from improvement_plans.deidentifying.findings import MARKS
from improvement_plans.deidentifying.numbers import has_right_check_digit

CALM = settings(suppress_health_check=[HealthCheck.too_slow])
FOUND = [
    ("Mr Smith was kind.", "Mr [name] was kind."),
    ("Dr. O’Brien rang.", "Dr. [name] rang."),
    ("Dr J. Patel rang.", "Dr [name] rang."),
    ("MRS SMITH WAS RUDE", "MRS [name] WAS RUDE"),
    ("mrs jones told me", "mrs [name] told me"),
    ("Nurse Jane held my hand", "Nurse [name] held my hand"),
    ("Sister Mary Smith came", "Sister [name] came"),
    ("my husband John waited", "my husband [name] waited"),
    ("a nurse called Tom", "a nurse called [name]"),
    ("Thank you Sarah and Anna Lopez!", "Thank you [name] and [name]!"),
    ("Number 943 476 5919.", "Number [NHS number]."),
    ("It is 9434765919", "It is [NHS number]"),
    ("943-476-5919", "[NHS number]"),
    ("my NHS number is 943 476 5918", "my NHS number is [NHS number]"),
    ("ring 020 7946 0958", "ring [phone number]"),
    ("ring (0113) 496 0000 now", "ring [phone number] now"),
    ("+44 20 7946 0958", "[phone number]"),
    ("07700900123", "[phone number]"),
    ("bleep 4521", "bleep [phone number]"),
    ("jo.bloggs+nhs@test.example", "[e-mail address]"),
    ("thanks @jobloggs!", "thanks [account name]!"),
    ("I live at SW1A 1AA.", "I live at [postcode]."),
    ("from m1 1ae", "from [postcode]"),
    ("born on 3 May 1950", "born on [date of birth]"),
    ("DOB: 12/03/56", "DOB: [date of birth]"),
    ("born in 1950", "born in [date of birth]"),
    ("12.03.1956 is my day", "[date of birth] is my day"),
    ("hospital number 45678", "hospital number [hospital number]"),
    ("MRN RX12345", "MRN [hospital number]"),
    ("K1234567 is mine", "[hospital number] is mine"),
    ("my number 1234567", "my number [hospital number]"),
]
NEAR_MISSES = [
    "Ward 12 and bay 4",
    "It was in 2018, not 2019.",
    "500mg of B12 and 5mg twice",
    "10mg at 8 and 2ml at 10:30",
    "943 476 5918",  # the check digit is wrong
    "Pain 7/10 for 3 weeks",
    "I came on 12/03/2018 at 9.30",
    "They spent £1,000,000 on 1,234,567 things",
    "T4 N2 M0, stage 3A",
    "B12 1st floor, E1 2nd door",
    "The MR scan and the MRI",
    "An MS nurse came",
    "Nurse Specialist and Nurse Manager",
    "Sister on the ward. The doctor I saw",
    "THE NURSE WAS RUDE",
    "the Jane Ashley Ward and Sir Robert Ogden Centre",
    "Dr Was late",
    "A&E was full. Macmillan helped.",
    "The staff were amazing. Thank You All.",
    "will, mark my words, may come in June",
    "0 to 10, 0.5 of it",
    "",
    "   \n\t",
]


@pytest.mark.parametrize(("text", "masked"), FOUND)
def test_what_could_say_who_somebody_is_is_found(text, masked):
    assert mask(text, look_for(text)) == masked


@pytest.mark.parametrize(("text", "masked"), FOUND)
def test_a_marked_text_holds_nothing_more_to_find(text, masked):
    assert look_for(masked) == ()


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_what_only_looks_alike_is_left(text):
    assert look_for(text) == ()


@pytest.mark.parametrize("mark", MARKS.values())
def test_a_mark_is_harmless_itself(mark):
    assert look_for(f"They said {mark} again") == ()


def test_every_finding_says_where_and_why():
    (found,) = look_for("So kind was Mr Smith.")
    assert (found.start, found.end, found.kind) == (15, 20, Kind.NAME)
    assert found.reason == "A name after a title"


@pytest.mark.parametrize(
    ("digits", "right"),
    [("9434765919", True), ("9434765918", False), ("4010232137", True), ("943476591", False)],
)
def test_the_check_digit_of_an_nhs_number_decides(digits, right):
    assert has_right_check_digit(digits) is right


@CALM
@given(st.integers(0, 999_999_999))
def test_of_ten_numbers_with_nine_digits_alike_one_is_valid_at_most(nine):
    valid = [last for last in range(10) if has_right_check_digit(f"{nine:09d}{last}")]
    total = sum(int(d) * w for d, w in zip(f"{nine:09d}", range(10, 1, -1), strict=True))
    assert valid == [last for last in [(11 - total % 11) % 11] if last < 10]


ODD = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("MrDs @0123456789.-()+BJane ")))


@CALM
@given(ODD)
def test_any_text_is_taken_and_places_lie_within_it_in_order(text):
    found = look_for(text)
    ends = [0, *(place for each in found for place in (each.start, each.end))]
    assert ends == sorted(ends)
    assert all(0 <= each.start < each.end <= len(text) for each in found)


@CALM
@given(ODD)
def test_what_is_outside_the_places_stays_as_it_was(text):
    found = look_for(text)
    kept = [
        text[a:b]
        for a, b in zip(
            [0, *(f.end for f in found)], [*(f.start for f in found), len(text)], strict=True
        )
    ]
    rest = mask(text, found)
    assert len(rest) == sum(map(len, kept)) + sum(len(MARKS[each.kind]) for each in found)
    assert rest.startswith(kept[0])
    assert rest.endswith(kept[-1])
