"""The database's own refusal of double bookings: triggers on `booking`, the same meaning in SQLite and PostgreSQL.

The service locks the facility and checks before it writes; these stand behind it, whoever writes. Refused (as an
integrity error named `slot_taken`) is a booking that takes its slot (its state is one of `HELD`) and
- runs beside another mode, or nearer to it than `changeover_minutes`;
- in an exclusive facility: is one more than `concurrent` at some moment;
- in a shared one: brings the people at some moment above the capacity of the mode.

Too many at any moment is too many at the start of some booking: only starts are counted. PostgreSQL first locks the
facility's row, so that two writers follow each other (transactions read what is committed, its default); SQLite has
one writer at a time. A booking that takes its slot already and only changes its state is not judged again.

The texts are executed when the table is created (`models.py`) and by the migration that makes it: no `%` and no
`:name` in them.
"""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

NAME = "slot_taken"
HELD = ("requested", "approved", "confirmed", "checked_in")
_HELD = ", ".join(f"'{state}'" for state in HELD)

_OTHERS = f"b.facility_id = NEW.facility_id AND b.id <> NEW.id AND b.state IN ({_HELD})"
_MOMENTS = f"""SELECT NEW.start AS moment UNION SELECT b.start FROM booking b
      WHERE {_OTHERS} AND b.start > NEW.start AND b.start < NEW."end\""""
_THEN = f'FROM booking b WHERE {_OTHERS} AND b.start <= m.moment AND b."end" > m.moment'
_CROWDED = f"""EXISTS (SELECT 1 FROM facility f, ({_MOMENTS}) m
    WHERE f.id = NEW.facility_id AND CASE WHEN f.exclusive
      THEN 1 + (SELECT count(*) {_THEN}) > f.concurrent
      ELSE NEW.people + (SELECT coalesce(sum(b.people), 0) {_THEN}) > coalesce(
        (SELECT capacity FROM facility_mode WHERE facility_id = NEW.facility_id AND mode = NEW.mode), 0)
      END)"""
_MODE_NEAR = f"""EXISTS (SELECT 1 FROM booking b, facility f
    WHERE f.id = NEW.facility_id AND {_OTHERS} AND b.mode <> NEW.mode
      AND b.start < {{until}} AND {{free}} > NEW.start)"""
_TAKES = f"""NEW.state IN ({_HELD}) AND (OLD.state NOT IN ({_HELD}) OR OLD.facility_id <> NEW.facility_id
  OR OLD.mode <> NEW.mode OR OLD.start <> NEW.start OR OLD."end" <> NEW."end" OR OLD.people < NEW.people)"""
_COLUMNS = 'facility_id, mode, people, start, "end", state'

# SQLite keeps moments as text of one width, in UTC: they compare as text.
_LATER = "datetime({moment}, '+' || f.changeover_minutes || ' minutes') || '.000000'"
_SQLITE_NEAR = _MODE_NEAR.format(until=_LATER.format(moment='NEW."end"'), free=_LATER.format(moment='b."end"'))
_SQLITE_BODY = f"""BEGIN
  SELECT RAISE(ABORT, '{NAME}') WHERE {_SQLITE_NEAR};
  SELECT RAISE(ABORT, '{NAME}') WHERE {_CROWDED};
END"""
SQLITE = (
    f"CREATE TRIGGER booking_guard_insert BEFORE INSERT ON booking WHEN NEW.state IN ({_HELD})\n{_SQLITE_BODY}",
    f"CREATE TRIGGER booking_guard_update BEFORE UPDATE OF {_COLUMNS} ON booking WHEN {_TAKES}\n{_SQLITE_BODY}",
)

_LATER_PG = "({moment} + make_interval(mins => f.changeover_minutes))"
_PG_NEAR = _MODE_NEAR.format(until=_LATER_PG.format(moment='NEW."end"'), free=_LATER_PG.format(moment='b."end"'))
POSTGRESQL = (
    f"""CREATE FUNCTION booking_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  PERFORM 1 FROM facility WHERE id = NEW.facility_id FOR UPDATE;
  IF {_PG_NEAR} OR {_CROWDED} THEN
    RAISE EXCEPTION USING ERRCODE = 'exclusion_violation', MESSAGE = '{NAME}', CONSTRAINT = '{NAME}';
  END IF;
  RETURN NEW;
END $guard$""",
    f"""CREATE TRIGGER booking_guard_insert BEFORE INSERT ON booking FOR EACH ROW WHEN (NEW.state IN ({_HELD}))
EXECUTE FUNCTION booking_guard()""",
    f"""CREATE TRIGGER booking_guard_update BEFORE UPDATE OF {_COLUMNS} ON booking FOR EACH ROW WHEN ({_TAKES})
EXECUTE FUNCTION booking_guard()""",
)
TEXTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
"""By dialect; each text is one statement."""
REMOVED = {
    "sqlite": ("DROP TRIGGER IF EXISTS booking_guard_insert", "DROP TRIGGER IF EXISTS booking_guard_update"),
    "postgresql": ("DROP FUNCTION IF EXISTS booking_guard() CASCADE",),
}
"""For a migration that changes the guard or rebuilds the table."""


def refused(error: IntegrityError) -> bool:
    """Whether the guard was what refused: PostgreSQL names it as the constraint, SQLite as the message."""
    return NAME in (getattr(getattr(error.orig, "diag", None), "constraint_name", None), str(error.orig))
