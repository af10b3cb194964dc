//! Servers that stand for Square and for carriers: each checks what the real one would check, refuses as it would, and writes down who came.

mod baton;
pub(crate) mod square;
pub(crate) mod telnyx;
pub(crate) mod twilio;

pub(crate) use baton::BatonStandIn;
pub(crate) use square::{SquareStandIn, payment, sign as sign_for_square};
pub(crate) use telnyx::TelnyxStandIn;
pub(crate) use twilio::{TwilioStandIn, sign as sign_for_twilio};

use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::Router;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// A server on loopback that ends with its owner.
pub(crate) struct Served {
    pub(crate) base: String,
    _tasks: JoinSet<()>,
}

pub(crate) async fn serve(router: Router) -> Served {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let mut tasks = JoinSet::new();
    tasks.spawn(async move { axum::serve(listener, router).await.unwrap() });
    Served { base, _tasks: tasks }
}

pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
