"""Addresses of signing in, of the security of an account, and of who looks after accounts."""

from allauth.account import views as theirs
from allauth.mfa.totp.views import activate_totp
from allauth.mfa.webauthn.views import add_webauthn
from django.urls import include, path
from django.views.generic import RedirectView

from accounts import administrator_views, oidc, proof, security_views, views

to_security = RedirectView.as_view(pattern_name="security")

# Each makes another way into an account: allauth asks for a proof of those alone who have a password or a second factor.
ways_in = [
    path("compte/email/", proof.required(theirs.email, to_look=False), name="account_email"),
    path("compte/password/set/", proof.required(theirs.password_set), name="account_set_password"),
    path("compte/2fa/totp/activate/", proof.required(activate_totp), name="mfa_activate_totp"),
    path("compte/2fa/webauthn/add/", proof.required(add_webauthn), name="mfa_add_webauthn"),
]

urlpatterns = [
    *ways_in,
    path("compte/login/password/", views.PasswordLoginView.as_view(), name="account_login_password"),
    path("compte/logout/", security_views.SignOutView.as_view(), name="account_logout"),
    path("compte/2fa/", to_security, name="second_factors"),
    path("compte/2fa/webauthn/", to_security, name="passkeys"),
    path("compte/2fa/", include("allauth.mfa.urls")),
    path("compte/identite/", include("allauth.socialaccount.urls")),
    path("compte/identite/<slug:provider_id>/", oidc.login, name="openid_connect_login"),
    path("compte/identite/<slug:provider_id>/retour/", oidc.callback, name="openid_connect_callback"),
    path("compte/", include("allauth.account.urls")),
    path("profil/securite/", security_views.security, name="security"),
    path("profil/securite/sessions/fin/", security_views.sessions_end, name="sessions_end"),
    path("profil/securite/sessions/<int:pk>/fin/", security_views.session_end, name="session_end"),
    path("comptes/<int:pk>/suspension/", administrator_views.suspension, name="account_suspension"),
    path("agir-pour/<int:pk>/", administrator_views.acting, name="acting"),
    path("agir-pour/fin/", administrator_views.acting_end, name="acting_end"),
]
