"""The question which of the parents at an address somebody is, before the form and after log-in."""

from homeroom.domain.kernel.message import Code


class WhoProblem(Code):
    CHOOSE = "who.choose"
