"""What people write in a plan: summaries, updates, reviews, comments, closures."""

ON_TRACK = (
    "Going as planned. The team meets about it on Mondays.",
    "First week done; two small snags, both put right.",
    "Half of it is in place. The rest follows with the new rota.",
    "The people who do it say that it saves them time.",
    "Tried in one place first, now in three.",
    "Our buddy’s checklist helped. We use it as it is.",
    "Numbers of this month are better than last month’s.",
)
AT_RISK = (
    "Slower than we hoped: two colleagues are off sick.",
    "Something we ordered is late. It should come next week.",
    "We need another fortnight to train the evening staff.",
    "It works on most days. The holidays still have to be sorted out.",
)
# What was said, and what is in the way.
STUCK = (
    ("We cannot go on without the IT team.", "The change request has no date yet."),
    ("No post, no start.", "The post has been frozen until the next budget meeting."),
    ("The room is not ready.", "Estates have put the work off twice."),
    ("Waiting for the information governance team.", "The form has been with them for a month."),
)
DONE = (
    "Done. The evidence is in the shared folder.",
    "In place everywhere since Monday.",
    "Finished. Of the 58 patients we looked at, 52 had it.",
    "Done and part of the induction of new staff now.",
)
CONFIRMED = (
    "Seen on our visit. Well done.",
    "The audit shows it clearly.",
    "Two patients whom we met told us of it by themselves.",
    "",
)
CHALLENGED = (
    "The figures are of one week only. Please show a month.",
    "Two patients whom we met on our visit knew nothing of it.",
    "It got better in one place and worse in another. Please look again.",
)
MORE = ("Could you show the figures for the last four weeks as well?",)
MOVED = (
    "The ward moves in that week; nobody can be spared.",
    "The supplier needs three more weeks.",
    "The trainer was ill. A new date is booked.",
)
ABANDONED = (
    "Tried for six weeks. It helped nobody, so we stopped.",
    "Overtaken by the trust’s new computer system, which does the same.",
)
EMBEDDED = (
    "Part of the induction now, and still done when we asked three months later.",
    "Nobody calls it a project any more.",
)
FINDINGS = (
    "Most of it runs. We put a second person on the action that lags behind.",
    "On time. The team asks for one more visit to the buddy before the end.",
)
CARRIED_OVER = ("Goes on in next year’s work of the cancer board.",)
WHY_AIM = (
    "Our score lies below the country’s, and people in our patient group raised it by themselves.",
    "Four in ten of the free-text comments are about this.",
    "It has been low for three years, and staff say the same as patients.",
    "The complaints of last year name it more often than anything else.",
)
POPULATION = ("All patients with cancer", "Patients in their first year", "Patients of all clinics")
NO_PARTNER = "Two people were asked and could not make the time; we ask our patient panel again."
MENTOR_COMMENTS = (
    "A clear plan. We would start with what patients notice first.",
    "Good aims. Could the second action begin earlier, so that its effect can be seen?",
    "We have done three of these ourselves and will bring our forms on the first visit.",
)
MENTEE_COMMENTS = (
    "Thank you. We have moved the first action forward.",
    "Agreed with the team on Thursday; the dates hold.",
)
PARTNER_COMMENTS = (
    "I read it twice and understand it. Please tell patients too what will change.",
    "Glad to see this. It is what I missed most when I was ill myself.",
)
CHANGES_ASKED = (
    "Two of the aims end a week before the window does. Please bring the actions forward, and say "
    "who owns the second one."
)
EXTENSION = (
    "The refurbishment of the ward moved by six weeks. The sponsor agrees; nothing else changes."
)
LEARNING = (
    "Small changes that one person could start alone came first and carried the rest. Asking "
    "patients every month kept us honest.",
    "The first action took three times as long as we thought, and was worth it.",
)
ADVICE = (
    "Visit early, and take along the people who do the work.",
    "Do less at once. We should have begun with two aims.",
)
SUSTAINED_BY = (
    "The lead cancer nurse, with a yearly report to the cancer board",
    "The matron of the day unit",
    "The patient experience team",
)
PLAN_WITHDRAWN = "The ward that the plan is about is closed for repairs until the end of the year."
