"""The form in which the office corrects a contact."""

from homeroom.domain.families.sharing import Audience
from homeroom.web.forms.families.contact_form import SharingForm


class CorrectionForm(SharingForm):
    """What is not asked about sharing stays: nothing is shared with more people than before."""

    share_email: Audience = Audience.SITE
    share_phone: Audience = Audience.SITE
    share_address: Audience = Audience.SITE
