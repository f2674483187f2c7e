"""The questions that are put to a roster's tables, once `roster_rooms` has found the homerooms."""

PEOPLE = """
create table role as
  select userSourcedId as user, lower(role) as role, nullif(grade, '') as grade
    from roles where lower(status) not in {gone}
  union select sourcedId, lower(role), null from users where role <> '';
create index role_user on role (user);
create table everybody as
  select sourcedId, max(identifier) as identifier, max(givenName) as givenName, max(familyName) as familyName,
         coalesce(nullif(max(email), ''), max(case when username like '%_@_%.__%' then username end), '') as email,
         max(grades) as grades, max(enabledUser) as enabledUser,
         coalesce(max(case when lower(status) not in {gone} then status end), max(status)) as status,
         min(lower(status) in {gone}) as gone, min(file) as file, min(row) as row
  from users where sourcedId <> '' group by sourcedId;
create unique index everybody_id on everybody (sourcedId);
create view person as select * from everybody where not gone;

create table tie as
  select user, case min(role) when 'relative' then 'relative' else '' end as tie
    from role where role in ({parents}) group by user;
create unique index tie_user on tie (user);
create table parent (student text, parent text, relationship text);
create index parent_student on parent (student);
insert into parent
  select userSourcedId, relationshipUserSourcedId, coalesce(nullif(relation, ''), relationshipRole) from relationships
    where lower(relationshipRole) in ({parents}, '')
  union select one, other, tie from agent join tie on other = user
  union select other, one, tie from agent join tie on one = user;

create table stay as
  select user, kind, min(gone) as gone, max(status) as status,
         case min(case when not gone then endDate <> '' end)
           when 1 then max(case when not gone then endDate end) else '' end as last_day
  from (
    select userSourcedId as user, 'class' as kind, lower(status) in {gone} as gone, status, endDate
      from enrollments where lower(role) = 'student'
    union all select userSourcedId, 'role', lower(status) in {gone}, status, endDate
      from roles where lower(role) = 'student'
    union all select sourcedId, 'role', 0, '', '' from users where lower(role) = 'student'
  ) group by user, kind;
create unique index stay_user on stay (user, kind);
create view student as
  select p.* from everybody p
  where exists (select 1 from role r where r.user = p.sourcedId and r.role = 'student')
     or (not exists (select 1 from role r where r.user = p.sourcedId)
         and exists (select 1 from stay e where e.user = p.sourcedId));
""".replace("{parents}", "'parent', 'guardian', 'relative'").replace("{gone}", "('tobedeleted', 'inactive')")
# Somebody may stand in several rows, one for each school, but only as one person. A teacher's rows tell nothing here.
SEVERAL_PEOPLE = """
select sourcedId, count(*) from users u where lower(status) <> 'tobedeleted'
group by sourcedId having sourcedId = '' or (
  max(count(distinct nullif(givenName, '')), count(distinct nullif(familyName, '')),
      count(distinct nullif(identifier, '')), count(distinct nullif(lower(email), ''))) > 1
  and (exists (select 1 from role r where r.user = u.sourcedId
         and r.role in ('student', 'parent', 'guardian', 'relative'))
    or not exists (select 1 from role r where r.user = u.sourcedId)))
order by sourcedId limit 1
"""

STUDENTS = """
select s.sourcedId, coalesce(nullif(s.identifier, ''), s.sourcedId), s.familyName, s.givenName,
       coalesce(room.label, ''),
       coalesce(nullif(s.grades, ''), (select max(r.grade) from role r where r.user = s.sourcedId), c.grades, ''),
       coalesce(c.termSourcedIds, ''), s.file, s.row,
       case when s.gone then s.status when r.gone then r.status when e.gone then e.status else s.status end,
       s.enabledUser,
       coalesce(min(nullif(r.last_day, ''), nullif(e.last_day, '')), nullif(r.last_day, ''), e.last_day, '')
from student s
left join stay r on r.user = s.sourcedId and r.kind = 'role'
left join stay e on e.user = s.sourcedId and e.kind = 'class'
left join place h on h.student = s.sourcedId and h.is_homeroom
left join place o on o.student = s.sourcedId and not o.is_homeroom and o.classes = 1
left join classes c on c.rowid = case when h.classes > 1 then null else coalesce(h.class, o.class) end
left join room on room.class = c.rowid
order by 5, s.familyName, s.givenName, s.sourcedId
"""
IN_SEVERAL = """
select s.givenName, s.familyName from student s
join place h on h.student = s.sourcedId and h.is_homeroom and h.classes > 1 where not s.gone
order by s.familyName, s.givenName
"""
PARENTS = """
select p.email, p.givenName, p.familyName, coalesce(min(nullif(a.relationship, '')), ''), p.file, p.row
from parent a join person p on p.sourcedId = a.parent
where a.student = ? and p.email <> '' group by p.sourcedId order by p.sourcedId
"""
