"""NHS trusts and what became of them."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords


class Trust(models.Model):
    """An NHS trust, known by its ODS code."""

    ods_code = models.CharField(
        "ODS code",
        max_length=10,
        unique=True,
        validators=[
            RegexValidator(
                r"^[A-Z0-9]{2,10}$", "Enter an ODS code, such as RTR, in capital letters"
            )
        ],
    )
    name = models.CharField(max_length=200)
    town = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    region = models.CharField(max_length=60, blank=True)
    icb_code = models.CharField("ICB code", max_length=10, blank=True)
    icb_name = models.CharField("integrated care board", max_length=200, blank=True)
    alliance = models.CharField("Cancer Alliance", max_length=100, blank=True)
    latitude = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    is_foundation = models.BooleanField("foundation trust", default=False)
    is_teaching = models.BooleanField("teaching trust", default=False)
    is_specialist = models.BooleanField("specialist cancer trust", default=False)
    is_fictional = models.BooleanField("made up for the demonstration", default=False)

    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="trust_has_both_coordinates_or_neither",
                condition=(
                    Q(latitude=None, longitude=None)
                    | Q(latitude__isnull=False, longitude__isnull=False)
                ),
            )
        ]
        indexes = [
            models.Index(fields=["region"], name="trust_by_region"),
            models.Index(fields=["alliance"], name="trust_by_alliance"),
        ]

    def __str__(self) -> str:
        return self.name


class TrustSuccession(models.Model):
    """A trust that became part of another on a day. The predecessor may be unknown otherwise."""

    predecessor_code = models.CharField("predecessor's ODS code", max_length=10)
    predecessor_name = models.CharField(max_length=200)
    successor_code = models.CharField("successor's ODS code", max_length=10)
    successor_name = models.CharField(max_length=200)
    date = models.DateField()
    kind = models.CharField(max_length=60)
    evidence = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["date", "predecessor_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor_code", "successor_code", "date"], name="succession_once"
            ),
            models.CheckConstraint(
                name="succession_to_another_trust",
                condition=~Q(predecessor_code=F("successor_code")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_name} became part of {self.successor_name}"
