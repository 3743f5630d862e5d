"""Builds the rows of the programme, one method a rule; names of rows are stable and appear in certificates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np
from scipy import sparse

from matcher.problem import DAY, Problem, Role, Visit
from matcher.solver.candidates import Candidates
from matcher.solver.facility_rows import facility_rows
from matcher.solver.options import Option, Options
from matcher.solver.people_rows import people_rows
from matcher.solver.programme import NONE, Programme, Variable, _Rows, shares_of, value_table
from matcher.solver.time_rows import beneficiary_rows, series_rows

Entries = dict[int, int]


class Builder:
    """Walks through the rules once; holds the look-ups they share."""

    def __init__(self, problem: Problem, options: Options, candidates: Candidates) -> None:
        self.problem, self.options, self.candidates = problem, options, candidates
        self.rows = _Rows()
        self.variables: list[Variable] = []
        self.points = candidates.gain.copy()
        self.volunteer = candidates.volunteer.tolist()
        self.number = {v.id: i for i, v in enumerate(problem.visits)}
        self.person = {v.id: i for i, v in enumerate(problem.volunteers)}
        self.values = value_table(problem)
        self.pairs_of_option: dict[int, list[int]] = {}
        self.pairs_of_work: dict[tuple[int, int], list[int]] = {}
        """Pairs by (volunteer, visit)."""
        for pair, option in enumerate(candidates.option.tolist()):
            self.pairs_of_option.setdefault(option, []).append(pair)
            key = (self.volunteer[pair], options.options[option].visit)
            self.pairs_of_work.setdefault(key, []).append(pair)
        self.placement_variable: list[int] = []
        self.guaranteed = np.zeros(len(self.points), dtype=np.int64)
        self.visits = np.zeros(len(self.points), dtype=np.int64)
        self.shares = shares_of(problem)

    # -- look-ups -------------------------------------------------------------------------------------------------

    def variable(self, variable: Variable) -> int:
        self.variables.append(variable)
        return len(self.variables) - 1

    def pairs_of_visit(self, visit: int) -> Iterator[int]:
        for option in self.options.options_of.get(visit, ()):
            yield from self.pairs_of_option.get(option, ())

    def served(self, visit: int, coefficient: int = 1) -> tuple[Entries, Entries]:
        """(pairs, variables) whose sum is `coefficient` if the visit is served, else 0."""
        if self.problem.visits[visit].on_grid:
            at = self.options.placements_of.get(visit, ())
            return {}, {self.placement_variable[p]: coefficient for p in at}
        return dict.fromkeys(self.pairs_of_visit(visit), coefficient), {}

    def at_placement(self, placement: int, role: int | None = None) -> Iterator[int]:
        """Pairs that take part in a placement, in one role or in any."""
        for option in self.options.options_at.get(placement, ()):
            if role is None or self.options.options[option].role == role:
                yield from self.pairs_of_option.get(option, ())

    # -- the line -------------------------------------------------------------------------------------------------

    def build(self) -> Programme:
        for shift in self.candidates.shifts:
            name = self.problem.volunteers[shift.volunteer].id
            self.rows.add(f"shift {name} {shift.start}", high=1)
        self._placements()
        self._visit_rows()
        for visit in range(len(self.problem.visits)):
            self._published_points(visit)
            if self.problem.visits[visit].on_grid:
                self._team(visit)
        self._links()
        self._team_pairs()
        beneficiary_rows(self)
        series_rows(self)
        self._faces()
        self._needs()
        self._quotas()
        facility_rows(self)
        people_rows(self)
        return self._frozen(self._guaranteed())

    def _frozen(self, guaranteed_row: int) -> Programme:
        rows = self.rows
        return Programme(
            problem=self.problem,
            options=self.options,
            candidates=self.candidates,
            row_names=tuple(rows.names),
            low=np.array(rows.low, dtype=np.int64),
            high=np.array(rows.high, dtype=np.int64),
            pair_rows=_matrix(rows.pairs, len(self.points), len(rows.names)),
            variables=tuple(self.variables),
            variable_rows=_matrix(rows.variables, len(self.variables), len(rows.names)),
            pair_points=self.points,
            pair_guaranteed=self.guaranteed,
            pair_visits=self.visits,
            constant=-self.problem.weights.dropped * len(self.problem.published_of),
            guaranteed_row=guaranteed_row,
            shares=self.shares,
        )

    # -- visits and teams -----------------------------------------------------------------------------------------

    def _placements(self) -> None:
        weights = self.problem.weights
        for number, placement in enumerate(self.options.placements):
            visit = self.problem.visits[placement.visit]
            points = self.values[placement.visit]
            if placement.facility is not None:
                points -= self.problem.facility_of[placement.facility].booking_cost(visit.duration)
            for role in visit.roles:
                if role.min < role.wanted == role.most:
                    points -= weights.desired_person * role.min
            rows = self.problem.published_of.get(visit.id, ())
            if rows:
                points += weights.published_served + weights.dropped
                points -= weights.pair_changed * len({r.volunteer for r in rows if r.volunteer is not None})
                if (placement.start, placement.facility) != (rows[0].start, rows[0].facility):
                    points -= weights.moved
            self.placement_variable.append(
                self.variable(
                    Variable(
                        "placement",
                        (number,),
                        1,
                        points,
                        self.values[placement.visit] if visit.guaranteed else 0,
                        1,
                    )
                )
            )

    def _visit_rows(self) -> None:
        forced = {p.visit for p in self.problem.all_pins if p.volunteer is not None or p.facility is not None}
        for index, visit in enumerate(self.problem.visits):
            pairs, variables = self.served(index)
            low = 1 if visit.id in forced else -NONE
            self.rows.add(f"visit {visit.id}", low=low, high=1, pairs=pairs, variables=variables)
            for pair in pairs:
                self.points[pair] += self.values[index]
                self.visits[pair] = 1
                self.guaranteed[pair] = self.values[index] if visit.guaranteed else 0

    def _published_points(self, index: int) -> None:
        visit, weights = self.problem.visits[index], self.problem.weights
        rows = self.problem.published_of.get(visit.id, ())
        if not rows:
            return
        people = {r.volunteer for r in rows if r.volunteer is not None}
        if not visit.on_grid:
            for pair in self.pairs_of_visit(index):
                kept = self.options.options[self.candidates.option[pair]].kept
                self.points[pair] += weights.published_served + weights.dropped
                self.points[pair] -= weights.pair_changed * len(people) + (0 if kept else weights.moved)
        for person in people:
            for pair in self.pairs_of_work.get((self.person[person], index), ()):
                self.points[pair] += weights.pair_changed

    def _team(self, index: int) -> None:
        visit = self.problem.visits[index]
        for placement in self.options.placements_of.get(index, ()):
            y = self.placement_variable[placement]
            where = f"{visit.id} {self.options.placements[placement].facility or ''} {self._start(placement)}"
            for number, role in enumerate(visit.roles):
                self._headcount(where, role, list(self.at_placement(placement, number)), y)
            self._conditions(where, visit, placement, y)
        for number, role in enumerate(visit.roles):
            self._desired(index, number, role)

    def _start(self, placement: int) -> int:
        return self.options.placements[placement].start

    def _headcount(self, where: str, role: Role, pairs: list[int], y: int) -> None:
        trainees = {i for i in pairs if self.problem.volunteers[self.volunteer[i]].trainee}
        full = dict.fromkeys((i for i in pairs if i not in trainees), 1)
        everybody = dict.fromkeys(pairs, 1)
        if role.min == role.most and not trainees:
            self.rows.add(f"crew {where} {role.id}", low=0, high=0, pairs=everybody, variables={y: -role.min})
            return
        if role.min:
            self.rows.add(f"min {where} {role.id}", low=0, pairs=full, variables={y: -role.min})
        self.rows.add(f"max {where} {role.id}", high=0, pairs=everybody, variables={y: -role.most})
        if trainees:
            balance = {i: 1 if i in trainees else -1 for i in pairs}
            self.rows.add(f"trainee {where} {role.id}", high=0, pairs=balance)

    def _conditions(self, where: str, visit: Visit, placement: int, y: int) -> None:
        day = self.options.placements[placement].start // DAY
        for number, condition in enumerate(visit.conditions):
            if condition.at_least is None:
                continue
            having = {
                i: 1
                for i in self.at_placement(placement)
                if condition.met_by(self.problem.volunteers[self.volunteer[i]], day=day)
            }
            self.rows.add(f"condition {where} {number}", low=0, pairs=having, variables={y: -condition.at_least})

    def _desired(self, index: int, number: int, role: Role) -> None:
        bonus = self.problem.weights.desired_person
        if not bonus or role.wanted == role.min:
            return
        placements = self.options.placements_of.get(index, ())
        pairs = [i for p in placements for i in self.at_placement(p, number)]
        if role.wanted == role.most:
            for pair in pairs:
                self.points[pair] += bonus
            return
        extra = self.variable(Variable("extra", (index, number), role.wanted - role.min, bonus))
        crew = {self.placement_variable[p]: -role.min for p in placements}
        name = f"desired {self.problem.visits[index].id} {role.id}"
        self.rows.add(name, low=0, pairs=dict.fromkeys(pairs, 1), variables={**crew, extra: -1})

    def _links(self) -> None:
        """Nobody serves part of a visit: the strong link of optimiser.md, stage 5."""
        by_work: dict[tuple[int, int], list[int]] = {}
        for pair, option in enumerate(self.candidates.option.tolist()):
            placement = self.options.options[option].placement
            if placement is not None:
                by_work.setdefault((placement, self.volunteer[pair]), []).append(pair)
        for (placement, person), pairs in by_work.items():
            index = self.options.placements[placement].visit
            visit = self.problem.visits[index]
            if sum(r.most for r in visit.roles) == 1:
                continue
            name = f"link {visit.id} {self.options.placements[placement].facility or ''} {self._start(placement)}"
            self.rows.add(
                f"{name} {self.problem.volunteers[person].id}",
                high=0,
                pairs=dict.fromkeys(pairs, 1),
                variables={self.placement_variable[placement]: -1},
            )

    def _team_pairs(self) -> None:
        pairs = Counter(
            (min(p.volunteer, p.other), max(p.volunteer, p.other), p.kind)
            for p in self.problem.pairs
            if p.with_kind == "volunteer" and p.volunteer != p.other
        )
        for (a, b, kind), times in sorted(pairs.items()):
            for index, visit in enumerate(self.problem.visits):
                if not visit.on_grid:
                    continue
                first = self.pairs_of_work.get((self.person[a], index), ())
                second = self.pairs_of_work.get((self.person[b], index), ())
                if not first or not second:
                    continue
                if kind == "preferred":
                    self._together((visit.id, a, b), first, second, times)
                elif not self.candidates.waived[first[0]] and not self.candidates.waived[second[0]]:
                    self._apart(f"{visit.id} {a} {b}", first, second)

    def _together(self, of: tuple[str, str, str], first: Iterable[int], second: Iterable[int], times: int) -> None:
        both = self.variable(Variable("together", of, 1, times * self.problem.weights.preferred))
        name = " ".join(of)
        self.rows.add(f"together {name} 1", low=0, pairs=dict.fromkeys(first, 1), variables={both: -1})
        self.rows.add(f"together {name} 2", low=0, pairs=dict.fromkeys(second, 1), variables={both: -1})

    def _apart(self, name: str, first: Iterable[int], second: Iterable[int]) -> None:
        by_placement: dict[int, Entries] = {}
        for pair in (*first, *second):
            placement = self.options.options[self.candidates.option[pair]].placement
            if placement is not None:
                by_placement.setdefault(placement, {})[pair] = 1
        for placement, pairs in by_placement.items():
            y = self.placement_variable[placement]
            self.rows.add(f"apart {name} {placement}", high=0, pairs=pairs, variables={y: -1})

    # -- between visits -------------------------------------------------------------------------------------------

    def _faces(self) -> None:
        """Each distinct volunteer in a series costs points."""
        price = self.problem.weights.series_volunteer
        by_face: dict[tuple[str, int], dict[int, list[int]]] = {}
        for (person, index), pairs in self.pairs_of_work.items():
            series = self.problem.visits[index].series
            if series and price:
                by_face.setdefault((series, person), {})[index] = pairs
        for (series, person), by_visit in by_face.items():
            if len(by_visit) == 1:
                for pair in next(iter(by_visit.values())):
                    self.points[pair] -= price
                continue
            face = self.variable(Variable("face", (series, person), 1, -price))
            for index, pairs in by_visit.items():
                name = f"face {series} {self.problem.volunteers[person].id} {self.problem.visits[index].id}"
                self.rows.add(name, high=0, pairs=dict.fromkeys(pairs, 1), variables={face: -1})

    def _needs(self) -> None:
        for index, visit in enumerate(self.problem.visits):
            for other in visit.needs:
                self.implies(f"needs {visit.id} {other}", self.served(index), self.number[other])

    def implies(self, name: str, what: tuple[Entries, Entries], other: int) -> None:
        """`what` (at most 1) only if visit `other` is served."""
        pairs, variables = self.served(other, -1)
        if any(i in pairs for i in what[0]) or any(i in variables for i in what[1]):
            return  # a visit that needs itself
        self.rows.add(name, high=0, pairs={**what[0], **pairs}, variables={**what[1], **variables})

    def _quotas(self) -> None:
        for quota in self.problem.quotas:
            variables: Entries = {}
            for index, visit in enumerate(self.problem.visits):
                if visit.beneficiary == quota.beneficiary and visit.need and visit.need.mode == quota.mode:
                    variables.update(self.served(index)[1])
            if variables:
                self.rows.add(f"quota {quota.beneficiary} {quota.mode}", high=quota.at_most, variables=variables)

    def minutes(self, pair: int) -> int:
        option: Option = self.options.options[self.candidates.option[pair]]
        return option.duration

    def _guaranteed(self) -> int:
        pairs: Entries = {}
        variables: Entries = {}
        for index, visit in enumerate(self.problem.visits):
            if visit.guaranteed:
                more_pairs, more_variables = self.served(index, self.values[index])
                pairs.update(more_pairs)
                variables.update(more_variables)
        return self.rows.add("guaranteed", low=0, pairs=pairs, variables=variables)


def _matrix(entries: list[tuple[int, int, int]], height: int, width: int) -> sparse.csr_array:
    if not entries:
        return sparse.csr_array((height, width), dtype=np.int64)
    row, item, value = np.array(entries, dtype=np.int64).T
    return sparse.csr_array(sparse.coo_array((value, (item, row)), shape=(height, width)))
