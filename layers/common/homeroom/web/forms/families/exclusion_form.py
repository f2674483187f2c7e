"""Who is to see nothing: typed as a name or an email address."""

from homeroom.web.forms.form_parsing import Form, Line


class ExclusionForm(Form):
    who: Line = ""
