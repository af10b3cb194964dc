//! Square over its real HTTP interface: links for deposits, and which webhooks are believed.

use baton_platform::Money;
use baton_platform::sms::WebhookError;
use baton_platform::square::{DepositPaid, DepositRequest, Square, SquareError, SquareWebhook};

use crate::stand_ins::{SquareStandIn, payment, sign_for_square, square};

const KEY: &str = "square-test-key";
const URL: &str = "https://platform.example/square";

fn fifty() -> Money {
    Money { cents: 5000, currency: "USD".to_owned() }
}

fn request<'a>(key: &'a str, amount: &'a Money) -> DepositRequest<'a> {
    DepositRequest { key, location: square::LOCATION, name: "Deposit: Botox", amount }
}

#[tokio::test]
async fn a_link_asked_for_again_is_the_same_link() {
    let server = SquareStandIn::start().await;
    let client = Square::new(&server.server.base, square::TOKEN).unwrap();
    let amount = fifty();
    let first = client.payment_link(request("lead-1", &amount)).await.unwrap();
    let again = client.payment_link(request("lead-1", &amount)).await.unwrap();
    let other = client.payment_link(request("lead-2", &amount)).await.unwrap();
    assert_eq!(
        (first.order.as_str(), again.order.as_str(), other.order.as_str()),
        ("ORDER1", "ORDER1", "ORDER2")
    );
    assert_eq!(first.url, "https://square.link/u/ORDER1");
}

#[tokio::test]
async fn what_square_refuses_is_told_from_what_it_cannot_do_now() {
    let server = SquareStandIn::start().await;
    let (amount, nothing) = (fifty(), Money { cents: 0, currency: "USD".to_owned() });
    let client = Square::new(&server.server.base, square::TOKEN).unwrap();
    server.fail(1);
    assert!(matches!(client.payment_link(request("lead-1", &amount)).await, Err(SquareError::Away)));
    assert!(matches!(client.payment_link(request("lead-1", &nothing)).await, Err(SquareError::Refused(_))));
    let stranger = Square::new(&server.server.base, "another token").unwrap();
    assert!(matches!(stranger.payment_link(request("lead-1", &amount)).await, Err(SquareError::Refused(_))));
    assert_eq!(server.links(), 0);
}

#[test]
fn squares_webhook_is_believed_only_as_it_was_signed() {
    let webhook = SquareWebhook::new(KEY, URL);
    let body = payment("event-1", "ORDER1", "COMPLETED");
    let paid = DepositPaid { event: "event-1".to_owned(), order: "ORDER1".to_owned() };
    assert_eq!(webhook.read(&sign_for_square(KEY, URL, &body), &body), Ok(Some(paid)));
    assert_eq!(
        webhook.read(&sign_for_square("another key", URL, &body), &body),
        Err(WebhookError::Signature)
    );
    assert_eq!(
        webhook.read(&sign_for_square(KEY, "https://elsewhere.example", &body), &body),
        Err(WebhookError::Signature)
    );
    let forged = payment("event-1", "ORDER2", "COMPLETED");
    assert_eq!(webhook.read(&sign_for_square(KEY, URL, &body), &forged), Err(WebhookError::Signature));
}

#[test]
fn a_payment_that_is_not_completed_pays_nothing() {
    let webhook = SquareWebhook::new(KEY, URL);
    for status in ["APPROVED", "PENDING", "CANCELED", "FAILED"] {
        let body = payment("event-1", "ORDER1", status);
        assert_eq!(webhook.read(&sign_for_square(KEY, URL, &body), &body), Ok(None), "{status}");
    }
}
