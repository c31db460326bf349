"""What trusts write when they apply."""

OFFERS = (
    "Our nurse specialists share one telephone rota, so that a call is answered the same day. We "
    "can show how it is staffed and what it cost.",
    "A care plan that patients help to write at the first clinic, and the training for it.",
    "Patient information that our patient panel rewrote: short, plain and in six languages.",
    "A benefits adviser in the Tuesday clinic, paid with a local charity.",
    "How we tell people bad news: a quiet room, a second person, and a call the next day.",
    "End of treatment summaries that the general practice receives within a week.",
)
WHY_MENTOR = (
    "We learnt this the slow way and would like others to be quicker. Visits always teach our own "
    "staff something too.",
    "Our teams are proud of what patients say and would enjoy showing it.",
    "We were helped ourselves some years ago and want to give something back.",
)
WHY_MENTEE = (
    "Our patients tell us that they cannot reach their nurse. We have tried twice by ourselves and "
    "would like to see how others manage it.",
    "Our results have stood still for three years. The board wants a plan that patients would "
    "recognise, and somebody who has done it before.",
    "We opened a new unit last year and the way people move through it does not work yet.",
    "Our patient group asked for this. They would like to visit a trust together with our nurses.",
)
ASKED_AGAIN = (
    "Please say who would lead this while the post of lead cancer nurse is vacant, and how much "
    "time they would have."
)
DECLINED = (
    "The trust begins a merger in two months. We agreed by telephone that the next scheme suits it "
    "better, and will ask again then."
)
WITHDREW = "Our lead cancer nurse leaves in spring and there is nobody to take this on."
PAIR_DECLINED = (
    "Two of our specialist nurses move to another site this month. We can take one mentee now and "
    "another one later in the year."
)
PAIR_ENDED = (
    "The mentee closes its ward for repairs until the end of the year and cannot go on with the "
    "plan. Both sponsors agree to stop."
)
