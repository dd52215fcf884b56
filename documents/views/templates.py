"""Templates of a workspace or of an organisation: their list, one of them, its sample, one more, one less, the choice.

Each page has two addresses: `which` is the slug of a workspace, or the number of an organisation.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import account_required
from accounts.models import Organisation
from documents.actions.exporting import DOCX, Exported
from documents.actions.templates import Owner, add_template, choose_template, remove_template, require_owner
from documents.formats.office import PDF
from documents.house import chosen_for, content_of
from documents.house_told import report_on
from documents.models import Template
from documents.sample import sample_file
from documents.template_forms import ChoiceForm, TemplateForm
from documents.views.exporting import as_file
from workspaces.access import visible_workspace
from workspaces.models import Workspace


@account_required
@require_http_methods(["GET", "HEAD", "POST"])
def templates(request: HttpRequest, **which: Any) -> HttpResponse:
    owner = _owner(request, which)
    form = TemplateForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = add_template(owner, form.cleaned_data["name"], file.name, file.read(), by=request.user)
        except ValidationError as refusal:
            form.add_error("file", refusal.messages)
        else:
            messages.success(request, _("The template is there: see what was found in its file."))
            return redirect(_address(owner, "template", made))
    listed = [(one, _address(owner, "template", one)) for one in owner.templates.all()]
    context: dict[str, Any] = {"form": form, "owner": owner, "listed": listed}
    if isinstance(owner, Workspace):
        context |= {"workspace": owner, "choice": ChoiceForm(request.user, owner), "chosen": chosen_for(owner)}
    return render(request, "documents/templates.html", context, status=422 if form.errors else 200)


@account_required
@require_safe
def template(request: HttpRequest, template_pk: UUID, **which: Any) -> HttpResponse:
    owner, found = _one(request, template_pk, which)
    parts = ("sample", "preview", "remove")
    context: dict[str, Any] = {f"{part}_url": _address(owner, f"template_{part}", found) for part in parts}
    context |= {"template": found, "owner": owner, "report": report_on(found), "list_url": _address(owner, "templates")}
    if isinstance(owner, Workspace):
        chosen = chosen_for(owner)
        context |= {"workspace": owner, "is_chosen": chosen is not None and chosen.pk == found.pk}
    return render(request, "documents/template.html", context)


@account_required
@require_safe
def sample(request: HttpRequest, template_pk: UUID, **which: Any) -> HttpResponse:
    """Every style once, in this template: made at once, kept nowhere."""
    owner, found = _one(request, template_pk, which)
    content = content_of(found)
    if content is None:
        raise Http404
    return as_file(Exported(_("sample.docx"), DOCX, sample_file(found.name, content, owner=str(owner))))


@account_required
@require_safe
def preview(request: HttpRequest, template_pk: UUID, **which: Any) -> HttpResponse:
    """The sample as a PDF that the browser shows, once the worker has made it."""
    _whose, found = _one(request, template_pk, which)
    try:
        made = found.preview.open("rb")
    except (OSError, ValueError):
        raise Http404 from None
    with made:
        response = HttpResponse(made.read(), content_type=PDF)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@account_required
@require_POST
def remove(request: HttpRequest, template_pk: UUID, **which: Any) -> HttpResponse:
    owner, found = _one(request, template_pk, which)
    remove_template(found, by=request.user)
    messages.success(request, _("The template “%(name)s” was taken away.") % {"name": found.name})
    return redirect(_address(owner, "templates"))


@account_required
@require_POST
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """In which template the files of a workspace are made."""
    workspace: Any = _owner(request, {"slug": slug})
    form = ChoiceForm(request.user, workspace, request.POST)
    if form.is_valid():
        choose_template(workspace, form.chosen, by=request.user)
        messages.success(request, _("The choice is kept."))
    else:
        messages.error(request, _("There is no such template here."))
    return redirect("workspace_templates", slug)


def _owner(request: HttpRequest, which: dict[str, Any]) -> Owner:
    """Whose managers alone see its templates. Raises `Http404` to who may not know it."""
    owner: Owner
    if "slug" in which:
        owner = visible_workspace(request, which["slug"])
    else:
        owner = get_object_or_404(Organisation.objects.told_to(request.user), pk=which["pk"])
    require_owner(owner, request.user)
    return owner


def _one(request: HttpRequest, key: UUID, which: dict[str, Any]) -> tuple[Owner, Template]:
    owner = _owner(request, which)
    return owner, get_object_or_404(owner.templates.select_related("workspace", "organisation", "added_by"), pk=key)


def _address(owner: Owner, page: str, template: Template | None = None) -> str:
    kind, key = ("workspace", owner.slug) if isinstance(owner, Workspace) else ("organisation", owner.pk)
    return reverse(f"{kind}_{page}", args=[key, *([template.pk] if template else [])])
