"""How the file's columns become students and parents: set up for speed, as the package's documentation says.

In bulk, with no differences kept for showing, and with what is there already read at once instead of row by row.
"""

from typing import Any

from django.core.validators import validate_email
from import_export.fields import Field
from import_export.instance_loaders import CachedInstanceLoader
from import_export.resources import ModelResource
from import_export.widgets import CharWidget

from bench.peers.school.models import Parent, Student


class EmailWidget(CharWidget):
    """What an EmailField checks; a bulk import by itself does not."""

    def clean(self, value: Any, row: Any = None, **more: Any) -> Any:
        email = super().clean(value, row, **more)
        validate_email(email)
        return email


class StudentResource(ModelResource):
    last_name = Field("last_name", "student_last_name")
    first_name = Field("first_name", "student_first_name")

    class Meta:
        model = Student
        import_id_fields = ("student_id",)
        fields = ("student_id", "year", "class_code", "grade", "last_name", "first_name")
        use_bulk = True
        skip_diff = True
        instance_loader_class = CachedInstanceLoader


class ParentResource(ModelResource):
    """The student's id is taken as it is: the widget for foreign keys would ask the database for every row."""

    student = Field("student_id", "student_id")
    email = Field("email", "parent_email", widget=EmailWidget())
    last_name = Field("last_name", "parent_last_name")
    first_name = Field("first_name", "parent_first_name")

    class Meta:
        model = Parent
        import_id_fields = ("email",)
        fields = ("student", "email", "last_name", "first_name")
        use_bulk = True
        skip_diff = True
        instance_loader_class = CachedInstanceLoader
