//! All profiles a service knows: the built-in ones and those of the operator's folder.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use super::{ProfileError, SiteProfile};

const MOXIE: &str = include_str!("../../../../profiles/moxie.toml");
const GENERIC: &str = include_str!("../../../../profiles/generic.toml");
const PRACTICE_CLINIC: &str = include_str!("../../../../profiles/practice-clinic.toml");

/// The profile that needs no knowledge of the site.
const FALLBACK: &str = "generic";

/// The profiles by name. A profile of the operator's folder replaces the built-in one of the same name.
#[derive(Debug, Clone, Default)]
pub struct ProfileSet {
    profiles: Vec<Arc<SiteProfile>>,
}

impl ProfileSet {
    /// The profiles that come with the product.
    pub fn built_in() -> Self {
        let parse = |file, source| {
            Arc::new(SiteProfile::parse(file, source).expect("a test parses every built-in profile"))
        };
        let profiles = vec![
            parse("moxie.toml", MOXIE),
            parse("practice-clinic.toml", PRACTICE_CLINIC),
            parse("generic.toml", GENERIC),
        ];
        Self { profiles }
    }

    /// Adds every `*.toml` of a folder, in the order of their names.
    pub fn load_dir(mut self, folder: &Path) -> Result<Self, ProfileError> {
        let mut names = Vec::new();
        for file in toml_files(folder)? {
            let source = fs::read_to_string(&file).map_err(|error| unreadable(&file, &error))?;
            let profile = SiteProfile::parse(&file.display().to_string(), &source)?;
            if names.contains(&profile.name) {
                return Err(ProfileError::Twice { file: file.display().to_string(), name: profile.name });
            }
            names.push(profile.name.clone());
            self.insert(profile);
        }
        Ok(self)
    }

    pub fn insert(&mut self, profile: SiteProfile) {
        self.profiles.retain(|known| known.name != profile.name);
        self.profiles.push(Arc::new(profile));
    }

    pub fn by_name(&self, name: &str) -> Option<Arc<SiteProfile>> {
        self.profiles.iter().find(|profile| profile.name.eq_ignore_ascii_case(name)).cloned()
    }

    /// The profile for a host: the one with the longest pattern that fits, else the generic one.
    pub fn for_host(&self, host: &str) -> Arc<SiteProfile> {
        let fits = |profile: &&Arc<SiteProfile>| longest_fit(&profile.hosts, host);
        let best = self.profiles.iter().filter(|profile| fits(profile) > 0).max_by_key(fits);
        best.cloned().or_else(|| self.by_name(FALLBACK)).unwrap_or_default()
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.profiles.iter().map(|profile| profile.name.as_str())
    }
}

fn longest_fit(patterns: &[String], host: &str) -> usize {
    patterns.iter().filter(|pattern| fits(pattern, host)).map(String::len).max().unwrap_or(0)
}

fn fits(pattern: &str, host: &str) -> bool {
    let (pattern, host) = (pattern.to_ascii_lowercase(), host.to_ascii_lowercase());
    match pattern.strip_prefix('*') {
        Some(suffix) => host.ends_with(suffix) && host.len() > suffix.len(),
        None => pattern == host,
    }
}

fn toml_files(folder: &Path) -> Result<Vec<std::path::PathBuf>, ProfileError> {
    let entries = fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
    let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    Ok(files)
}

fn unreadable(path: &Path, error: &std::io::Error) -> ProfileError {
    ProfileError::Unreadable { path: path.to_owned(), message: error.to_string() }
}
