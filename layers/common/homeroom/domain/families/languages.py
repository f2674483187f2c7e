"""The languages that families can prefer, each by its own name."""

LANGUAGES = {
    "en": "English",
    "es": "Español",
    "ar": "العربية",
    "de": "Deutsch",
    "fr": "Français",
    "vi": "Tiếng Việt",
    "zh": "中文",
}
