//! Twilio's Programmable Messaging: its Messages resource, and inbound webhooks with `X-Twilio-Signature`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::future::BoxFuture;
use hmac::{Hmac, KeyInit as _, Mac as _};
use reqwest::header::CONTENT_TYPE;
use serde::Deserialize;
use sha1::Sha1;
use url::form_urlencoded;

use super::http::{refused, unanswered};
use super::{InboundSms, SendError, Sms, SmsSender, WebhookError};
use crate::http::{self, Address};

/// Sends by an account of Twilio's.
pub struct Twilio {
    http: reqwest::Client,
    base: Address,
    account: String,
    token: String,
}

impl Twilio {
    pub const BASE: &'static str = "https://api.twilio.com";

    pub fn new(base: &str, account: &str, token: &str) -> Result<Self, http::HttpError> {
        let (http, base) = (http::client()?, Address::parse(base)?);
        Ok(Self { http, base, account: account.to_owned(), token: token.to_owned() })
    }

    async fn post(&self, sms: &Sms) -> Result<String, SendError> {
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("To", &sms.to)
            .append_pair("From", &sms.from)
            .append_pair("Body", &sms.text)
            .finish();
        let url = self.base.join(&["2010-04-01", "Accounts", &self.account, "Messages.json"]);
        let request = self.http.post(url).basic_auth(&self.account, Some(&self.token));
        let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(form);
        let response = request.send().await.map_err(|error| unanswered(&error))?;
        if !response.status().is_success() {
            return Err(refused(response, |body| body["code"].as_i64().map(|code| code.to_string())).await);
        }
        let created: Created = response.json().await.map_err(|error| unanswered(&error))?;
        Ok(created.sid)
    }
}

#[derive(Deserialize)]
struct Created {
    sid: String,
}

impl SmsSender for Twilio {
    fn send<'a>(&'a self, sms: &'a Sms) -> BoxFuture<'a, Result<String, SendError>> {
        Box::pin(self.post(sms))
    }
}

/// Believes inbound webhooks that the account's token has signed.
#[derive(Clone)]
pub struct TwilioWebhook {
    token: String,
    /// The address that Twilio was given, to the letter: it is signed too.
    url: String,
}

impl TwilioWebhook {
    pub fn new(token: &str, url: &str) -> Self {
        Self { token: token.to_owned(), url: url.to_owned() }
    }

    /// Reads a webhook: the header `X-Twilio-Signature` and the body as it came.
    pub fn read(&self, signature: &str, body: &[u8]) -> Result<InboundSms, WebhookError> {
        let mut fields: Vec<(String, String)> = form_urlencoded::parse(body).into_owned().collect();
        fields.sort();
        self.verify(signature, &fields)?;
        let field = |name: &str| {
            let found = fields.iter().find(|(field, _)| field == name);
            found.map(|(_, value)| value.clone()).ok_or(WebhookError::Body)
        };
        let sms = Sms { from: field("From")?, to: field("To")?, text: field("Body")? };
        Ok(InboundSms { id: field("MessageSid")?, sms })
    }

    /// The value of `X-Twilio-Signature` for a form: what a carrier that stands in for Twilio has to send.
    pub fn sign(&self, fields: &[(&str, &str)]) -> String {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let mut fields: Vec<(String, String)> = fields.iter().map(owned).collect();
        fields.sort();
        STANDARD.encode(self.mac(&fields).finalize().into_bytes())
    }

    fn verify(&self, signature: &str, fields: &[(String, String)]) -> Result<(), WebhookError> {
        let signature = STANDARD.decode(signature).map_err(|_| WebhookError::Signature)?;
        self.mac(fields).verify_slice(&signature).map_err(|_| WebhookError::Signature)
    }

    /// HMAC-SHA1 over the address and the fields, sorted by name, name and value without anything in between.
    fn mac(&self, fields: &[(String, String)]) -> Hmac<Sha1> {
        let mut mac =
            Hmac::<Sha1>::new_from_slice(self.token.as_bytes()).expect("an HMAC key may have any length");
        mac.update(self.url.as_bytes());
        for (name, value) in fields {
            mac.update(name.as_bytes());
            mac.update(value.as_bytes());
        }
        mac
    }
}

// The token is never printed.
impl std::fmt::Debug for Twilio {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Twilio(…)")
    }
}

impl std::fmt::Debug for TwilioWebhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TwilioWebhook(…)")
    }
}
