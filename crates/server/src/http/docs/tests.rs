//! The description is complete: everything a client may meet is in it.

use super::*;
use crate::http::{guarded, open, owned};

#[test]
fn every_guarded_route_asks_for_the_key_and_names_the_common_refusals() {
    let (_, description) = open().merge(guarded()).merge(owned()).split_for_parts();
    let mut description = completed(description);
    let paths = description.paths.paths.iter_mut().filter(|(path, _)| path.starts_with("/api/"));
    let operations: Vec<_> = paths.flat_map(|(_, item)| operations(item)).collect();
    assert_eq!(operations.len(), 10);
    for operation in operations {
        assert!(operation.security.is_some(), "{:?}", operation.operation_id);
        for status in ["401", "403", "429", "500", "503"] {
            assert!(operation.responses.responses.contains_key(status), "{:?}", operation.operation_id);
        }
    }
}

#[test]
fn the_description_changes_only_on_purpose() {
    let (_, description) = open().merge(guarded()).merge(owned()).split_for_parts();
    let mut description = completed(description);
    description.info.version = "[version]".to_owned();
    insta::assert_snapshot!("openapi", description.to_pretty_json().unwrap());
}
