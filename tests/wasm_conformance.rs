//! The conformance tests in a browser's worker, and the same bits there as natively.

#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::{wasm_bindgen_test as test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

#[path = "conformance.rs"]
mod conformance;

#[test]
fn the_checkerboards_withheld_diagonal_comes_first() {
    conformance::the_checkerboards_withheld_diagonal_comes_first();
}

#[test]
fn lists_descend_hide_what_is_seen_and_end_with_the_items() {
    conformance::lists_descend_hide_what_is_seen_and_end_with_the_items();
}

#[test]
fn filters_let_through_what_they_say() {
    conformance::filters_let_through_what_they_say();
}

#[test]
fn one_seed_gives_the_same_bits() {
    conformance::one_seed_gives_the_same_bits();
}

#[test]
fn a_saved_model_answers_as_before_bit_for_bit() {
    conformance::a_saved_model_answers_as_before_bit_for_bit();
}

#[test]
fn empty_rows_and_unknown_items_get_finite_predictions() {
    conformance::empty_rows_and_unknown_items_get_finite_predictions();
}

#[test]
fn stopping_after_the_first_step_leaves_a_usable_model() {
    conformance::stopping_after_the_first_step_leaves_a_usable_model();
}

#[test]
fn progress_rises_to_one_and_losses_are_finite() {
    conformance::progress_rises_to_one_and_losses_are_finite();
}

#[test]
fn abilities_are_what_the_registry_says() {
    conformance::abilities_are_what_the_registry_says();
}

#[test]
fn somebody_new_with_a_known_persons_taste_gets_a_like_list() {
    conformance::somebody_new_with_a_known_persons_taste_gets_a_like_list();
}

#[test]
fn parameters_outside_their_range_are_refused_by_name() {
    conformance::parameters_outside_their_range_are_refused_by_name();
}

#[test]
fn names_are_distinct_and_described() {
    conformance::names_are_distinct_and_described();
}

#[test]
fn scores_have_the_same_bits_as_natively() {
    assert_eq!(conformance::fingerprints(), include_str!("data/fingerprints.txt"));
}
