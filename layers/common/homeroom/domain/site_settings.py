"""What a Site Admin may set for the whole site."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class SiteSettings:
    """`school_year` is `YYYY-YYYY`. `version` is the store's, 0 until stored."""

    school_year: str
    school_name: str = "Our School"
    sender_name: str = ""
    reply_to: str = ""
    link_days: int = 30
    parents_may_invite: bool = False
    new_homerooms: bool = False
    version: int = 0

    @property
    def identity(self) -> str:
        return "settings"
