"""What can be said of an import row. The catalogues in messages/ have the sentences."""

from homeroom.domain.kernel.message import Code


class RowProblem(Code):
    """Why a row failed that could be read."""

    IN_COLUMN = "row_problem.in_column"
    UNKNOWN_HOMEROOM = "row_problem.unknown_homeroom"
    UNKNOWN_HOMEROOM_NEAR = "row_problem.unknown_homeroom_near"
    HOMEROOM_SAID_NOTHING = "row_problem.homeroom_said_nothing"
    HOMEROOM_WAS_A_DAY = "row_problem.homeroom_was_a_day"
    NO_HOMEROOM = "row_problem.no_homeroom"
    NO_HOMEROOM_IN_TABLES = "row_problem.no_homeroom_in_tables"
    OTHER_HOMEROOM = "row_problem.other_homeroom"
    OTHER_HOMEROOM_OR_STUDENT = "row_problem.other_homeroom_or_student"
    UNKNOWN_STUDENT_ID = "row_problem.unknown_student_id"
    ZEROS_LOST = "row_problem.zeros_lost"
    NAMESAKES = "row_problem.namesakes"
    NAMESAKE_WITHOUT_ID = "row_problem.namesake_without_id"
    FORMER_NAMESAKES = "row_problem.former_namesakes"
    FORMER_NAME = "row_problem.former_name"


class RowNote(Code):
    """What a row has done, or why it has done nothing."""

    HOMEROOM_SET_UP = "row_note.homeroom_set_up"
    HOMEROOM_CHANGED = "row_note.homeroom_changed"
    INVITED = "row_note.invited"
    INVITED_ALREADY = "row_note.invited_already"
    HAS_CONTACT = "row_note.has_contact"
    NO_EMAIL = "row_note.no_email"
    YEAR_IS_OVER = "row_note.year_is_over"
    MARKED_LEFT = "row_note.marked_left"
    MOVED = "row_note.moved"
    FORMER_CODE = "row_note.former_code"
    STAYS_IN = "row_note.stays_in"
    NAME_CORRECTED = "row_note.name_corrected"
    ID_CORRECTED = "row_note.id_corrected"
    REPEATS = "row_note.repeats"
    ADDRESS_BLOCKED = "row_note.address_blocked"
    WRONG_ADDRESS = "row_note.wrong_address"
    NOT_THEIR_CHILD = "row_note.not_their_child"
    NO_CONTACT = "row_note.no_contact"
    MUST_NOT_BE_TOLD = "row_note.must_not_be_told"
    LINK_ENDED = "row_note.link_ended"
    ASKED_NO_LONGER = "row_note.asked_no_longer"
    STOPPED_BEFORE_ROW = "row_note.stopped_before_row"
    LEFT_OUT = "row_note.left_out"
    NOT_DECIDED = "row_note.not_decided"
    FILE_DELETED = "row_note.file_deleted"
    STOPPED_BEFORE_EMAIL = "row_note.stopped_before_email"


class HomeroomNote(Code):
    """What a row says anew of a homeroom."""

    ROOM = "homeroom_note.room"
    FIRST_ROOM = "homeroom_note.first_room"
    GRADE = "homeroom_note.grade"
    FIRST_GRADE = "homeroom_note.first_grade"
    TEACHER = "homeroom_note.teacher"


class StudentCalled(Code):
    """How a student is called within a sentence where a file knows them by the id alone."""

    BY_ID = "student.by_id"
