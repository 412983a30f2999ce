"""Somebody who signs in: by email and password, or by a one-time link."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from server.ids import new_id


class UserManager(BaseUserManager["User"]):
    """Makes users. An email is kept in lower case, so that one person has one account."""

    def new_user(self, email: str, name: str, password: str | None = None, **fields: Any) -> "User":
        """A user yet to be saved; without a password they can only come in by a link until they set one."""
        user = self.model(email=email.strip().lower(), name=name.strip(), **fields)
        user.set_password(password)
        return user

    def create_user(self, email: str, name: str, password: str | None = None, **fields: Any) -> "User":
        """A user, saved."""
        user = self.new_user(email, name, password, **fields)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """By email, in any case."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """An account. What it may do on which site is told by its agents."""

    id = models.CharField(max_length=64, primary_key=True, default=new_id)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=100)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="people_user_email_in_any_case")]
