"""The least that could do the work of a page, in the bare project: no design, no rights, no trail.

A list, a detail, a form of eight fields, and saving one row, each as a tutorial writes it, with
Jinja2. Read after the settings of `bare`, because models need them.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from jinja2 import DictLoader, Environment

from buddy_portal.benchmarks.served.bare import ok

FIELDS = 8


class Thing(models.Model):
    """One row with eight texts."""

    text_0 = models.CharField(max_length=200)
    text_1 = models.CharField(max_length=200)
    text_2 = models.CharField(max_length=200)
    text_3 = models.CharField(max_length=200)
    text_4 = models.CharField(max_length=200)
    text_5 = models.CharField(max_length=200)
    text_6 = models.CharField(max_length=200)
    text_7 = models.CharField(max_length=200)

    objects: ClassVar[models.Manager[Thing]] = models.Manager()

    class Meta:
        app_label = "floor_pages"
        db_table = "benchmark_floor"
        managed = False

    def __str__(self) -> str:
        return self.text_0

    @property
    def texts(self) -> list[str]:
        return [getattr(self, f"text_{number}") for number in range(FIELDS)]


class ThingForm(forms.ModelForm):
    class Meta:
        model = Thing
        fields = [f"text_{number}" for number in range(FIELDS)]


def rows(request: HttpRequest) -> HttpResponse:
    return render(request, "list.html", {"rows": Thing.objects.all()})


def detail(request: HttpRequest, key: int) -> HttpResponse:
    return render(request, "detail.html", {"row": get_object_or_404(Thing, pk=key)})


def edit(request: HttpRequest, key: int) -> HttpResponse:
    thing = get_object_or_404(Thing, pk=key)
    form = ThingForm(request.POST if request.method == "POST" else None, instance=thing)
    if form.is_valid():
        form.save()
        return redirect("detail", key)
    return render(request, "form.html", {"form": form})


urlpatterns = [
    path("", ok),
    path("rows/", rows),
    path("rows/<int:key>/", detail, name="detail"),
    path("rows/<int:key>/edit/", edit),
]
FRAME = "<!doctype html><title>Floor</title><h1>Floor</h1>"
TEMPLATES = {
    "list.html": FRAME
    + "<table>{% for row in rows %}<tr>{% for text in row.texts[:5] %}<td>{{ text }}</td>"
    "{% endfor %}</tr>{% endfor %}</table>",
    "detail.html": FRAME
    + "<dl>{% for text in row.texts %}<dt>Text</dt><dd>{{ text }}</dd>{% endfor %}</dl>",
    "form.html": FRAME
    + '<form method="post">{{ csrf_input }}{{ form.as_p() }}<button>Save</button></form>',
}


def environment(**options: Any) -> Environment:
    """Jinja2 as Django sets it up, with these few templates."""
    return Environment(**{**options, "loader": DictLoader(TEMPLATES)})  # noqa: S701 - see backend
