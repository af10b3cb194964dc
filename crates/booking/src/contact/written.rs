//! Whether a field holds what was meant. Forms trim, regroup and change case; what they may not do is lose or add something.

use super::field_kind::FieldKind;
use super::phone::Phone;

/// Whether a field of this kind that shows `shown` took `meant`.
pub fn took(kind: FieldKind, meant: &str, shown: &str) -> bool {
    match kind {
        FieldKind::Phone => Phone::parse(meant).stands_in(shown),
        FieldKind::Email => shown.trim().eq_ignore_ascii_case(meant.trim()),
        _ => squeezed(shown).eq(squeezed(meant)),
    }
}

fn squeezed(text: &str) -> impl Iterator<Item = char> {
    // Sites capitalise names; spaces are theirs to trim.
    text.split_whitespace().flat_map(str::chars).flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_field_made_of_a_value_is_told_from_what_it_lost() {
        let check =
            |kind, meant: &str, shown: &str, expect| assert_eq!(took(kind, meant, shown), expect, "{shown}");
        check(FieldKind::Phone, "+14405550122", "(440) 555-0122", true);
        check(FieldKind::Phone, "+14405550122", "(144) 055-5012", false);
        check(FieldKind::Email, "Ana@Example.com", "ana@example.com", true);
        check(FieldKind::FirstName, "josé maría", "José María ", true);
        check(FieldKind::LastName, "O'Brien", "OBrien", false);
        check(FieldKind::LastName, "Ng", "", false);
    }
}
