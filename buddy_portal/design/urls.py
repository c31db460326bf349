"""The statements every page links to, the gallery, and what browsers ask for unasked."""

from django.urls import path

from buddy_portal.design import views

urlpatterns = [
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("cookies/", views.cookies, name="cookies"),
    path("contact/", views.contact, name="contact"),
    path("gallery/", views.gallery, name="gallery"),
    path("gallery/progress/", views.gallery_progress, name="gallery_progress"),
    path("gallery/error/<int:status>/", views.gallery_error, name="gallery_error"),
    path("gallery/download/<str:kind>/", views.gallery_download, name="gallery_download"),
    path("favicon.ico", views.favicon, name="favicon"),
]
