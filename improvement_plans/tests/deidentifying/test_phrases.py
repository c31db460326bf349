"""Phrases as people write them: what must stop, and what must not."""

import pytest

from improvement_plans.deidentifying import Kind, look_for, mask

NUMBERS = [
    ("NHS no. 943 476 5919", "NHS no. [NHS number]"),
    ("943.476.5919", "[NHS number]"),
    ("943–476–5919", "[NHS number]"),
    ("(943 476 5919)", "([NHS number])"),
    ("9434 765 919 and 401 023 2137", "[NHS number] and [NHS number]"),
    ("number:9434765919,thanks", "number:[NHS number],thanks"),
    ("９４３４７６５９１９", "[NHS number]"),
    ("07700-900-123", "[phone number]"),
    ("07700.900.123", "[phone number]"),
    ("+44 (0) 7700 900 123", "[phone number]"),
    ("0044 7700 900123", "[phone number]"),
    ("077 00 90 01 23", "[phone number]"),
    ("01632 960 001", "[phone number]"),
    ("0800 1111 222", "[phone number]"),
    ("Tel 960123", "Tel [phone number]"),
    ("call me on 7700 900123", "call me on [phone number]"),
    ("my mobile is 7700 900 123", "my mobile is [phone number]"),
    ("hosp no: 123456A", "hosp no: [hospital number]"),
    ("MRN: 0012345", "MRN: [hospital number]"),
    ("QQ 12 34 56 C", "[hospital number]"),
    ("QQ123456C", "[hospital number]"),
]
PLACES = [
    ("JANE.SMITH@NHS.NET", "[e-mail address]"),
    ("j.smith @ nhs.net", "[e-mail address]"),
    ("jane dot smith at nhs dot net", "[e-mail address]"),
    ("www.facebook.com/jane.smith", "www.[account name]"),
    ("https://x.com/jane_smith", "https://[account name]"),
    ("sw1a1aa", "[postcode]"),
    ("EC1A 1BB", "[postcode]"),
    ("B33 8TH", "[postcode]"),
    ("LS1  4AP", "[postcode]"),
    ("my address is 24 Elm Road", "my address is [address]"),
    ("flat 3, 24 High Street", "flat 3, [address]"),
    ("12a Acacia Avenue", "[address]"),
]
BIRTHS = [
    ("born 3/5/50", "born [date of birth]"),
    ("born 3rd May 1950", "born [date of birth]"),
    ("D.O.B. 3.5.50", "D.O.B. [date of birth]"),
    ("date of birth: 3 May 50", "date of birth: [date of birth]"),
    ("dob 1950-05-03", "dob [date of birth]"),
    ("DOB 030550", "DOB [date of birth]"),
    ("born on the 3rd of May 1950", "born on the [date of birth]"),
    (
        "born on the third of May nineteen fifty",
        "born on the third of May [date of birth]",
    ),
    ("I was born in nineteen forty-two", "I was born in [date of birth]"),
    ("born in '42", "born in [date of birth]"),
    ("my birthday is 3 May", "my birthday is [date of birth]"),
    ("3rd May, 1950", "[date of birth]"),
    ("3-May-1950", "[date of birth]"),
    ("May 3rd, 1950", "[date of birth]"),
    ("1950/05/03", "[date of birth]"),
]
NAMES = [
    ("JANE SMITH", "[name]"),
    ("SMITH, Jane", "[name]"),
    ("seen by J. SMITH", "seen by [name]"),
    ("J.B. Smith rang", "[name] rang"),
    ("MR SMITH", "MR [name]"),
    ("dr patel rang", "dr [name] rang"),
    ("Mrs van der Berg", "Mrs [name]"),
    ("Mr Ó Briain", "Mr [name]"),
    ("Lord Winston", "Lord [name]"),
    ("Father O'Malley", "Father [name]"),
    ("Canon Jones", "Canon [name]"),
    ("Miss O'Connor", "Miss [name]"),
    ("Dr. Nguyen-Tran", "Dr. [name]"),
    ("my wife, Margaret, waited", "my wife, [name], waited"),
    ("My husband Bill died", "My husband [name] died"),
    ("her name was Xiao Ling", "her name was [name]"),
    ("a nurse called Yetunde", "a nurse called [name]"),
    ("staff nurse Blessing", "staff nurse [name]"),
    ("Zbigniew Kowalski was kind", "[name] was kind"),
    ("Thanks Oluwaseun Adeyemi", "Thanks [name]"),
    ("I saw Blessing Okafor today", "I saw [name] today"),
    ("Karen ward manager was kind", "[name] ward manager was kind"),
    ("Jan Smith was kind", "[name] was kind"),
    ("J Smith was kind", "[name] was kind"),
    ("JA Smith rang me", "[name] rang me"),
    ("seen by J A Smith", "seen by [name]"),
    ("seen by A Patel on Monday", "seen by [name] on Monday"),
    ("Thanks to K O'Neill", "Thanks to [name]"),
    ("Thanks to S Ahmed-Khan!", "Thanks to [name]!"),
    ("letter from P van der Berg", "letter from [name]"),
    ("J SMITH", "[name]"),
    ("seen by Smith J", "seen by [name]"),
    ("Smith J, ward 4", "[name], ward 4"),
    ("Kowalski JA rang", "[name] rang"),
    ("T Okafor, Ward B Sister", "[name], Ward B Sister"),
]
HARMLESS = """
    Ward 12 | Ward B12 | Bay 4 bed 12 | car park 2 | Level 3, room E1 2 | I am 67 years old
    aged 45 | Question 59 and Q12 | Q26.1 said so | 7 out of 10 | 24/7 | NHS 111 | call 111
    1-2-1 support | waited 45 minutes | 150mg twice | PSA 4.5 | Ca125 was 35 | T2N0M0
    HER2 positive | 5FU and FOLFOX | £3.50 parking | 1,234,567 | 12345 | 2014/15 | Ref 12
    SE1 and SE2 | call after 7pm | 999 | phone 12 times | text me 5 days later
    rang me on 12 March 2015 | call at 9 30 15 | 25 December 2014 | on 3 March 2015 | since 1998
    born in Leeds | new born baby | birthday cake | I spent my birthday on the ward in 2014
    dob not asked | MRI | CT scan | A&E | GP surgery | in Jan | on 3 Jan | Jan 2015
    in May I had chemo | Will the results come | Christmas Day | Guy's and St Thomas'
    John Radcliffe | Queen Alexandra | Royal Marsden | Addenbrooke's | Victoria station
    the Victoria Infirmary | Lewis ward | Mary Seacole Ward | Marie Curie nurses
    Queen Elizabeth Hospital | Great Western Hospital | Velindre Cancer Centre | Isle of Wight
    Macmillan nurse | Breast Cancer Now | Cancer Research UK | Teenage Cancer Trust | Age UK
    Look Good Feel Better | Hodgkin lymphoma | Non Hodgkin Lymphoma | Hickman line | Gleason 7
    Lynch Syndrome | Bone Marrow Transplant | Wide Local Excision | Cisplatin Etoposide
    Clinical Nurse Specialist | Wonderful Staff Nurse | Holistic Needs Assessment | Blue Badge
    Spanish interpreter | Black and Asian | Friends and Family Test | Day Case Unit
    Prime Minister | Dr was late | dr said so | dr explained it | Mr and Mrs | Dear Sir
    Nurse in charge | someone called Reception | the lady called Again | Ward A. Lovely people
    Hepatitis B. Awful | THE STAFF WERE KIND | Thank You All
    Ward B Sister | Clinic A Reception | Vitamin D Tablets | Hepatitis B Nurse | Hepatitis C
    A Sister on Ward C | B Cell Lymphoma | T Cell | X Ray | the X Ray Department | E Coli | C Diff
    D Dimer | Q Fever | H Pylori | Plan B | Dukes B | Group A | Bay C Nurse | Theatre B Recovery
    CT Scan | MRI Scanner | GP Surgery | TV Lounge | IV Paracetamol | IV Antibiotics
    UK Sepsis Trust | QE Hospital | ED Sister | OT Department | PE was found | OK Thanks | AM Clinic
    IT Helpdesk
    I Went home | Yesterday I went | Then I Waited | A Macmillan nurse | A Hickman line | NO Parking
    A Levels | U Turn | T Shirt | Blood group B | Car Park D | Zone C is far | Flu A | Strep B
    Vitamin B Injections | Vit D | Factor V Leiden | Type B reaction | Level C Lifts | Entrance E
    Exit B, then left | Block D Ward 4 | WE WAITED IN CLINIC B FOR HOURS AND NOBODY CAME
    A Volunteer helped | A Receptionist shouted | Monday C clinic | K Wire | G Tube | PEG Tube
    The Staff Were All Extremely Kind And Caring Every Day
"""


PHRASES = [each.strip() for each in HARMLESS.strip().replace("\n", "|").split("|")]


@pytest.mark.parametrize(("text", "masked"), [*NUMBERS, *PLACES, *BIRTHS, *NAMES])
def test_a_phrase_that_could_say_who_somebody_is_stops(text, masked):
    assert mask(text, look_for(text)) == masked
    assert look_for(masked) == ()


@pytest.mark.parametrize("text", PHRASES)
def test_a_harmless_phrase_does_not(text):
    assert look_for(text) == ()


def test_a_street_is_called_an_address():
    (found,) = look_for("I live at 24 Elm Road")
    assert found.kind is Kind.ADDRESS


def test_two_words_with_capitals_are_a_guess_that_titles_are_spared():
    text = "Meadow Brook"
    assert look_for(text)
    assert look_for(text, guess=False) == ()
    assert look_for("Ask for Jane Smith", guess=False)
