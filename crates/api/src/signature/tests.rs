//! Held against the independent `standardwebhooks` crate, which has its own idea of now: the machine's.

use standardwebhooks::Webhook;

use super::*;

const BODY: &[u8] = br#"{"type":"booking.completed"}"#;

/// `standardwebhooks` compares with the machine's clock, so here the real time is asked for.
#[expect(clippy::disallowed_methods, reason = "the independent verifier reads the machine's clock")]
fn now() -> Timestamp {
    Timestamp::now()
}

fn seconds(at: Timestamp) -> String {
    at.as_second().to_string()
}

#[test]
fn the_independent_library_makes_the_same_signature() {
    let secret = CallbackSecret::generate();
    let theirs = Webhook::new(&secret.reveal()).unwrap();
    let at = now();
    assert_eq!(secret.sign("msg_1", at, BODY), theirs.sign("msg_1", at.as_second(), BODY).unwrap());
}

#[test]
fn our_signature_is_believed() {
    let secret = CallbackSecret::generate();
    let signature = secret.sign("msg_1", now(), BODY);
    let with_another = format!("{} {signature} v2,x", CallbackSecret::generate().sign("msg_1", now(), BODY));
    for signatures in [signature, with_another] {
        assert_eq!(secret.verify("msg_1", &seconds(now()), &signatures, BODY, now()), Ok(()));
    }
}

#[test]
fn a_changed_callback_is_not_believed() {
    let secret = CallbackSecret::generate();
    let at = now();
    let signature = secret.sign("msg_1", at, BODY);
    let check = |id, at, signatures: &str, body| secret.verify(id, &seconds(at), signatures, body, at);
    let no_match = Err(SignatureError::NoMatch);
    assert_eq!(check("msg_2", at, &signature, BODY), no_match);
    assert_eq!(check("msg_1", at + Duration::from_secs(1), &signature, BODY), no_match);
    assert_eq!(check("msg_1", at, &signature, b"{}"), no_match);
    assert_eq!(check("msg_1", at, "", BODY), no_match);
    assert_eq!(check("msg_1", at, "v1,", BODY), no_match);
    assert_eq!(check("msg_1", at, &signature.replace("v1,", "v2,"), BODY), no_match);
}

#[test]
fn an_old_callback_is_not_believed_again() {
    let secret = CallbackSecret::generate();
    let at = now();
    let signature = secret.sign("msg_1", at, BODY);
    let check = |now| secret.verify("msg_1", &seconds(at), &signature, BODY, now);
    assert_eq!(check(at + TOLERANCE), Ok(()));
    assert_eq!(check(at + TOLERANCE + Duration::from_secs(2)), Err(SignatureError::Stale));
    assert_eq!(check(at - TOLERANCE - Duration::from_secs(2)), Err(SignatureError::Stale));
    let nonsense = secret.verify("msg_1", "yesterday", &signature, BODY, at);
    assert_eq!(nonsense, Err(SignatureError::MalformedTimestamp));
}

#[test]
fn a_secret_survives_being_written_down_and_is_never_printed() {
    let secret = CallbackSecret::generate();
    assert_eq!(secret.reveal().parse::<CallbackSecret>(), Ok(secret.clone()));
    assert_eq!(format!("{secret:?}"), "CallbackSecret(…)");
}

#[test]
fn malformed_secrets_are_refused() {
    for text in ["", "whsec_", "whsec_AAAA", "whsec_!!", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"] {
        assert_eq!(text.parse::<CallbackSecret>(), Err(MalformedSecret), "{text}");
    }
}
