//! The platform side, spoken to as Baton speaks to it.

mod receiver;
