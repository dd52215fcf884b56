"""ProConnect and FranceConnect through allauth: signed answers checked, few claims kept, no account taken by an address."""

import json
import secrets
from typing import Any
from urllib.parse import urlencode

import jwt
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings, get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import get_request_param
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts import proof
from accounts.lines import one_line
from accounts.models import Profile

ALGORITHMS = [
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "ES256",
    "ES384",
]  # with a public key: never a shared secret, never none
KEPT = ("sub", "siret")
LEAVING = "identity_end"  # in the session: how to sign out over there
CLOCKS = 30  # seconds that two machines may differ


class Protocol(OpenIDConnectOAuth2Adapter):
    """One exchange: the code for tokens, the tokens for what is known of the person."""

    def complete_login(self, request: Any, app: SocialApp, token: Any, **kwargs: Any) -> SocialLogin:
        known = {"userinfo": self._fetch_user_info(token.token), "id_token": {}}
        signed = kwargs["response"].get("id_token")
        if not signed:
            raise OAuth2Error("no id_token")
        known["id_token"] = self.read(signed, required=["exp", "iat", "sub"])
        if known["id_token"]["sub"] != known["userinfo"].get("sub"):
            raise OAuth2Error("the two answers are about two people")
        request.identity_nonce = known["id_token"].get("nonce")
        request.identity_end = {"at": self.openid_config.get("end_session_endpoint", ""), "hint": signed}
        login: SocialLogin = self.get_provider().sociallogin_from_response(request, known)
        return login

    def _fetch_user_info(self, access_token: str) -> dict[str, Any]:
        """As JSON, or as a signed token (ProConnect and FranceConnect both answer `application/jwt`)."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.profile_url, headers={"Authorization": f"Bearer {access_token}"})
            answer.raise_for_status()
        if answer.headers.get("Content-Type", "").split(";")[0].strip().lower() == "application/jwt":
            return self.read(answer.text.strip(), required=["sub"])
        told = answer.json()
        if not isinstance(told, dict):
            raise OAuth2Error("userinfo is no object")
        return told

    def read(self, token: str, required: list[str]) -> dict[str, Any]:
        """The claims of a token signed by this provider for this site; raises `OAuth2Error` for any other."""
        try:
            header = jwt.get_unverified_header(token)
            claims: dict[str, Any] = jwt.decode(
                token,
                key=self._key(header.get("kid"), header.get("alg")),
                algorithms=ALGORITHMS,
                issuer=self.openid_config["issuer"],
                audience=self.get_provider().app.client_id,
                leeway=CLOCKS,
                options={"require": ["iss", "aud", *required]},
            )
        except (jwt.PyJWTError, KeyError, ValueError) as fault:
            raise OAuth2Error("a token that is not what it should be") from fault
        return claims

    def _key(self, kid: Any, algorithm: Any) -> Any:
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        for one in answer.json()["keys"] if algorithm in ALGORITHMS else []:
            if one.get("kid") == kid and one.get("use", "sig") == "sig" and one.get("kty") in {"RSA", "EC"}:
                return jwt.PyJWK.from_json(json.dumps(one), algorithm).key
        raise OAuth2Error("signed with a key that the provider does not show")


class IdentityProvider(OpenIDConnectProvider):
    oauth2_adapter_class = Protocol

    def redirect(self, request: HttpRequest, process: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """What is asked comes from our settings alone, never from the address that led here."""
        nonce = secrets.token_urlsafe(32)
        kwargs |= {"scope": self.get_scope(), "auth_params": self.get_auth_params() | {"nonce": nonce}}
        answer: HttpResponse = super().redirect(request, process, *args, nonce=nonce, **kwargs)
        return answer

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        known = data["userinfo"]
        names = [known.get("given_name"), known.get("usual_name") or known.get("family_name")]
        name = " ".join(part for part in names if isinstance(part, str)) or known.get("name")
        return {"email": _words(known.get("email")), "name": _words(name)}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        """Verified where the provider says `true`: neither "false", nor silence, nor any other word is that."""
        email = _words(data["userinfo"].get("email"))
        verified = data["userinfo"].get("email_verified") is True
        return [EmailAddress(email=email, verified=verified, primary=True)] if email else []

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """What we use, and no more: civil status and telephone numbers are not kept."""
        known = data["userinfo"]
        return {"userinfo": {key: known[key] for key in KEPT if key in known}}


def _words(said: Any) -> str:
    return said if isinstance(said, str) else ""


class IdentityAdapter(DefaultSocialAccountAdapter):
    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Those of our settings: no row of the database lets anybody in, and none is asked for."""
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def generate_state_param(self, state: dict[str, Any]) -> str:
        return secrets.token_urlsafe(32)  # both providers want 22 characters or more

    def pre_social_login(self, request: Any, sociallogin: SocialLogin) -> None:
        """The answer is to the question that this browser asked."""
        told = request.identity_nonce
        if not told or not secrets.compare_digest(str(told), str(sociallogin.state.get("nonce"))):
            raise ImmediateHttpResponse(render_authentication_error(request, sociallogin.provider))
        sociallogin.state["end"] = request.identity_end

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        """allauth asks for addresses that the provider has verified; ours must be verified too."""
        return EmailAddress.objects.filter(email__iexact=email, verified=True).exists()

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Any:
        user = super().populate_user(request, sociallogin, data)
        user.name = one_line(data["name"])[:100]
        return user

    def get_signup_form_initial_data(self, sociallogin: SocialLogin) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_signup_form_initial_data(sociallogin)
        kind = Profile.Kind.PUBLIC_SERVANT if sociallogin.account.provider == "proconnect" else Profile.Kind.CITIZEN
        return initial | {"name": getattr(sociallogin.user, "name", ""), "kind": kind}

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("security")


def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Signing in is a link. Linking an identity to one's account is a form: no other site may begin that."""
    if get_request_param(request, "process") != "connect":
        return _view(OAuth2LoginView, request, provider_id)
    if request.method != "POST" or not request.user.is_authenticated:
        return redirect("security")
    if asked := proof.wanted(request, request.user, back=reverse("security")):
        return asked
    answer = _view(OAuth2LoginView, request, provider_id)
    if "Location" not in answer:
        return answer
    return lead_on(request, answer["Location"], "socialaccount/leaving.html")


def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _view(OAuth2CallbackView, request, provider_id)


def _view(kind: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    """A provider that is not set up is no page."""
    try:
        answer: HttpResponse = kind.adapter_view(Protocol(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return answer


def lead_on(request: HttpRequest, there: str, template: str) -> HttpResponse:
    """To another site after a form: by a page, since our content policy lets no form be redirected there."""
    page = render(request, template, {"there": there})
    page["Refresh"] = f"1; url={there}"
    return page


def end_address(request: HttpRequest) -> str | None:
    """Where to sign out at the provider as well, for a session that came from there and a provider that offers it."""
    end = request.session.get(LEAVING)
    if not end or not str(end.get("at", "")).startswith(("https://", "http://")):
        return None
    back = request.build_absolute_uri(reverse("home"))
    said = {"id_token_hint": end["hint"], "post_logout_redirect_uri": back, "state": secrets.token_urlsafe(32)}
    return f"{end['at']}{'&' if '?' in end['at'] else '?'}{urlencode(said)}"
