"""Why a mail is in the state that it is in. The catalogues in messages/ have the sentences."""

from homeroom.domain.kernel.message import Code


class MailReason(Code):
    """IMPORT_STOPPED: whoever stopped the import did so before this mail went out."""

    IMPORT_STOPPED = "mail_reason.import_stopped"
