"""Where an invitation's link leads."""

from django.urls import include, path

urlpatterns = [path("invitations/", include("invitations.urls"))]
