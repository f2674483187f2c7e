"""Passwords. The user pool keeps them and nothing else: its user names are our ids."""

from contextlib import suppress

from homeroom.adapters.aws_clients import Aws
from homeroom.domain.accounts.password import LONGEST_PASSWORD, PasswordProblem, WeakPassword
from homeroom.domain.kernel.message import message
from homeroom.settings import Settings
from homeroom.use_cases.ports.passwords import WrongPassword


class CognitoPasswords:
    def __init__(self, aws: Aws, settings: Settings) -> None:
        self._aws = aws
        self._settings = settings

    def check(self, user_id: str, password: str) -> None:
        """Only a whole log-in passes: whoever has never set a password is asked for a new one instead."""
        if not 0 < len(password) <= LONGEST_PASSWORD:
            raise WrongPassword
        client = self._aws.cognito
        try:
            answer = client.admin_initiate_auth(
                UserPoolId=self._settings.user_pool_id,
                ClientId=self._settings.user_pool_client_id,
                AuthFlow="ADMIN_USER_PASSWORD_AUTH",
                AuthParameters={"USERNAME": user_id, "PASSWORD": password},
            )
        except (
            client.exceptions.NotAuthorizedException,  # also after too many wrong ones
            client.exceptions.UserNotFoundException,
            client.exceptions.UserNotConfirmedException,
            client.exceptions.PasswordResetRequiredException,
        ) as refusal:
            raise WrongPassword from refusal
        if "AuthenticationResult" not in answer:
            raise WrongPassword

    def set(self, user_id: str, password: str) -> None:
        client = self._aws.cognito
        if not 0 < len(password) <= LONGEST_PASSWORD:  # no request for it could be made
            raise _refused()
        self._make_user(user_id)
        try:
            client.admin_set_user_password(
                UserPoolId=self._settings.user_pool_id, Username=user_id, Password=password, Permanent=True
            )
        except (
            client.exceptions.InvalidPasswordException,
            client.exceptions.InvalidParameterException,  # such as a space at the beginning or the end
        ) as refusal:
            raise _refused() from refusal

    def forget(self, user_id: str) -> None:
        client = self._aws.cognito
        with suppress(client.exceptions.UserNotFoundException):
            client.admin_delete_user(UserPoolId=self._settings.user_pool_id, Username=user_id)

    def _make_user(self, user_id: str) -> None:
        client = self._aws.cognito
        with suppress(client.exceptions.UsernameExistsException):  # made by an earlier try
            client.admin_create_user(UserPoolId=self._settings.user_pool_id, Username=user_id, MessageAction="SUPPRESS")


def _refused() -> WeakPassword:
    return WeakPassword(message(PasswordProblem.REFUSED))
