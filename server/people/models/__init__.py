"""The tables of people, one noun a module."""

from server.people.models.agent import Agent, Lease
from server.people.models.invite import DoorKey, Invite
from server.people.models.user import User
from server.people.models.visitor import Visitor

__all__ = ["Agent", "DoorKey", "Invite", "Lease", "User", "Visitor"]
