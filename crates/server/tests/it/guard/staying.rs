//! The gate and the Chrome behind it over a change of process: the page goes on loading while nobody serves, and afterwards.

use std::time::Duration;

use baton_browser::Progress;
use baton_server::browsers::{BrowserPool, BrowserSettings, ChromeHome, Keeping, Ledger, Reach};
use baton_server::lifecycle::Room;
use baton_store::{Owner, Store};

use super::gateway;
use super::site::Site;
use super::trap::Trap;

const PATIENCE: Duration = Duration::from_mins(1);

async fn pool(store: &Store, reach: &Reach) -> (BrowserPool, Room) {
    let home = ChromeHome::enter(store, "chrome_home", Keeping::Kept).await.unwrap();
    let room = Room::default();
    let ledger = Ledger { store: store.clone(), owner: Owner::generate() };
    let settings =
        BrowserSettings { reach: reach.clone(), without_spare: true, ..BrowserSettings::default() };
    (BrowserPool::start(&settings, home, ledger, room.tasks.clone(), room.stop.clone()), room)
}

async fn calls_again(site: &Site) {
    let before = site.calls();
    let heard = async {
        while site.calls() < before + 2 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, heard).await.expect("the page goes on calling its site");
}

#[tokio::test]
async fn a_page_that_is_left_keeps_its_way_out_and_its_guard() {
    let trap = Trap::set().await;
    let site = Site::open(trap.address).await;
    let store = Store::open("sqlite::memory:").await.unwrap();
    let reach = Reach::Public(gateway(site.address));

    let (first, room) = pool(&store, &reach).await;
    let lease = first.lease(PATIENCE).await.unwrap();
    lease.page().goto(&Progress::new(PATIENCE), &site.url()).await.unwrap();
    let address = lease.address();
    first.leave_running();
    lease.leave();
    assert!(room.close(PATIENCE).await);
    drop(first);
    calls_again(&site).await;

    let (second, room) = pool(&store, &reach).await;
    let lease = second.attach(&address, PATIENCE).await.unwrap();
    calls_again(&site).await;
    let script = "async (to) => fetch(to, { mode: 'no-cors' }).then(() => 'answered, by the gate or by its host', () => 'refused')";
    let to = format!("http://{}/", trap.address);
    let said: String =
        lease.page().main_frame().evaluate(&Progress::new(PATIENCE), script, to).await.unwrap();
    println!(
        "after a change of process a fetch from a private address ({said}) made {} connections",
        trap.caught()
    );
    assert_eq!(trap.caught(), 0);
    drop(lease);
    assert!(room.close(PATIENCE).await);
}

#[tokio::test]
async fn a_chrome_that_was_launched_without_a_gate_is_not_adopted_by_a_guarded_service() {
    let trap = Trap::set().await;
    let site = Site::open(trap.address).await;
    let store = Store::open("sqlite::memory:").await.unwrap();
    let (first, room) = pool(&store, &Reach::Anywhere).await;
    let lease = first.lease(PATIENCE).await.unwrap();
    let address = lease.address();
    first.leave_running();
    lease.leave();
    assert!(room.close(PATIENCE).await);

    let (second, room) = pool(&store, &Reach::Public(gateway(site.address))).await;
    assert!(second.attach(&address, PATIENCE).await.is_err(), "its pages reach everything");
    assert!(second.lease(PATIENCE).await.is_ok(), "another Chrome has come");
    assert!(room.close(PATIENCE).await);
}
