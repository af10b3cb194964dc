//! A long list of ways in that must stay shut.

use super::*;

const HOSTILE: &[&str] = &[
    // loopback, in every way a URL can say it
    "http://127.0.0.1/",
    "http://127.0.0.1:6379/",
    "http://127.1/",
    "http://127.0.1/",
    "http://127.255.255.254/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0x7f.1/",
    "http://0X7F.0X1/",
    "http://017700000001/",
    "http://0177.0.0.1/",
    "http://0177.0x0.0.01/",
    "http://00000177.1/",
    "http://127.0.0.1./",
    "http://127。0。0。1/",
    "http://１２７.０.０.１/",
    "http://①②⑦.⓪.⓪.①/",
    "http://%31%32%37.0.0.1/",
    "http://127.0.0.1%2f@127.0.0.1/",
    "http://user:pass@127.0.0.1/",
    "http://example.com@127.0.0.1/",
    "http://example.com:80@127.0.0.1/",
    "http:\\\\127.0.0.1\\",
    "http:127.0.0.1/",
    "http:///127.0.0.1/",
    "  http://127.0.0.1/",
    "ht\ntp://127.0.\n0.1/",
    "https://127.0.0.1/",
    "http://0/",
    "http://0.0.0.0/",
    "http://0.0.0.0:8080/",
    "http://0x0/",
    "http://0.1.2.3/",
    // private networks
    "http://10.0.0.1/",
    "http://10.255.255.255/",
    "http://10.1/",
    "http://167772161/",
    "http://0x0a000001/",
    "http://012.0.0.1/",
    "http://172.16.0.1/",
    "http://172.20.10.5/",
    "http://172.31.255.255/",
    "http://2886729729/",
    "http://192.168.0.1/",
    "http://192.168.1.1/admin",
    "http://192.168.257/",
    "http://3232235777/",
    "http://0xc0a80101/",
    "http://0300.0250.01.01/",
    "http://100.64.0.1/",
    "http://100.127.255.255/",
    // metadata and link-local
    "http://169.254.169.254/latest/meta-data/",
    "http://169.254.169.254./",
    "http://169.254.170.2/v2/credentials",
    "http://2852039166/",
    "http://0xa9fea9fe/",
    "http://0xA9.0xFE.0xA9.0xFE/",
    "http://0251.0376.0251.0376/",
    "http://169.16689662/",
    "http://169.254.0.1/",
    "http://metadata.google.internal/",
    "http://METADATA.google.Internal./",
    "http://metadata/",
    "http://instance-data/",
    "http://100.100.100.200/latest/meta-data/",
    // special purpose
    "http://192.0.0.1/",
    "http://192.0.0.192/opc/v1/",
    "http://192.0.2.1/",
    "http://192.88.99.1/",
    "http://198.18.0.1/",
    "http://198.19.255.255/",
    "http://198.51.100.7/",
    "http://203.0.113.9/",
    "http://224.0.0.1/",
    "http://239.255.255.250:1900/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://4294967295/",
    "http://0xffffffff/",
    // IPv6
    "http://[::1]/",
    "http://[::1]:8080/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[0000:0000:0000:0000:0000:0000:0000:0001]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[0:0:0:0:0:ffff:127.0.0.1]/",
    "http://[::ffff:10.0.0.1]/",
    "http://[::ffff:192.168.1.1]/",
    "http://[::ffff:169.254.169.254]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[::127.0.0.1]/",
    "http://[::7f00:1]/",
    "http://[::ffff:0:127.0.0.1]/",
    "http://[64:ff9b::127.0.0.1]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[64:ff9b::10.0.0.1]/",
    "http://[64:ff9b:1::1]/",
    "http://[2002:7f00:1::]/",
    "http://[2002:a9fe:a9fe::1]/",
    "http://[2002:0a00:0001::]/",
    "http://[2001::1]/",
    "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
    "http://[2001:20::1]/",
    "http://[2001:db8::1]/",
    "http://[3fff::1]/",
    "http://[100::1]/",
    "http://[fc00::1]/",
    "http://[fd00::1]/",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://[fe80::1]/",
    "http://[febf::1]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://[5f00::1]/",
    // names
    "http://localhost/",
    "http://LOCALHOST:9222/json/version",
    "http://localhost./",
    "http://localhost../",
    "http://sub.localhost/",
    "http://ｌｏｃａｌｈｏｓｔ/",
    "http://ⓛocalhost/",
    "http://localhost.localdomain/",
    "http://printer.local/",
    "http://db.internal/",
    "http://vault.service.internal/",
    "http://wiki.intranet/",
    "http://router.lan/",
    "http://nas.home.arpa/",
    "http://redis:6379/",
    "http://postgres/",
    "http://kubernetes/",
    // other schemes
    "file:///etc/passwd",
    "ftp://example.com/",
    "gopher://example.com:70/_",
    "javascript:alert(1)",
    "data:text/html,hello",
    "chrome://settings/",
    "view-source:http://example.com/",
    "about:blank",
    "ws://example.com/",
    "blob:http://example.com/1",
    "unix:///var/run/docker.sock",
];

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
    assert!(HOSTILE.len() >= 120, "{} hostile addresses", HOSTILE.len());
    for address in HOSTILE {
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
