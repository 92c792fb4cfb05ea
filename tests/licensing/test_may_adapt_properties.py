"""What holds of every answer, whatever expressions are asked about."""

from hypothesis import given, settings
from hypothesis import strategies as st

from licensing.compatibility import Answer, may_adapt
from licensing.expressions import read
from licensing.matrix import CC0, NAMES, NC, ND, SHARE_ALIKE, TARGETS
from licensing.ruling import BASE, FROM_BEST_TO_WORST, Ruling

IDS = sorted(NAMES)
LETTERS = st.sampled_from("YNVRP")


def expressions(ids: list[str]) -> st.SearchStrategy[str]:
    """Expressions of a few licences with AND, OR and brackets."""
    return st.recursive(
        st.sampled_from(ids),
        lambda inner: st.builds(
            lambda word, one, other: f"({one}) {word} ({other})",
            st.sampled_from(["AND", "OR"]),
            inner,
            inner,
        ),
        max_leaves=4,
    ).filter(lambda text: len(text) <= 80)  # two of them together are still read


ANY = expressions(IDS)


def rank(answer: Answer) -> int:
    return FROM_BEST_TO_WORST.index(answer.cell)


@given(ANY, ANY)
def test_every_answer_is_whole(source: str, target: str) -> None:
    answer = may_adapt(source, target)
    assert answer.allowed is (answer.cell == "Y")
    assert str(answer.reason) and str(answer.source_of_rule)
    assert bool(answer.obligations) is (answer.cell in "YP")
    assert bool(str(answer.decides)) is (answer.cell in "RN")
    assert answer.parts and all(part.cell == answer.cell for part in answer.parts)


@given(ANY, ANY, ANY)
def test_a_choice_is_never_more_restrictive_than_its_parts(
    one: str, other: str, target: str
) -> None:
    together = may_adapt(f"({one}) OR ({other})", target)
    assert rank(together) <= min(rank(may_adapt(one, target)), rank(may_adapt(other, target)))


@given(ANY, ANY, st.sampled_from(IDS))
def test_into_one_licence_a_choice_is_as_good_as_its_better_part(
    one: str, other: str, target: str
) -> None:
    together = may_adapt(f"({one}) OR ({other})", target)
    assert rank(together) == min(rank(may_adapt(one, target)), rank(may_adapt(other, target)))


@given(ANY, ANY, st.sampled_from(IDS))
def test_of_licences_that_hold_together_the_stricter_counts(
    one: str, other: str, target: str
) -> None:
    together = may_adapt(f"({one}) AND ({other})", target)
    assert rank(together) == max(rank(may_adapt(one, target)), rank(may_adapt(other, target)))


@given(ANY, ANY, ANY)
def test_a_page_whose_readers_choose_needs_every_choice_to_be_allowed(
    source: str, one: str, other: str
) -> None:
    together = may_adapt(source, f"({one}) OR ({other})").allowed
    assert together is (may_adapt(source, one).allowed and may_adapt(source, other).allowed)


@given(st.sampled_from(IDS), st.sampled_from(IDS), st.sampled_from(IDS))
def test_a_page_under_both_needs_both_to_be_allowed(source: str, one: str, other: str) -> None:
    together = may_adapt(source, f"{one} AND {other}")
    assert rank(together) == max(rank(may_adapt(source, one)), rank(may_adapt(source, other)))


@given(st.sampled_from(IDS), st.sampled_from(IDS), st.sampled_from(IDS), st.sampled_from(IDS))
def test_a_page_under_both_needs_one_choice_that_serves_both(
    first: str, second: str, one: str, other: str
) -> None:
    target = f"{one} AND {other}"
    together = may_adapt(f"{first} OR {second}", target).allowed
    assert together is (may_adapt(first, target).allowed or may_adapt(second, target).allowed)


def test_grants_are_not_mixed_into_a_page_that_binds_to_both() -> None:
    mixed = "CC-BY-SA-4.0 AND GFDL-1.3-no-invariants-or-later"
    dual = "CC-BY-SA-4.0 OR GFDL-1.3-no-invariants-or-later"
    assert not may_adapt(dual, mixed).allowed
    assert may_adapt(dual, dual).allowed


@given(ANY)
def test_an_expression_goes_into_itself_unless_it_forbids_changes(text: str) -> None:
    answer = may_adapt(text, text)
    if not any(forbids in text for forbids in ND):
        assert answer.allowed


@given(expressions(list(TARGETS)))
def test_cc0_goes_everywhere(target: str) -> None:
    assert may_adapt(CC0, target).allowed
    assert may_adapt(f"{CC0} OR PPL", target).allowed


LIMITED = sorted({*NC, *ND, "CC-BY-NC-3.0", "CC-BY-ND-2.0", "CC-BY-NC-SA-3.0-DE"})
OPEN = [spdx for spdx in IDS if spdx not in LIMITED]


@given(st.sampled_from(LIMITED), expressions(OPEN), ANY)
def test_nothing_under_a_limit_comes_in(limited: str, target: str, beside: str) -> None:
    assert may_adapt(limited, target).cell == "N"
    assert may_adapt(f"{limited} AND ({beside})", target).cell == "N"


@given(st.sampled_from(["CC-BY-ND-4.0", "CC-BY-NC-ND-4.0", "CC-BY-ND-3.0"]), ANY)
def test_nothing_without_derivatives_goes_anywhere_not_even_where_it_is(
    without: str, target: str
) -> None:
    assert may_adapt(without, without).cell == "N"
    assert may_adapt(f"{without} AND CC0-1.0", f"{without} AND CC0-1.0").cell == "N"
    assert not may_adapt(without, f"({target}) OR {without}").allowed


@given(st.dictionaries(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)), LETTERS), ANY)
def test_no_cell_that_anybody_adds_lets_a_limited_licence_in(
    letters: dict[tuple[str, str], str], target: str
) -> None:
    rulings = {pair: Ruling(letter, "Says who.") for pair, letter in letters.items()}
    matrix = BASE.with_changes(rulings)
    for limited in LIMITED:
        for spdx in OPEN:
            assert matrix.letter(limited, spdx) != "Y"
    for without in ND:
        assert not may_adapt(without, target, matrix).allowed
        assert not may_adapt(without, without, matrix).allowed


def alike(alternative: tuple[str, ...]) -> bool:
    return any(spdx in SHARE_ALIKE for spdx in alternative)


@settings(max_examples=300)
@given(st.sampled_from(sorted(SHARE_ALIKE)), st.lists(ANY, min_size=1, max_size=4))
def test_share_alike_is_never_lost_along_a_chain_of_allowed_steps(
    start: str, steps: list[str]
) -> None:
    """Whoever passes text on may choose the step, but not out of what the first author asked."""
    now = start
    for step in steps:
        if may_adapt(now, step).allowed:
            now = step
    assert all(alike(one) for one in read(now, BASE.canonical, of_page=True).alternatives)


def test_from_share_alike_only_share_alike_is_reached() -> None:
    reached, waiting = set(), list(SHARE_ALIKE)
    while waiting:
        spdx = waiting.pop()
        if spdx not in reached:
            reached.add(spdx)
            waiting += [target for target in IDS if may_adapt(spdx, target).allowed]
    assert reached == SHARE_ALIKE


@given(st.sampled_from(IDS), st.sampled_from(IDS))
def test_a_step_named_for_a_way_in_two_steps_is_one(source: str, target: str) -> None:
    step = BASE.step(source, target)
    if step:
        assert may_adapt(source, step).allowed and may_adapt(step, target).allowed
