"""What the forms of the settings' sections have in common."""

from collections.abc import Mapping
from typing import Any

from homeroom.domain.site.site_settings import SiteSettings
from homeroom.web.forms.form_parsing import Form


class SectionForm(Form, validate_default=True):
    """What a section's page asks for, by the names of SiteSettings, unless `changed` says otherwise."""

    def changed(self, settings: SiteSettings) -> Mapping[str, Any]:  # noqa: ARG002  for forms that need it
        """What the section becomes, by the names of SiteSettings. A field that the page did not have is left out."""
        return self.model_dump(exclude_unset=True)
