"""Pages of organisations: mine and those I may join, a new one, one with its members and its addresses."""

from typing import Any

from allauth.core.ratelimit import respond_429
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.joining import join_organisation, joinable_by, list_domain, unlist_domain
from accounts.member_forms import DomainForm, MemberForm, NameForm
from accounts.member_views import change_member, kept, made_page, members_of, one_of, too_many, tried
from accounts.members import require_manager
from accounts.models import Organisation
from accounts.organisations import add_member, change_role, create_organisation, remove_member, rename_organisation

form_page = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """All on one page: nobody belongs to hundreds."""
    context = {"mine": Organisation.objects.told_to(request.user), "joinable": joinable_by(request.user)}
    return render(request, "accounts/organisations.html", context)


@login_required
@form_page
def new(request: HttpRequest) -> HttpResponse:
    return made_page(request, "accounts/organisation_new.html", create_organisation)


@login_required
@form_page
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """Three forms on one page: `part` says which of them was sent."""
    subject = _mine(request, pk)
    if request.method == "POST":
        require_manager(subject, request.user)  # before a form says whether an address has an account
    if too_many(request):
        return respond_429(request)
    part = request.POST.get("part")
    invite = MemberForm(request.POST if part == "person" else None)
    domain = DomainForm(request.POST if part == "domain" else None)
    name = NameForm(request.POST if part == "name" else None, initial={"name": subject.name})
    if _done(request, subject, invite, domain, name):
        messages.success(request, kept(subject, invite))
        return redirect(subject)
    context = {"organisation": subject, "invite": invite, "domain": domain, "name": name}
    context |= members_of(request, subject)
    return render(request, "accounts/organisation.html", context, status=422 if request.method == "POST" else 200)


def _done(request: HttpRequest, subject: Organisation, invite: MemberForm, domain: DomainForm, name: NameForm) -> Any:
    if invite.is_valid():
        role = invite.cleaned_data["role"]
        return tried(invite, lambda: add_member(subject, invite.person, role, by=request.user))
    if domain.is_valid():
        return tried(domain, lambda: list_domain(subject, domain.cleaned_data["domain"], by=request.user))
    if name.is_valid():
        return tried(name, lambda: rename_organisation(subject, name.cleaned_data["name"], by=request.user))
    return None


@login_required
@require_POST
def member(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    return change_member(request, _mine(request, pk), person_pk, change_role, remove_member)


@login_required
@require_POST
def unlist(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a domain off the list."""
    subject, domain = _mine(request, pk), request.POST.get("domain", "")
    try:
        unlist_domain(subject, domain, by=request.user)
        told = _("An address at %(domain)s lets nobody join any more. Those who joined stay members.")
        messages.success(request, told % {"domain": domain})
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(subject)


@login_required
@require_POST
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Those who may join know it exists, and so do its members; nobody else."""
    known = Q(pk__in=joinable_by(request.user).values("pk")) | Q(memberships__user=request.user.pk)
    subject = get_object_or_404(Organisation.objects.filter(known).distinct(), pk=pk)
    join_organisation(subject, by=request.user)
    messages.success(request, _("You are now a member of “%(title)s”.") % {"title": subject})
    return redirect(subject)


def _mine(request: HttpRequest, pk: int) -> Organisation:
    found: Organisation = one_of(Organisation.objects.told_to(request.user), pk)
    return found
