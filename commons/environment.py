"""Reads the settings that the environment gives and says clearly what is wrong with a bad one."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

DATABASE_SCHEMES = {"sqlite", "postgres", "postgresql"}
EMAIL_SCHEMES = {"smtp", "smtps", "smtp+tls", "smtp+ssl", "consolemail", "filemail", "memorymail"}
TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


def text(name: str, default: str, *, max_length: int = 100) -> str:
    """The value of `name`, stripped; an empty or overlong one is refused."""
    value = os.environ.get(name, default).strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is empty: give it a value or leave it unset.")
    if len(value) > max_length:
        raise ImproperlyConfigured(f"{name} is longer than {max_length} characters: shorten it.")
    return value


def flag(name: str, default: bool) -> bool:
    """The value of `name` as yes or no."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in TRUE | FALSE:
        return value in TRUE
    raise ImproperlyConfigured(f"{name} is “{value}”: say yes or no.")


def choice(name: str, default: str, choices: list[str]) -> str:
    """The value of `name`, one of `choices`."""
    value = os.environ.get(name, "").strip() or default
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is “{value}”: it must be one of {', '.join(choices)}.")
    return value


def words(name: str, default: list[str]) -> list[str]:
    """The value of `name` as a list, separated by commas."""
    value = os.environ.get(name, "")
    found = [word.strip() for word in value.split(",") if word.strip()]
    if value.strip() and not found:
        raise ImproperlyConfigured(f"{name} holds only commas: list values between them.")
    return found or default


def directory(name: str, default: Path) -> Path:
    """The value of `name` as a folder that exists (made when missing) and can be written."""
    folder = Path(os.environ.get(name, "").strip() or default).expanduser().absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name} is “{folder}”, which cannot be made ({error.strerror}): name another folder."
        ) from error
    if not os.access(folder, os.W_OK):
        raise ImproperlyConfigured(
            f"{name} is “{folder}”, which cannot be written to: change its owner or name another."
        )
    return folder


def database(name: str, data_dir: Path) -> dict[str, Any]:
    """Django's DATABASES entry for the address in `name` (sqlite:///… or postgres://…)."""
    value = os.environ.get(name, "").strip()
    if not value:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(data_dir / "db.sqlite3")}
    scheme = value.partition(":")[0]
    if scheme not in DATABASE_SCHEMES or "://" not in value:
        raise ImproperlyConfigured(
            f"{name} must begin with sqlite:/// or postgres://, not with “{scheme[:20]}”."
        )
    try:
        parts = urlsplit(value)
        port = parts.port
        config: dict[str, Any] = dict(environ.Env.db_url_config(value))
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name} cannot be read ({error}): write it as postgres://user:password@host:port/name."
        ) from error
    if not config.get("NAME"):
        raise ImproperlyConfigured(f"{name} names no database: add it at the end of the address.")
    if scheme == "sqlite":
        config["ENGINE"] = "django.db.backends.sqlite3"
    else:
        config["ENGINE"] = "django.db.backends.postgresql"
        config["PORT"] = port or ""
    return config


def email(name: str) -> dict[str, Any]:
    """Django's e-mail settings for the address in `name`; empty when none is set up."""
    value = os.environ.get(name, "").strip()
    if not value:
        return {}
    scheme = value.partition(":")[0]
    if scheme not in EMAIL_SCHEMES:
        raise ImproperlyConfigured(
            f"{name} must begin with smtp://, smtp+tls:// or smtp+ssl://, not with “{scheme[:20]}”."
        )
    try:
        return dict(environ.Env.email_url_config(value))
    except (ValueError, KeyError) as error:
        raise ImproperlyConfigured(
            f"{name} cannot be read ({error}): write it as smtp+tls://user:password@host:587."
        ) from error


def secret_key(name: str, data_dir: Path, *, embedded: bool) -> str:
    """The key in `name`; on the embedded database one is made and kept in a file, mode 600."""
    value = os.environ.get(name, "").strip()
    if value:
        if len(value) < 50:
            raise ImproperlyConfigured(f"{name} is too short: use at least 50 random characters.")
        return value
    if not embedded:
        raise ImproperlyConfigured(
            f"{name} is not set: with your own database, give at least 50 random characters."
        )
    path = data_dir / "secret-key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = path.read_text().strip()
        if len(kept) < 50:
            raise ImproperlyConfigured(
                f"The file {path} holds no whole key: delete it and start again."
            ) from None
        return kept
    with os.fdopen(descriptor, "w") as file:
        made = secrets.token_urlsafe(64)
        file.write(made)
    return made
