//! Which frame is whose: the booking site, a payment processor, a bank that asks who the patient is, or somebody else.
//! Knows URLs, not texts.

use url::{Host, Url};

use super::Indicators;
use super::payment_form::{final_labels, is_card_field};
use crate::observation::PageObservation;

/// Processors that take cards in frames or on pages of their own.
const PROCESSORS: &[&str] = &[
    "stripe.com",
    "squareup.com",
    "squarecdn.com",
    "braintreegateway.com",
    "braintree-api.com",
    "paypal.com",
    "adyen.com",
    "authorize.net",
    "checkout.com",
    "worldpay.com",
    "cybersource.com",
    "spreedly.com",
    "basistheory.com",
    "evervault.com",
    "verygoodvault.com",
    "finixpayments.com",
    "payrix.com",
    "globalpay.com",
    "heartlandportico.com",
    "nmi.com",
    "clover.com",
    "helcim.app",
    "moneris.com",
    "mollie.com",
    "redsys.es",
    "mercadopago.com",
    "payline.com",
    "rainforestpay.com",
];

/// Parts of URLs under which banks and processors run a 3-D Secure challenge.
const CHALLENGE_URLS: &[&str] = &[
    "3ds",
    "3-d-secure",
    "3d-secure",
    "3d_secure",
    "3dsecure",
    "threeds",
    "three-ds",
    "//acs",
    "/acs",
    "challenge",
    "cardinalcommerce",
    "arcot",
    "pareq",
    "creq",
    "securecode",
];

/// Challenges that keep robots out have nothing to do with the payment.
const ROBOT_CHECKS: &[&str] =
    &["captcha", "challenges.cloudflare.com", "challenge-platform", "turnstile", "arkoselabs"];

/// Whose frame it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Booking,
    /// A main frame on another site than before: perhaps the clinic's own, so it is read with more doubt.
    Elsewhere,
    Payment,
    Challenge,
    Foreign,
}

/// The sites that take part in this booking.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Places {
    booking: Vec<String>,
    payment: Vec<String>,
}

impl Places {
    pub(super) fn new(indicators: &Indicators, baseline: &PageObservation) -> Self {
        let mut booking = indicators.booking_hosts.clone();
        booking.extend(site_of(&baseline.url));
        let mut payment: Vec<_> = PROCESSORS.iter().map(|host| (*host).to_owned()).collect();
        payment.extend(indicators.payment_hosts.iter().cloned());
        let with_final_controls = baseline.frames.iter().skip(1).filter(|frame| {
            let has_card = frame.nodes.iter().any(is_card_field);
            frame.visible && !has_card && final_labels(frame).next().is_some()
        });
        booking.extend(with_final_controls.filter_map(|frame| site_of(&frame.url)));
        let mut places = Self { booking, payment };
        places.learn(baseline);
        places
    }

    /// Whoever shows fields for a card takes payments: such a frame may come later than the page around it.
    pub(super) fn learn(&mut self, page: &PageObservation) {
        let takers =
            page.frames.iter().skip(1).filter(|frame| frame.visible && frame.nodes.iter().any(is_card_field));
        for site in takers.filter_map(|frame| site_of(&frame.url)) {
            if !self.payment.contains(&site) && !self.booking.contains(&site) {
                self.payment.push(site);
            }
        }
    }

    /// Whose the frame with this index and URL is.
    pub(super) fn of(&self, index: usize, url: &str) -> Place {
        let site = site_of(url);
        let is_main = index == 0;
        let any = |sites: &[String]| {
            site.as_deref().is_some_and(|site| sites.iter().any(|other| same_site(site, other)))
        };
        if is_challenge(url) && !any(&self.booking) {
            Place::Challenge
        } else if any(&self.payment) && !(is_main && any(&self.booking)) {
            Place::Payment
        } else if any(&self.booking) || is_blank(url) {
            Place::Booking
        } else if is_main {
            Place::Elsewhere
        } else {
            Place::Foreign
        }
    }

