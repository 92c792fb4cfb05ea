"""`manage.py make_admin`: an account that manages the site, made or promoted."""

import getpass
import os
import sys
import warnings
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import OperationalError, ProgrammingError

from wiki.actions.errors import NotDone
from wiki.actions.roles import enrol_admin
from wiki.models import User
from wiki.views.accounts import AccountAdapter

TRIES = 3


class Command(BaseCommand):
    help = (
        "Make somebody an admin: asks for a name and twice for a password. Makes the account, or "
        "gives the role to the one there is. Without a terminal: --name (or ADMIN_NAME) and the "
        "password in ADMIN_PASSWORD or, with --password-stdin, on the first line of the input."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", default=os.environ.get("ADMIN_NAME", ""))
        parser.add_argument("--email", default=os.environ.get("ADMIN_EMAIL", ""))
        parser.add_argument("--password-stdin", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._make(options)
        except KeyboardInterrupt:
            raise CommandError("Nothing was done.") from None
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(
                f"The database does not answer as it should; `make run` prepares it. ({error})"
            ) from error

    def _make(self, options: dict[str, Any]) -> None:
        name, known = _asked("Name: ", options["name"], _known_or_new)
        email = _email_for(known, options["email"])
        password = self._password(name, known, options)
        try:
            user = enrol_admin(name=name, password=password, email=email)
        except NotDone as refusal:
            raise CommandError(refusal.sentence) from refusal
        if known is None:
            said = f"The account {user.username} is made; it is an admin."
        elif known.is_admin:
            said = f"{user.username} is an admin, as before."
        else:
            said = f"{user.username} is an admin now."
        if known is not None and password:
            said += " The password is changed."
        self.stdout.write(self.style.SUCCESS(said))

    def _password(self, name: str, known: User | None, options: dict[str, Any]) -> str:
        """The new password, checked; empty to keep the one there is."""
        sent = _sent_password(options["password_stdin"])
        if sent is not None:
            return _checked(sent, name, known)
        for _try in range(TRIES):
            keep = " (empty: keep the one there is)" if known else ""
            try:
                password = _typed(f"Password{keep}: ")
                if password != _typed("Password again: "):
                    raise CommandError("The two passwords differ: type the same one twice.")
                return _checked(password, name, known)
            except CommandError as refusal:
                self.stderr.write(str(refusal))
        raise CommandError("Nothing was done: no password could be taken.")


def _asked(
    prompt: str, given: str, check: Callable[[str], tuple[str, User | None]]
) -> tuple[str, User | None]:
    """The name given, or typed until one can be taken. Raises CommandError."""
    if given or not sys.stdin.isatty():
        return check(given)
    for _try in range(TRIES):
        try:
            return check(_line(prompt))
        except CommandError as refusal:
            sys.stderr.write(f"{refusal}\n")
    raise CommandError("Nothing was done: no name could be taken.")


def _known_or_new(name: str) -> tuple[str, User | None]:
    """A name that an account has, or one that a new account may have. Raises CommandError."""
    if not name.strip():
        raise CommandError("A name is needed: type one, or give it with --name.")
    known = User.objects.filter(username=name.strip().replace("\0", "")).first()
    if known is not None:
        return known.username, known
    try:
        return AccountAdapter().clean_username(name), None
    except ValidationError as refusal:
        raise CommandError(" ".join(refusal.messages)) from refusal


def _email_for(known: User | None, given: str) -> str:
    """The address to sign in with, where the site confirms addresses; empty where it does not.

    Nobody without a confirmed address could sign in there.
    """
    if not given and settings.ACCOUNT_EMAIL_VERIFICATION != "mandatory":
        return ""
    if not given and _has_confirmed_email(known):
        return ""
    if not given and sys.stdin.isatty():
        given = _line("E-mail: ")
    try:
        validate_email(given.strip())
    except ValidationError as refusal:
        raise CommandError("This is no e-mail address: give one such as a@b.example.") from refusal
    return given.strip()


def _has_confirmed_email(known: User | None) -> bool:
    return known is not None and EmailAddress.objects.filter(user=known, verified=True).exists()


def _sent_password(from_stdin: bool) -> str | None:
    """The password that a script gives; None to ask for it."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return os.environ.get("ADMIN_PASSWORD")


def _line(prompt: str) -> str:
    try:
        return input(prompt)
    except EOFError:
        raise CommandError("Nothing was done: the input ended.") from None


def _typed(prompt: str) -> str:
    """A password as it is typed, which no terminal shows. Raises CommandError without one."""
    with warnings.catch_warnings():
        # Rather than show what is typed, as getpass does where it cannot hide it.
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return getpass.getpass(prompt)
        except (getpass.GetPassWarning, EOFError):
            raise CommandError(
                "There is no terminal to type a password in unseen: give it in ADMIN_PASSWORD, "
                "or on the input with --password-stdin."
            ) from None


def _checked(password: str, name: str, known: User | None) -> str:
    """The password if the site takes it, in the words of the site's rules. Raises CommandError."""
    if known is not None and not password:
        return password
    try:
        validate_password(password, known or User(username=name))
    except ValidationError as refusal:
        raise CommandError(" ".join(refusal.messages)) from refusal
    return password
