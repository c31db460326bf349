"""What plans do about each section of the survey: an action and the evidence it should leave."""

ACTIONS: dict[str, tuple[tuple[str, str], ...]] = {
    "Finding out": (
        ("Keep two same-week appointments a day for urgent referrals", "Waits by week, 12 weeks"),
        ("Give results in a quiet room, with a nurse specialist present", "Audit of 40 clinics"),
        ("Send a one-page note of what each test is for with the letter", "The note, 50 letters"),
        ("Write “you may bring somebody” into every first letter", "Letter template"),
        ("Train clinic staff in telling bad news, half a day each", "Attendance list, 24 staff"),
    ),
    "Deciding on treatment": (
        ("Offer a second talk a week after the treatment is proposed", "Share offered, monthly"),
        ("Rewrite the side effect leaflets with our patient panel", "Six leaflets, panel’s notes"),
        ("Start a checklist of later side effects in the treatment clinic", "Audit of 60 notes"),
        ("Record in the notes which choices were talked about", "Audit of 60 notes"),
        ("Show clinic doctors how another team shares decisions", "Visit report"),
    ),
    "Nurse specialist": (
        (
            "Share one rota, so that the nurses’ line is answered 9am to 5pm",
            "Calls answered, weekly",
        ),
        ("Give every new patient a card with the nurse’s name and number", "Audit of 58 notes"),
        ("Move five telephone numbers to one call queue", "Telephone report before and after"),
        (
            "Put the nurse’s name and number into every letter to the GP",
            "Letter template, 30 letters",
        ),
        ("Print the out-of-hours number on the treatment record", "The record, 20 patients asked"),
    ),
    "Support": (
        ("Bring a benefits adviser to the Tuesday clinic", "Referrals, monthly"),
        ("Give every new patient the support pack", "Share given, monthly"),
        ("Ask what matters to you at the first nurse appointment", "Audit of 40 notes"),
        ("Put the prescription exemption form into the welcome pack", "Forms given, monthly"),
        ("Open a weekly drop-in with the cancer information centre", "Visitors, weekly"),
    ),
    "Hospital stay": (
        ("Round every two hours on the ward, with four set questions", "Rounding record, monthly"),
        ("Fill the two vacant night posts on the oncology ward", "Rota for three months"),
        ("Ask about pain at every medicine round", "Pain scores recorded, audit of 50"),
        ("Fit curtains that close fully in bays 3 and 4", "Photographs"),
        ("Hold a weekly teaching half hour for ward nurses", "Attendance list"),
    ),
    "Operations": (
        ("Ring every patient two days before the operation", "Calls made, weekly"),
        ("Have the surgeon see each patient on the day after", "Audit of 40 notes"),
        ("Hold a surgery school once a fortnight", "Attendance, patients’ comments"),
        ("Give a wound card with a photograph and a number to call", "The card, 30 patients asked"),
        (
            "Tell people of a changed date by telephone, never by letter alone",
            "Audit of 25 changes",
        ),
    ),
    "Drugs and radiotherapy": (
        ("Show each new patient the treatment room before day one", "Visits, monthly"),
        ("Add a line on how treatment is going to every review", "Audit of 60 reviews"),
        ("Ring patients on day three of the first course", "Calls made, weekly"),
        ("Spread chair times over the day", "Waits by hour, 8 weeks"),
        ("Open a same-day clinic for side effects", "Visits, and stays avoided"),
    ),
    "Clinics": (
        ("Check the notes for every clinic on the day before", "Notes missing, weekly"),
        ("Tell people in the waiting room how long the wait is", "Photographs, 30 patients asked"),
        ("Book follow-up visits with the same doctor or nurse", "Share booked, monthly"),
        ("Start clinic fifteen minutes earlier and leave two gaps", "Waits by clinic, 8 weeks"),
        ("Give a next-steps slip at the end of each visit", "The slip, audit of 40"),
    ),
    "Home and general practice": (
        ("Send the end of treatment summary within a week", "Days taken, monthly"),
        ("Agree one number for community nurses with the council area", "Agreement, calls"),
        ("Run a family evening each month", "Attendance, comments"),
        ("Invite practices to a joint review six weeks after treatment", "Reviews, monthly"),
        ("Give every family the “looking after somebody” guide", "Guides given, audit of 30"),
    ),
    "Care as a whole": (
        ("Hold a ten-minute team huddle before each clinic", "Huddles held, weekly"),
        ("Write a care plan with every patient at the second visit", "Share with a plan, monthly"),
        ("Put one person in charge of each patient’s pathway", "Pathway list, audit of 40"),
        ("Offer the research nurse’s talk at the first clinic", "Talks offered, monthly"),
        ("Ask twenty patients each month what one thing would help", "Monthly note"),
    ),
}
