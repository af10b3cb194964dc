//! The practice clinic as its visitors meet it: over HTTP, without a browser.

#[cfg(test)]
mod availability;
#[cfg(test)]
mod booking;
#[cfg(test)]
mod client;
#[cfg(test)]
mod control;
#[cfg(test)]
mod foreign;
#[cfg(test)]
mod page;
#[cfg(test)]
mod payment;
