//! What every database has to keep. Each case gets an empty database of its own.

mod devices;
mod idempotency;
mod instances;
mod leases;
mod notifications;
mod outbox;
mod postgres_only;
mod retention;
mod rows;
mod sealing;
mod sessions;
mod settings;

use std::collections::HashMap;
use std::pin::Pin;

use tokio::task::{Id, JoinError, JoinSet, LocalSet};

use crate::support::database::TestDatabase;
use crate::support::postgres::{self, Cluster};

/// How many cases run on PostgreSQL at once.
const AT_ONCE: usize = 4;

type Case = fn(TestDatabase) -> Pin<Box<dyn Future<Output = ()>>>;

/// A case by its name.
macro_rules! case {
    ($module:ident, $case:ident) => {
        (concat!(stringify!($module), "::", stringify!($case)), |database| Box::pin($module::$case(database)))
    };
}

/// Makes a test on SQLite of each case, and lists them all for PostgreSQL.
macro_rules! suite {
    ($($module:ident: $($case:ident),+;)+) => {
        mod on_sqlite {
            $(mod $module {
                $(#[tokio::test]
                async fn $case() {
                    crate::suite::$module::$case(crate::support::database::TestDatabase::sqlite().await).await;
                })+
            })+
        }

        const CASES: &[(&str, Case)] = &[$($(case!($module, $case)),+),+];
    };
}

/// What has no counterpart on SQLite.
const POSTGRES_CASES: &[(&str, Case)] = &[
    case!(postgres_only, a_full_disk_is_told_apart),
    case!(postgres_only, a_read_only_server_is_told_apart),
    case!(postgres_only, connections_that_the_server_ended_are_made_anew),
    case!(postgres_only, a_listener_that_lost_its_connection_is_told_to_look_at_everything),
    case!(postgres_only, two_processes_may_open_an_empty_database_at_once),
];

suite! {
    devices:
        the_first_device_gets_the_link,
        of_many_devices_at_once_exactly_one_is_first,
        a_link_that_nobody_made_binds_nothing;
    idempotency:
        the_same_key_and_body_give_the_same_session,
        the_same_key_with_another_body_is_a_mismatch,
        platforms_do_not_share_keys,
        of_many_equal_requests_at_once_one_makes_a_session,
        a_key_is_free_again_after_its_time,
        a_full_queue_uses_up_no_key;
    instances:
        whoever_runs_a_session_is_found_by_its_id_and_by_its_link,
        nobody_is_sent_to_an_instance_that_gives_no_sign_of_life,
        a_successor_at_the_same_place_need_not_wait,
        open_pages_wait_for_the_successor_and_the_rest_goes_to_anybody,
        contexts_of_the_dead_are_told_from_those_of_the_living;
    leases:
        a_session_in_good_hands_cannot_be_claimed,
        a_claim_shuts_the_owner_before_out,
        of_many_claimers_at_once_no_two_get_the_same_session,
        a_renewed_lease_holds,
        released_sessions_can_be_claimed_at_once,
        ended_leases_shut_their_owner_out_at_the_next_claim,
        ended_sessions_are_claimed_only_for_the_page_they_left,
        a_page_record_belongs_to_the_holder_of_the_lease,
        a_corrupt_row_does_not_keep_the_others_from_being_claimed;
    notifications:
        a_callback_is_heard_of_once_it_is_committed,
        a_refused_save_is_never_heard_of;
    outbox:
        a_callback_comes_with_the_end_that_caused_it,
        a_callback_that_is_being_sent_is_not_given_out_again,
        of_many_dispatchers_at_once_no_two_get_the_same_callback,
        the_callback_of_a_dead_dispatcher_is_sent_by_another,
        a_failed_attempt_is_tried_again_when_it_is_due,
        a_delivered_callback_stays_delivered,
        a_dead_letter_is_sent_again_under_its_old_id,
        every_attempt_is_on_record;
    retention:
        nothing_of_a_person_is_left_after_the_retention_time,
        a_live_session_keeps_its_person,
        one_person_can_be_erased_at_once,
        saving_does_not_bring_an_erased_person_back,
        the_history_is_forgotten_with_everything_in_it,
        a_session_is_remembered_until_its_callback_is_through;
    rows:
        every_shape_of_a_session_survives_the_trip,
        a_combination_that_no_transition_makes_is_corrupt,
        an_error_never_tells_a_value;
    sealing:
        a_key_hides_people_and_secrets_from_whoever_reads_the_database,
        what_stood_in_plain_words_is_read_and_sealed,
        a_new_key_takes_over_from_the_old_one,
        without_its_key_a_database_is_left_alone,
        one_person_s_data_cannot_be_moved_to_another_session,
        a_sealed_person_is_erased_like_any_other;
    sessions:
        an_unknown_session_is_none,
        every_save_is_a_change_that_watchers_can_catch_up_on,
        a_touch_is_no_change,
        a_stale_fence_writes_nothing,
        a_save_and_its_callback_are_one,
        an_end_is_final,
        an_end_saved_twice_counts_once,
        a_finished_session_is_still_found_by_its_link,
        the_queue_takes_no_more_than_its_limit,
        of_many_inserts_at_once_no_more_than_the_limit_come_in,
        a_waiting_session_knows_its_place,
        the_list_goes_page_by_page_newest_first,
        the_list_can_be_had_by_state;
    settings:
        the_first_value_of_a_setting_stays,
        a_setting_can_be_set_anew;
}

#[tokio::test(flavor = "multi_thread")]
async fn postgresql_keeps_the_same_promises() {
    let binaries = match postgres::find() {
        Ok(binaries) => binaries,
        Err(why) if postgres::is_required() => panic!("{why}"),
        Err(why) => return skipped(&why),
    };
    let cluster = Cluster::start(&binaries).await;
    let failed = LocalSet::new().run_until(run_all(&cluster)).await;
    assert!(failed.is_empty(), "{} of {} cases fail on PostgreSQL: {failed:#?}", failed.len(), CASES.len());
}

/// Runs every case on a database of its own. Returns the names of those that failed.
async fn run_all(cluster: &Cluster) -> Vec<&'static str> {
    let (mut running, mut names, mut failed) = (JoinSet::new(), HashMap::new(), Vec::new());
    for (name, case) in CASES.iter().chain(POSTGRES_CASES) {
        if running.len() == AT_ONCE {
            failed.extend(failure(running.join_next().await, &names));
        }
        let database = TestDatabase::at(cluster.database().await).await;
        names.insert(running.spawn_local(case(database)).id(), *name);
    }
    while !running.is_empty() {
        failed.extend(failure(running.join_next().await, &names));
    }
    failed
}

/// The name of the case that has just ended, if it failed.
fn failure(joined: Option<Result<(), JoinError>>, names: &HashMap<Id, &'static str>) -> Option<&'static str> {
    joined?.err().map(|error| names[&error.id()])
}

#[expect(clippy::print_stderr, reason = "a skipped test must say so")]
fn skipped(why: &str) {
    eprintln!("SKIPPED: {why}. Set BATON_TEST_POSTGRES=required to make this a failure.");
}
