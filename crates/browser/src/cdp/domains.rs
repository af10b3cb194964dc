//! The few dozen commands and events in use, one file per CDP domain. Names and fields are Chrome's.

pub(crate) mod browser;
pub(crate) mod dom;
pub(crate) mod emulation;
pub(crate) mod fetch;
pub(crate) mod input;
pub(crate) mod network;
pub(crate) mod page;
pub(crate) mod runtime;
pub(crate) mod target;
