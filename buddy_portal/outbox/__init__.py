"""What must happen after a change is saved: mails to send, jobs to run. Nothing is lost or doubled.

A message is written in the transaction of the change. A nudge after commit gives it to a worker at
once; a sweep finds what the broker missed. A worker claims a message by a lease in the database.
"""
