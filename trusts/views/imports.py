"""Bringing survey results into the portal: upload, trial run, import, rolling back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import Refusal
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from buddy_portal.design.paging import page_links
from trusts import rules
from trusts.forms.reasons import ReasonForm
from trusts.forms.surveys import NEW, CommitForm, UploadForm
from trusts.models import ImportState, SurveyImport
from trusts.presenters import imports as words
from trusts.selectors import names
from trusts.selectors import surveys as selectors
from trusts.services.import_jobs import bring_file, import_checked_file
from trusts.services.rolling_back import roll_back_import
from trusts.views import lists

OPEN = (ImportState.CHECKING, ImportState.COMMITTING)


@requires(Permission.CHECK_SURVEY_FILES)
@require_safe
def import_list(request: PersonRequest) -> HttpResponse:
    """Every file that was brought, newest first."""
    found = selectors.imports()
    file = lists.download(
        request,
        name="survey imports",
        columns=words.IMPORT_COLUMNS,
        rows=words.import_rows(found) if "download" in request.GET else [],
    )
    if file is not None:
        return file
    page = lists.page_of(request, found)
    context = {
        "table": words.import_table(page.object_list, lists.downloads({})),
        "pages": page_links(page, request.GET, noun="files"),
        "nothing_at_all": not page.paginator.count,
    }
    return render(request, "trusts/surveys/import_list.html", context)


@requires(Permission.CHECK_SURVEY_FILES)
@require_http_methods(["GET", "HEAD", "POST"])
def survey_upload(request: PersonRequest) -> HttpResponse:
    """A file and its survey year; its trial run comes next."""
    back = ("Back to survey results", reverse("survey_results"))
    if request.method != "POST":
        form = UploadForm(back=back, initial={"survey_year": request.GET.get("year", "")})
        return render(request, "trusts/surveys/survey_upload.html", {"form": form})
    form = UploadForm(request.POST, request.FILES, back=back)
    if form.is_valid():
        chosen, file = form.cleaned_data["survey_year"], form.cleaned_data["file"]
        is_new = chosen.startswith(NEW)
        try:
            found = bring_file(
                by=request.user,
                survey_year=None if is_new else selectors.survey_year_by_id(int(chosen)),
                new_year=int(chosen.removeprefix(NEW)) if is_new else 0,
                file=file.file,
                name=file.name,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            if isinstance(found, SurveyImport):
                return redirect("import_detail", import_id=found.pk)
            messages.success(request, f"The questions of the {found.year} survey were saved.")
            return redirect("survey_year", year_id=found.pk)
    return render(request, "trusts/surveys/survey_upload.html", {"form": form})


@requires(Permission.CHECK_SURVEY_FILES)
@require_safe
def import_detail(request: PersonRequest, import_id: int) -> HttpResponse:
    """What a file would change, what is refused and why; or what it changed."""
    found = selectors.import_for(access_of(request.user), import_id)
    trust_names = names.trust_names({change["trust"] for change in found.changes})
    file = _file(request, found, trust_names)
    if file is not None:
        return file
    if found.state not in OPEN and request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Refresh": "true"})
    everything = request.GET.get("show") == "all"
    access = access_of(request.user)
    context = {
        "found": found,
        "title": words.import_title(found),
        "lede": words.import_lede(found),
        "tag": words.state_tag(found),
        "is_open": found.state in OPEN,
        "progress": words.progress(found),
        "is_checked": found.state == ImportState.CHECKED,
        "can_import": rules.can_import_results.allows(access, None),
        "can_roll_back": rules.can_import_results.allows(access, None)
        and found.state == ImportState.COMMITTED
        and not found.held_by,
        "numbers": words.import_numbers(found) if found.counts else [],
        "refused": len(found.refused),
        "rows": words.rows_words(found),
        "refused_table": words.refused_table(
            found, everything=everything, downloads=_downloads("refused")
        ),
        "change_table": words.change_table(
            found, trust_names, everything=everything, downloads=_downloads("changes")
        ),
        "changes": len(found.changes),
        "few": words.FEW_ROWS,
        "everything": everything,
        "facts": words.file_facts(found, selectors.compared_with(found)),
        "notes": words.file_notes(found),
    }
    return render(request, "trusts/surveys/import_detail.html", context)


def _downloads(which: str) -> list[tuple[str, str]]:
    return lists.downloads({"rows": which})


def _file(
    request: PersonRequest, found: SurveyImport, trust_names: dict[str, str]
) -> HttpResponse | None:
    """The refused rows or the changes, where the address asks for them as a file."""
    year = found.survey_year.year
    if request.GET.get("rows") == "changes":
        rows = words.change_rows(found, trust_names)
        return lists.download(
            request, name=f"changes {year}", columns=words.CHANGE_COLUMNS, rows=rows
        )
    rows = words.refused_rows(found)
    return lists.download(
        request, name=f"refused rows {year}", columns=words.REFUSED_COLUMNS, rows=rows
    )


@requires(Permission.IMPORT_SURVEY_RESULTS)
@require_http_methods(["GET", "HEAD", "POST"])
def import_confirm(request: PersonRequest, import_id: int) -> HttpResponse:
    """Import a checked file, after one more look."""
    found = selectors.import_for(access_of(request.user), import_id)
    options: dict[str, Any] = {
        "rows": words.rows_words(found),
        "refused": len(found.refused),
        "back": ("Back to the trial run", reverse("import_detail", args=[found.pk])),
    }
    form = (
        CommitForm(request.POST, **options) if request.method == "POST" else CommitForm(**options)
    )
    if request.method == "POST" and form.is_valid():
        try:
            done = import_checked_file(
                by=request.user,
                survey_import=found,
                left_out_reason=form.cleaned_data.get("left_out_reason", ""),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            if done.state == ImportState.COMMITTED:
                messages.success(request, f"{words.rows_words(done)} of results were imported.")
            return redirect("import_detail", import_id=found.pk)
    context = {
        "found": found,
        "form": form,
        "title": f"Import {words.rows_words(found)} into the {found.survey_year.year} results?",
        "lede": "All of them are saved, or none. You can roll the import back until a published "
        "report uses it.",
        "rows": words.file_facts(found, None)[:2] + words.confirm_rows(found),
    }
    return render(request, "trusts/surveys/import_act.html", context)


@requires(Permission.IMPORT_SURVEY_RESULTS)
@require_http_methods(["GET", "HEAD", "POST"])
def import_roll_back(request: PersonRequest, import_id: int) -> HttpResponse:
    """Take an import back, with a reason."""
    found = selectors.import_for(access_of(request.user), import_id)
    options: dict[str, Any] = {
        "label": "Why it is rolled back",
        "submit": "Roll this import back",
        "back": ("Back to the import", reverse("import_detail", args=[found.pk])),
    }
    form = (
        ReasonForm(request.POST, **options) if request.method == "POST" else ReasonForm(**options)
    )
    if request.method == "POST" and form.is_valid():
        try:
            roll_back_import(
                by=request.user,
                survey_import=found,
                reason=form.cleaned_data["reason"],
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "The import was rolled back. The results are as before.")
            return redirect("import_detail", import_id=found.pk)
    context = {
        "found": found,
        "form": form,
        "title": f"Roll back {found.file_name}?",
        "lede": "What it brought is taken away, and what it changed is put back as it was.",
        "rows": words.file_facts(found, None)[:2] + words.confirm_rows(found),
    }
    return render(request, "trusts/surveys/import_act.html", context)
