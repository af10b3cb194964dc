//! The other processes on the same database: this one is announced to them, hears what they change, and passes on what only they can
//! answer. Knows nothing of what the requests mean.

mod forward;
mod hearing;
mod seal;

pub(crate) use forward::Forwarder;
pub(crate) use hearing::hear_others;
pub(crate) use seal::{SEAL, Seal};

use std::net::SocketAddr;

use baton_store::{Instance, Owner};
use url::Url;

/// How the others know this process, which came to listen for them on `bound`. `place` is its own on this machine.
pub(crate) fn this_one(owner: Owner, bound: SocketAddr, url: Option<&Url>, place: String) -> Instance {
    let url = match url {
        Some(url) => url.as_str().trim_end_matches('/').to_owned(),
        None if bound.ip().is_unspecified() => format!("http://{}:{}", machine(), bound.port()),
        None => format!("http://{bound}"),
    };
    Instance { owner, url, place }
}

/// The name of this machine, or container.
pub(crate) fn machine() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instance_is_reached_where_it_says_where_it_listens_or_by_its_machine() {
        let url = |bound: &str, url: Option<&str>| {
            let url = url.map(|url| Url::parse(url).unwrap());
            this_one(Owner::generate(), bound.parse().unwrap(), url.as_ref(), "here".into()).url
        };
        assert_eq!(url("127.0.0.1:9000", None), "http://127.0.0.1:9000");
        assert_eq!(url("0.0.0.0:9000", None), format!("http://{}:9000", machine()));
        assert_eq!(url("0.0.0.0:9000", Some("http://baton-a:9000/")), "http://baton-a:9000");
    }
}
