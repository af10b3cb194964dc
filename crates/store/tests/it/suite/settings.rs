//! Settings that the service makes for itself.

use tokio::task::JoinSet;

use crate::support::database::TestDatabase;

pub(crate) async fn the_first_value_of_a_setting_stays(database: TestDatabase) {
    assert_eq!(database.store.setting("callback_secret").await.unwrap(), None);
    let mut processes = JoinSet::new();
    for number in 0..6 {
        let store = database.store.clone();
        processes.spawn(async move {
            store.get_or_insert("callback_secret", || format!("secret {number}")).await.unwrap()
        });
    }
    let kept = processes.join_all().await;
    assert!(kept.iter().all(|value| *value == kept[0]), "{kept:?}");
    assert_eq!(database.store.put_setting_if_absent("callback_secret", "late").await.unwrap(), kept[0]);
    assert_eq!(database.store.setting("callback_secret").await.unwrap().as_ref(), Some(&kept[0]));
}

pub(crate) async fn a_setting_can_be_set_anew(database: TestDatabase) {
    for value in ["first", "second"] {
        database.store.put_setting("chrome_home", value).await.unwrap();
        assert_eq!(database.store.setting("chrome_home").await.unwrap().as_deref(), Some(value));
    }
}
