"""Pages about people, invitations, one's own account and the audit trail."""
