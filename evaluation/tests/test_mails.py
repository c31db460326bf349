"""The addresses that mails write out are those of the pages."""

from django.urls import resolve


def test_the_addresses_in_mails_lead_to_the_report():
    assert resolve("/evaluations/reports/7/").url_name == "report_detail"
    assert resolve("/reports/wide-scheme/").url_name == "public_report"
