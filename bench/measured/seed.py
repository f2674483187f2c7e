"""`seed <invitations>`: a student, and so many invitations to be sent."""

import json
import sys
from datetime import timedelta

from homeroom.bootstrap import services
from homeroom.domain.invitations.invitation import Invitation
from homeroom.domain.kernel.change import Change
from homeroom.domain.roster.student import Student, YearPlacement


def main(invitations: int) -> None:
    world = services()
    placements = {"2026-2027": YearPlacement(homeroom="3-A", grade="3")}
    student = Student(id="s1", first_name="Ana", last_name="García", placements=placements)
    world.store.save(Change.new(student))
    now = world.clock()
    for number in range(invitations):
        invitation = Invitation(
            id=f"i{number}",
            email=f"parent{number}@example.org",
            parent_name="Eva García",
            student_ids=(student.id,),
            years=tuple(student.placements),
            inviter="Lincoln School",
            created_at=now,
            asked_at=now,
            expires_at=now + timedelta(days=30),
        )
        world.store.save(Change.new(invitation))
    print(json.dumps(invitations))


if __name__ == "__main__":
    main(int(sys.argv[1]))
