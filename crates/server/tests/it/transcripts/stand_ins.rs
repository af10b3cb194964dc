//! Square and the carrier, as the platform's own tests stand for them: each checks what the real one would check and writes down who came.

#[path = "../../../../platform/tests/it/stand_ins/square.rs"]
pub(super) mod square;
#[path = "../../../../platform/tests/it/stand_ins/twilio.rs"]
pub(super) mod twilio;

use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::Router;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// A server on loopback that ends with its owner.
pub(super) struct Served {
    pub(super) base: String,
    _tasks: JoinSet<()>,
}

pub(super) async fn serve(router: Router) -> Served {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let mut tasks = JoinSet::new();
    tasks.spawn(async move { axum::serve(listener, router).await.unwrap() });
    Served { base, _tasks: tasks }
}

pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
