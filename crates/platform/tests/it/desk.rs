//! The desk under trouble: many webhooks at once, and processes that die in the middle. Each promise is held on SQLite and on PostgreSQL.

mod databases;
mod promises;

use databases::Cluster;

/// One test for each promise and database.
macro_rules! promises {
    ($($name:ident),* $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                let folder = tempfile::tempdir().unwrap();
                super::promises::$name(&format!("sqlite://{}/platform.db", folder.path().display())).await;
            })*
        }

        /// One test, because they share a cluster.
        #[tokio::test(flavor = "multi_thread")]
        async fn on_postgres() {
            let Some(cluster) = Cluster::start() else { return };
            $(promises::$name(&cluster.database().await).await;)*
        }
    };
}

promises! {
    a_callback_that_comes_many_times_at_once_is_one_message,
    messages_that_come_at_once_are_all_heard_and_none_twice,
    a_message_whose_sending_was_interrupted_is_not_sent_again,
    an_errand_whose_answer_was_not_saved_is_run_again_and_starts_no_second_session,
    a_lead_is_found_by_its_session_within_its_clinic_alone,
    a_second_booking_clears_what_the_first_left_behind,
    clinics_are_kept_as_they_were_set_up,
}
