"""Tables -> Problem, Roster -> tables: the only place where minutes of a problem and moments of the world meet."""
