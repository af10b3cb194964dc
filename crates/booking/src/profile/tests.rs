//! What a profile file may say, and how a fault in it is named.

use super::*;

fn fault(source: &str) -> String {
    SiteProfile::parse("glow.toml", source).unwrap_err().to_string()
}

#[test]
fn the_built_in_profiles_can_be_read() {
    let profiles = ProfileSet::built_in();
    assert_eq!(profiles.names().collect::<Vec<_>>(), ["moxie", "practice-clinic", "generic"]);
    assert_eq!(profiles.by_name("MOXIE").unwrap().name, "moxie");
}

#[test]
fn the_host_chooses_the_profile() {
    let profiles = ProfileSet::built_in();
    assert_eq!(profiles.for_host("app.joinmoxie.com").name, "moxie");
    assert_eq!(profiles.for_host("staging.joinmoxie.com").name, "moxie");
    assert_eq!(profiles.for_host("joinmoxie.com.evil.example").name, "generic");
    assert_eq!(profiles.for_host("clinic.example").name, "generic");
}

#[test]
fn a_final_control_is_refused_with_its_line_and_key() {
    let source = "name = \"glow\"\n\n[review]\nadvance = [\n  \"Continue\",\n  \"Book appointment\",\n]\n";
    let said = fault(source);
    assert!(said.starts_with("glow.toml, line 6, key review.advance: \"Book appointment\""), "{said}");
}

#[test]
fn faults_name_the_line() {
    for (source, expect) in [
        ("name = \"Glow Bar\"", "line 1, key name"),
        ("name = \"glow\"\nhosts = [\"https://glow.example/\"]", "line 2, key hosts"),
        ("name = \"glow\"\ntimezone = \"Mars/Olympus\"", "line 2, key timezone"),
        ("name = \"glow\"\n[dialogs]\ndecline = [\"Pay now\"]", "line 3, key dialogs.decline"),
        ("name = \"glow\"\n[servise]\ntitles = []", "line 2, column 2"),
        ("hosts = []", "line 1, key name"),
        (
            "name = \"glow\"\n[availability]\ncatalogue = \"/c\"\nslots = \"http://a.example/\"",
            "line 4, key availability.slots",
        ),
    ] {
        let said = fault(source);
        assert!(said.contains(expect), "{said}");
    }
}

#[test]
fn a_folder_adds_profiles_and_replaces_built_in_ones() {
    let folder = std::env::temp_dir().join(format!("baton-profiles-{}", uuid::Uuid::now_v7()));
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("glow.toml"), "name = \"glow\"\nhosts = [\"glow.example\"]").unwrap();
    std::fs::write(folder.join("moxie.toml"), "name = \"moxie\"\nhosts = [\"moxie.example\"]").unwrap();
    std::fs::write(folder.join("notes.txt"), "no profile").unwrap();
    let profiles = ProfileSet::built_in().load_dir(&folder).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(profiles.for_host("glow.example").name, "glow");
    assert_eq!(profiles.for_host("app.joinmoxie.com").name, "generic");
}

#[test]
fn selectors_keep_their_meaning() {
    let source = "name = \"glow\"\n[service]\nrows = [\".row\"]\n[date_time]\ndisabled_days = [\".no\", \".never\"]\ndisabled_times = [\".gone\"]";
    let profile = SiteProfile::parse("glow.toml", source).unwrap();
    let meanings: Vec<_> = (0..5).map(|index| profile.selector_means(index)).collect();
    assert_eq!(profile.selectors(), [".row", ".no", ".never", ".gone"]);
    assert_eq!(
        meanings,
        [
            Some(Selector::ServiceRow),
            Some(Selector::DisabledDay),
            Some(Selector::DisabledDay),
            Some(Selector::DisabledTime),
            None
        ]
    );
}
