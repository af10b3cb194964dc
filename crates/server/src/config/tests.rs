//! What may be written into the configuration, and what is said about what may not.

use secrecy::ExposeSecret as _;

use super::*;

fn faults(settings: Settings) -> Vec<String> {
    match Config::resolve(settings) {
        Err(ConfigError::Values(faults)) => faults.iter().map(ToString::to_string).collect(),
        other => panic!("expected faults, got {other:?}"),
    }
}

fn file(text: &str) -> Result<Settings, ConfigError> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    Settings::from_file(file.path())
}

#[test]
fn nothing_set_is_the_contract_s_defaults() {
    let config = Config::default();
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.public_base(config.listen), "http://127.0.0.1:8080");
    assert_eq!(config.database_url.expose_secret(), "sqlite://baton.db");
    assert_eq!((config.max_sessions, config.queue_limit), (5, 1000));
    assert_eq!(config.limits, Limits::default());
    assert_eq!(config.retention, Duration::from_mins(5));
    assert_eq!(config.history, Duration::from_hours(720));
    assert_eq!(config.poll_interval, Duration::from_secs(2));
    assert!(!config.allow_private_network);
}

#[test]
fn every_wrong_value_is_named_at_once() {
    let settings = Settings {
        listen: Some("8080".to_owned()),
        session_ttl: Some("15".to_owned()),
        monitor_timeout: Some("0s".to_owned()),
        max_sessions: Some("none".to_owned()),
        public_url: Some("book.example.com".to_owned()),
        callback_secret: Some("secret".to_owned()),
        database_url: Some("mysql://db".to_owned()),
        allow_private_network: Some("maybe".to_owned()),
        ..Settings::default()
    };
    insta::assert_snapshot!(faults(settings).join("\n"), @r#"
    BATON_SESSION_TTL: a duration is a whole number and a unit: 250ms, 90s, 10m, 12h or 30d
    BATON_MONITOR_TIMEOUT: must be longer than zero
    BATON_LISTEN: must be an IP address and a port, such as 127.0.0.1:8080
    BATON_PUBLIC_URL: must be an address that begins with http:// or https://
    BATON_DATABASE_URL: must begin with sqlite:// or postgres://
    BATON_CALLBACK_SECRET: a callback secret is "whsec_" followed by 24 to 64 bytes in base64
    BATON_MAX_SESSIONS: must be a whole number from 1 to 1000
    BATON_ALLOW_PRIVATE_NETWORK: must be true or false
    "#);
}

#[test]
fn without_keys_only_loopback_is_listened_on() {
    let on = |listen: &str, keys: Option<&str>| Settings {
        listen: Some(listen.to_owned()),
        api_keys: keys.map(str::to_owned),
        ..Settings::default()
    };
    for listen in ["0.0.0.0:8080", "[::]:8080", "192.0.2.1:80"] {
        let said = faults(on(listen, None));
        assert!(said[0].starts_with("BATON_API_KEYS: not set"), "{said:?}");
        assert!(Config::resolve(on(listen, Some("platform:sesame"))).is_ok(), "{listen}");
    }
    for listen in ["127.0.0.1:0", "[::1]:8080", "127.8.8.8:80"] {
        assert!(Config::resolve(on(listen, None)).is_ok(), "{listen}");
    }
}

#[test]
fn a_file_holds_texts_numbers_truths_and_lists() {
    let settings = file(
        r#"
        max_sessions = 3
        session_ttl = "20m"
        allow_private_network = true
        browser_urls = ["http://one:9222", "ws://two:9222"]
        "#,
    );
    let config = Config::resolve(settings.unwrap()).unwrap();
    assert_eq!(config.max_sessions, 3);
    assert_eq!(config.limits.session_ttl, Duration::from_mins(20));
    assert!(config.allow_private_network);
    assert_eq!(config.browser_urls.len(), 2);
}

#[test]
fn a_misspelt_key_of_the_file_is_refused() {
    let error = file("max_session = 3").unwrap_err().to_string();
    assert!(error.contains("unknown field `max_session`"), "{error}");
}

#[test]
fn a_broken_file_is_not_quoted() {
    let error = file("api_keys = \"sesame").unwrap_err().to_string();
    assert!(!error.contains("sesame"), "{error}");
}

#[test]
fn what_is_set_higher_up_wins_and_an_empty_text_sets_nothing() {
    let flags = Settings {
        listen: Some("127.0.0.1:1".to_owned()),
        chrome: Some(" ".to_owned()),
        ..Settings::default()
    };
    let below = Settings {
        listen: Some("127.0.0.1:2".to_owned()),
        chrome: Some("/opt/chrome".to_owned()),
        ..Settings::default()
    };
    let settings = flags.over(below);
    assert_eq!(settings.listen.as_deref(), Some("127.0.0.1:1"));
    assert_eq!(settings.chrome.as_deref(), Some("/opt/chrome"));
}

#[test]
fn a_key_is_known_by_its_name_only() {
    let keys = ApiKeys::parse("platform:sesame, open-me,platform:next").unwrap();
    let owner = |key| keys.owner_of(key).map(KeyName::as_str);
    assert_eq!(owner("sesame"), Some("platform"));
    assert_eq!(owner("next"), Some("platform"));
    assert_eq!(owner("open-me"), Some("key-763e627d"));
    for wrong in ["", "Sesame", "sesame ", "platform:sesame", "platform"] {
        assert_eq!(owner(wrong), None, "{wrong}");
    }
    let printed = format!("{keys:?}");
    assert!(!printed.contains("sesame") && !printed.contains("open-me"), "{printed}");
}

#[test]
fn malformed_keys_are_refused() {
    for text in ["name:", ":key", "with space", "ключ"] {
        assert!(ApiKeys::parse(text).is_err(), "{text}");
    }
    assert!(ApiKeys::parse(" , ").unwrap().is_empty());
}

#[test]
fn links_begin_with_the_public_address() {
    let set = |url: &str| Settings { public_url: Some(url.to_owned()), ..Settings::default() };
    let base = |url| Config::resolve(set(url)).unwrap().public_base(([127, 0, 0, 1], 1).into());
    assert_eq!(base("https://book.example.com/"), "https://book.example.com");
    assert_eq!(base("https://example.com/baton/"), "https://example.com/baton");
}