    /// Whether a request to this URL may carry the booking or the payment.
    pub(super) fn concerns(&self, url: &str) -> bool {
        site_of(url)
            .is_some_and(|site| self.booking.iter().chain(&self.payment).any(|other| same_site(&site, other)))
    }
}

fn is_challenge(url: &str) -> bool {
    let url = url.to_lowercase();
    let place = url.split(['?', '#']).next().unwrap_or_default();
    CHALLENGE_URLS.iter().any(|part| place.contains(part))
        && !ROBOT_CHECKS.iter().any(|part| place.contains(part))
}

/// Frames without an address of their own show what their parent wrote into them.
fn is_blank(url: &str) -> bool {
    url.is_empty() || url.starts_with("about:")
}

/// The host, with the port where it is a bare address: on one machine every port is another site.
fn site_of(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    match url.host()? {
        Host::Domain(name) if name != "localhost" => Some(name.to_owned()),
        host => Some(format!("{host}:{}", url.port_or_known_default().unwrap_or(0))),
    }
}

/// Whether two hosts belong to one site: one lies below the other, or both below the same name.
fn same_site(one: &str, other: &str) -> bool {
    one == other
        || below(one, other)
        || below(other, one)
        || registrable(one).is_some_and(|name| registrable(other) == Some(name))
}

fn below(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
}

/// The name that somebody registered: the last two labels, or three under a suffix such as `co.uk`.
fn registrable(host: &str) -> Option<&str> {
    let labels: Vec<&str> = host.split('.').collect();
    let is_address = host.contains(':') || labels.iter().all(|label| label.parse::<u8>().is_ok());
    if is_address || labels.len() < 2 {
        return None;
    }
    let second = labels[labels.len() - 2];
    let take =
        if matches!(second, "co" | "com" | "org" | "net" | "ac" | "gov") && labels.len() > 2 { 3 } else { 2 };
    let dots = labels[..labels.len() - take].iter().map(|label| label.len() + 1).sum::<usize>();
    Some(&host[dots..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places() -> Places {
        let baseline =
            PageObservation { url: "https://app.joinmoxie.com/booking/x".into(), ..Default::default() };
        Places::new(&Indicators::default(), &baseline)
    }

    #[test]
    fn a_frame_belongs_to_the_site_of_its_host() {
        let check = |index, url: &str, expect| assert_eq!(places().of(index, url), expect, "{url}");
        check(0, "https://app.joinmoxie.com/booking/x/confirmation", Place::Booking);
        check(1, "https://embed.joinmoxie.com/widget", Place::Booking);
        check(1, "https://js.stripe.com/v3/elements", Place::Payment);
        check(0, "https://checkout.stripe.com/c/pay", Place::Payment);
        check(1, "https://hooks.stripe.com/3d_secure_2/hosted", Place::Challenge);
        check(0, "https://acs.bank.example/pareq", Place::Challenge);
        check(1, "https://challenges.cloudflare.com/turnstile", Place::Foreign);
        check(1, "https://notjoinmoxie.com/", Place::Foreign);
        check(0, "https://www.clinic.example/thank-you", Place::Elsewhere);
        check(0, "https://app.joinmoxie.com/booking/30-day-skin-challenge", Place::Booking);
    }

    #[test]
    fn every_port_of_an_address_is_a_site_of_its_own() {
        let site = |url| site_of(url).unwrap();
        assert!(!same_site(&site("http://127.0.0.1:8090/"), &site("http://127.0.0.1:8091/")));
        assert!(same_site(&site("http://127.0.0.1:8090/a"), &site("http://127.0.0.1:8090/b")));
    }

    #[test]
    fn two_clinics_under_one_public_suffix_are_two_sites() {
        assert!(!same_site("one.co.uk", "other.co.uk"));
        assert!(same_site("www.one.co.uk", "book.one.co.uk"));
    }
}
