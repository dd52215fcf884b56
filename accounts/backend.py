"""Signing in: allauth's way, with the profile read in the same query since every page shows it."""

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User


class SignInBackend(AuthenticationBackend):
    def get_user(self, user_id: int) -> User | None:
        user = User.objects.select_related("profile__organisation").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
