"""Every order has a clause to take its clocks from, and it is the right one."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.labels import CATEGORIES as NAMED_CATEGORIES
from bot.labels import OPENS_ORDER, TYPES, URGENCIES
from knowledge.errors import NoGoverningClause
from knowledge.governing import assignments, governing
from knowledge.standard import Governs, Standard
from knowledge.taxonomy import CATEGORIES, ORDERED
from knowledge.taxonomy import TYPES as TYPE_IDS
from knowledge.taxonomy import URGENCIES as URGENCY_IDS
from tests.knowledge.clauses import BASE, HELD, clause, within

ORDERS = tuple(product(ORDERED, CATEGORIES, URGENCY_IDS))


def test_standards_and_desk_use_the_same_ids() -> None:
    assert (set(TYPE_IDS), set(CATEGORIES), set(URGENCY_IDS)) == (
        set(TYPES),
        set(NAMED_CATEGORIES),
        set(URGENCIES),
    )
    assert set(ORDERED) == OPENS_ORDER


@pytest.mark.parametrize("standards", [BASE, HELD], ids=["base", "yunxi"])
def test_no_order_is_without_a_clause_and_a_first_clock(standards: tuple[Standard, ...]) -> None:
    for labels in ORDERS:
        assert governing(standards, *labels).figure("respond") is not None, labels


@pytest.mark.parametrize("standards", [BASE, HELD], ids=["base", "yunxi"])
@pytest.mark.parametrize(
    ("type_", "category", "urgency", "expected"),
    [
        ("repair", "plumbing", "P2", "repair.ordinary"),
        ("repair", "none", "P3", "repair.ordinary"),
        ("repair", "plumbing", "P1", "repair.urgent"),
        ("repair", "elevator", "P1", "repair.urgent"),
        ("repair", "gas", "P0", "repair.emergency"),
        ("emergency", "fire", "P0", "repair.emergency"),
        ("emergency", "none", "P2", "repair.emergency"),
        ("emergency", "elevator", "P0", "repair.trapped"),
        ("complaint", "noise", "P2", "complaint.ordinary"),
        ("complaint", "staff", "P1", "complaint.serious"),
        ("service", "value_added", "P2", "service.booking"),
        ("suggestion", "greening", "P3", "suggestion.reply"),
        ("praise", "staff", "P3", "praise.record"),
    ],
)
def test_an_order_takes_the_clause_for_its_labels(
    standards: tuple[Standard, ...], type_: str, category: str, urgency: str, expected: str
) -> None:
    assert governing(standards, type_, category, urgency).id == expected


def test_a_decoration_permit_has_a_promise_of_its_own_in_yunxi() -> None:
    permit = governing(HELD, "service", "decoration", "P2").figure("resolve")
    assert permit is not None
    assert (permit.value, permit.unit) == (2, "workday")


def test_among_equally_narrow_clauses_the_first_governs() -> None:
    one, other = (
        clause(id_, within("respond", 1, "h"), governs=(Governs(types=("repair",)),)) for id_ in "ab"
    )
    assert governing((one, other), "repair", "gas", "P2") is one
    assert governing((other, one), "repair", "gas", "P2") is other


def test_labels_that_nothing_covers_are_refused_by_name() -> None:
    with pytest.raises(NoGoverningClause) as caught:
        governing((), "repair", "gas", "P2")
    assert "repair / gas / P2" in str(caught.value)


_rules = st.builds(
    Governs,
    st.lists(st.sampled_from(TYPE_IDS), max_size=2, unique=True).map(tuple),
    st.lists(st.sampled_from(CATEGORIES[:4]), max_size=2, unique=True).map(tuple),
    st.lists(st.sampled_from(URGENCY_IDS), max_size=2, unique=True).map(tuple),
)


@settings(deadline=None)
@given(st.lists(st.lists(_rules, max_size=2), max_size=4))
def test_all_assignments_at_once_are_those_one_by_one(rules: list[list[Governs]]) -> None:
    standards = [clause(str(n), governs=tuple(governs)) for n, governs in enumerate(rules)]
    found = assignments(standards)
    for labels in product(ORDERED, CATEGORIES[:5], URGENCY_IDS):
        if labels in found:
            assert governing(standards, *labels) is found[labels]
        else:
            with pytest.raises(NoGoverningClause):
                governing(standards, *labels)
