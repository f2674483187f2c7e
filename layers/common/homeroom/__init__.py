"""Homeroom: a school's parents add their own contact information and link it to their student."""

__version__ = "0.7.0"
