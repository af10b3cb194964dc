//! `baton serve` as an operator types it.

use std::process::{Command, Output};

/// Runs the binary in an environment that holds nothing but what is given.
fn serve(arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_baton"));
    command.arg("serve").args(arguments).env_clear().envs(environment.iter().copied());
    command.output().unwrap()
}

fn complaint(output: &Output) -> String {
    assert!(!output.status.success());
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn the_help_documents_every_variable_with_its_default() {
    let help = serve(&["--help"], &[("BATON_API_KEYS", "sesame"), ("BATON_CALLBACK_SECRET", "whsec_x")]);
    let help = String::from_utf8(help.stdout).unwrap();
    for (variable, default) in [
        ("BATON_LISTEN", "127.0.0.1:8080"),
        ("BATON_PUBLIC_URL", "http://<listen>"),
        ("BATON_DATABASE_URL", "`sqlite://baton.db`"),
        ("BATON_API_KEYS", "none"),
        ("BATON_API_KEYS_FILE", "none"),
        ("BATON_ENCRYPTION_KEY", "none"),
        ("BATON_ENCRYPTION_KEY_FILE", "none"),
        ("BATON_BOOKING_HOSTS", "all"),
        ("BATON_CALLBACK_HOSTS", "all"),
        ("BATON_TRUSTED_PROXIES", "none"),
        ("BATON_KEY_RATE", "6000/1m"),
        ("BATON_ADDRESS_RATE", "120/1m"),
        ("BATON_TLS_CERT", "none"),
        ("BATON_TLS_KEY", "none"),
        ("BATON_CALLBACK_SECRET", "generated"),
        ("BATON_MAX_SESSIONS", "5"),
        ("BATON_QUEUE_LIMIT", "1000"),
        ("BATON_SESSION_TTL", "15m"),
        ("BATON_MONITOR_TIMEOUT", "10m"),
        ("BATON_PAYMENT_RETRY_WINDOW", "2m"),
        ("BATON_RETENTION", "5m"),
        ("BATON_HISTORY", "30d"),
        ("BATON_POLL_INTERVAL", "2s"),
        ("BATON_CHROME", "found on the PATH"),
        ("BATON_BROWSER_URLS", "none"),
        ("BATON_ALLOW_PRIVATE_NETWORK", "false"),
        ("BATON_PROFILES", "the built-in ones only"),
    ] {
        assert!(help.contains(&format!("[env: {variable}")), "{variable} in {help}");
        assert!(help.contains(&format!("[default: {default}")), "{default} in {help}");
    }
    assert!(
        !help.contains("sesame") && !help.contains("whsec_x"),
        "secrets of the environment are not shown"
    );
}

#[test]
fn wrong_values_are_named_by_their_variables() {
    let output =
        serve(&["--queue-limit", "many"], &[("BATON_SESSION_TTL", "soon"), ("BATON_API_KEYS", "a b")]);
    let said = complaint(&output);
    for variable in ["BATON_SESSION_TTL", "BATON_QUEUE_LIMIT", "BATON_API_KEYS"] {
        assert!(said.contains(variable), "{variable} in {said}");
    }
    assert!(!said.contains("soon") && !said.contains("a b"), "{said}");
}

#[test]
fn flags_lie_over_the_environment_and_that_over_the_file() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "listen = \"file\"\npublic_url = \"file\"\nhistory = \"file\"\n").unwrap();
    let path = file.path().to_str().unwrap();
    // What is right higher up hides what is wrong below; the one that is only in the file is complained of.
    let output = serve(
        &["--config", path, "--listen", "127.0.0.1:0"],
        &[("BATON_LISTEN", "environment"), ("BATON_PUBLIC_URL", "http://book.example.com")],
    );
    let said = complaint(&output);
    assert!(said.contains("BATON_HISTORY"), "{said}");
    assert!(!said.contains("BATON_LISTEN") && !said.contains("BATON_PUBLIC_URL"), "{said}");
}

#[test]
fn without_keys_it_starts_on_loopback_only() {
    let said = complaint(&serve(&["--listen", "0.0.0.0:0"], &[]));
    assert!(said.contains("BATON_API_KEYS") && said.contains("loopback"), "{said}");
}
