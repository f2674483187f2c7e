"""The form in which the office corrects a contact."""

from homeroom.domain.families.parent_contact import ContactDetails
from homeroom.domain.families.sharing import Audience, Sharing
from homeroom.web.forms.families.contact_form import OtherParentForm


class CorrectionForm(OtherParentForm):
    """What is not asked about sharing stays: nothing is shared with more people than before."""

    share_email: Audience = Audience.SITE
    share_phone: Audience = Audience.SITE
    share_address: Audience = Audience.SITE
    receives_school_mail: bool = False

    def details(self) -> ContactDetails:
        shared = {"share_email", "share_phone", "share_address"}
        sharing = Sharing(email=self.share_email, phone=self.share_phone, address=self.share_address)
        return ContactDetails(**self.model_dump(exclude=shared), sharing=sharing)
