"""Addresses of the door, of people and of the audit trail."""

from allauth.account import views as door
from django.urls import include, path, re_path

from buddy_portal.accounts.views import account, invitations, people, trail

urlpatterns = [
    # The door: allauth's views under our addresses. There is no sign-up: people are invited.
    path("sign-in/", door.login, name="account_login"),
    path("sign-in/stopped/", door.account_inactive, name="account_inactive"),
    path("sign-up/", account.by_invitation, name="account_signup"),
    path("sign-out/", door.logout, name="account_logout"),
    path("confirm-it-is-you/", door.reauthenticate, name="account_reauthenticate"),
    path("change-password/", door.password_change, name="account_change_password"),
    path("set-password/", door.password_set, name="account_set_password"),
    path("reset-password/", door.password_reset, name="account_reset_password"),
    path("reset-password/sent/", door.password_reset_done, name="account_reset_password_done"),
    path(
        "reset-password/done/",
        door.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^reset-password/(?P<uidb36>[0-9A-Za-z]{1,13})-(?P<key>[-0-9A-Za-z]{1,100})/$",
        door.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("second-step/", include("allauth.mfa.urls")),
    # People
    path("your-account/", account.your_account, name="your_account"),
    path("your-account/name/", account.change_name, name="change_name"),
    path("people/", people.people, name="people"),
    path("people/invite/", invitations.invite, name="invite_person"),
    path("people/<int:user_id>/", people.person_detail, name="person_detail"),
    path("people/<int:user_id>/add-role/", people.add_role, name="add_role"),
    path("people/<int:user_id>/sign-in/", people.change_sign_in, name="change_sign_in"),
    path("people/roles/<int:membership_id>/end/", people.end_role, name="end_role"),
    path(
        "people/invitations/<int:invitation_id>/send-again/",
        invitations.send_again,
        name="resend_invitation",
    ),
    path(
        "people/invitations/<int:invitation_id>/withdraw/",
        invitations.withdraw,
        name="withdraw_invitation",
    ),
    path("invitations/<uuid:token>/", invitations.accept, name="accept_invitation"),
    # The trail
    path("audit/", trail.audit_trail, name="audit_trail"),
    path("audit/<int:event_id>/", trail.audit_event, name="audit_event"),
]
