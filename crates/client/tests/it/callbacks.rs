//! Callbacks are believed only when they are Baton's, fresh and untouched.

use baton_client::{CallbackError, CallbackSecret, CallbackVerifier, SignatureError, Timestamp};

const BODY: &[u8] = br#"{"type":"booking.completed","timestamp":"2030-02-05T19:30:00Z","state":"completed",
    "sessionId":"0193e4a0-0000-7000-8000-000000000000","outcome":"success","confirmationDetails":{"confirmationNumber":"MXE-2030-TEST1"}}"#;

fn now() -> Timestamp {
    "2030-02-05T19:30:01Z".parse().expect("it is a time")
}

fn verify(
    secret: &CallbackSecret,
    body: &[u8],
    signed: &[u8],
    at: Timestamp,
) -> Result<Option<String>, CallbackError> {
    let signature = secret.sign("msg_1", at, signed);
    let verifier = CallbackVerifier::from(secret.clone());
    let callback = verifier.verify("msg_1", &at.as_second().to_string(), &signature, body, now())?;
    Ok(callback.confirmation_details.and_then(|details| details.confirmation_number))
}

#[test]
fn a_true_callback_is_read() {
    let secret = CallbackSecret::generate();
    assert_eq!(verify(&secret, BODY, BODY, now()).unwrap().as_deref(), Some("MXE-2030-TEST1"));
}

#[test]
fn a_changed_or_old_or_senseless_callback_is_not() {
    let secret = CallbackSecret::generate();
    let changed = verify(&secret, b"{}", BODY, now()).unwrap_err();
    assert!(matches!(changed, CallbackError::Signature(SignatureError::NoMatch)));
    let old = verify(&secret, BODY, BODY, "2030-02-05T19:20:00Z".parse().unwrap()).unwrap_err();
    assert!(matches!(old, CallbackError::Signature(SignatureError::Stale)));
    assert!(matches!(verify(&secret, b"{}", b"{}", now()).unwrap_err(), CallbackError::Body(_)));
}
