//! A long list of ways in that must stay shut.

use super::*;

/// One address a line; lines that begin with `#` say what follows.
const HOSTILE: &str = include_str!("hostile.txt");

/// Addresses that no line can hold.
const ODD: [&str; 2] = ["  http://127.0.0.1/", "ht\ntp://127.0.\n0.1/"];

const HARMLESS: &[&str] = &[
    "https://app.joinmoxie.com/booking/forever-22",
    "http://example.com/",
    "https://example.com:8443/path?query=1#fragment",
    "https://user:pass@example.com/hook",
    "http://8.8.8.8/",
    "http://172.15.255.255/",
    "http://172.32.0.1/",
    "http://100.63.255.255/",
    "http://192.169.0.1/",
    "http://11.0.0.1/",
    "http://[2606:4700:4700::1111]/",
    "http://[64:ff9b::8.8.8.8]/",
    "http://[::ffff:8.8.8.8]/",
    "http://internal.example.com/",
    "http://localhost.example.com/",
    "http://bücher.example/",
    "http://notlocal.example/",
];

/// An address that cannot even be parsed is refused before anybody asks.
fn is_open(address: &str, egress: Egress) -> bool {
    Url::parse(address).is_ok_and(|url| egress.check(&url).is_ok())
}

#[test]
fn hostile_addresses_stay_shut() {
    let hostile: Vec<&str> = HOSTILE.lines().filter(|line| !line.starts_with('#')).chain(ODD).collect();
    assert!(hostile.len() >= 120, "{} hostile addresses", hostile.len());
    for address in hostile {
        assert!(!is_open(address, Egress::new(false)), "{address}");
    }
}

#[test]
fn harmless_addresses_are_open() {
    for address in HARMLESS {
        assert!(is_open(address, Egress::new(false)), "{address}");
    }
}

#[test]
fn only_the_setting_opens_the_private_network() {
    let egress = Egress::new(true);
    assert!(is_open("http://127.0.0.1:8090/booking/forever-22", egress));
    assert!(is_open("http://clinic:8090/", egress));
    assert!(!is_open("file:///etc/passwd", egress), "other schemes stay shut");
}

#[tokio::test]
async fn a_name_that_means_a_private_address_is_refused() {
    // Every machine knows this name without asking anybody.
    let url = Url::parse("http://localhost:80/").unwrap();
    assert_eq!(Egress::new(false).check_resolved(&url).await, Err(NotAllowed::Private));
    assert_eq!(Egress::new(true).check_resolved(&url).await, Ok(()));
}

#[tokio::test]
async fn the_resolver_gives_no_private_address_out() {
    use reqwest::dns::Resolve as _;
    let lookup = |open| GuardedResolver::new(Egress::new(open)).resolve("localhost".parse().unwrap());
    assert!(lookup(false).await.is_err());
    assert!(lookup(true).await.unwrap().next().is_some());
}
