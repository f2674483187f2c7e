"""What web pages and programs for them leave in cells: `O&#39;Brien`, `<b>Maria</b>`, and objects written as JSON."""

import re

_INLINE = "a|abbr|b|bdi|bdo|em|font|i|mark|nobr|s|small|span|strong|sub|sup|u"
_BLOCK = "br|center|div|h[1-6]|li|ol|p|pre|table|tbody|td|th|tr|ul"
# Only those that shape a text. Others, such as <script>, are shown as they were typed, and do nothing.
_TAG = re.compile(rf"</?(?:(?P<inline>{_INLINE})|{_BLOCK})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
_OFTEN = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&apos;": "'", "&nbsp;": " "}
_TIMES = 2  # `O&amp;#39;Brien` went through two programs
_JSON = re.compile(r"\s*(?:\{\s*\"[^\"]*\"\s*:.*\}|\[\s*\{.*\}\s*\]|\[object \w+\])\s*", re.DOTALL)


def may_hold_markup(text: str) -> bool:
    return "&" in text or "<" in text


def without_markup(text: str) -> str:
    """The text as a browser would show it."""
    for _ in range(_TIMES):
        text = _ENTITY.sub(_unescaped, _TAG.sub(lambda tag: "" if tag["inline"] else " ", text))
    return text


def is_json(text: str) -> bool:
    """An object of a program, which is no text at all."""
    return bool(_JSON.fullmatch(text))


def _unescaped(entity: re.Match[str]) -> str:
    if often := _OFTEN.get(entity[0]):
        return often
    from html import unescape  # brings a table of two thousand names

    return unescape(entity[0])
