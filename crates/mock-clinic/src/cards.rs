//! Which test card does what. A card number is looked at here and forgotten: only its last four digits are kept.

use crate::records::state::PaymentResult;
use crate::scenario::DeclineWith;

/// A card that pays.
pub const APPROVED_CARD: &str = "4111111111111111";
/// A card that the bank declines.
pub const DECLINED_CARD: &str = "4000000000000002";
/// A card that has expired.
pub const EXPIRED_CARD: &str = "4000000000000069";

/// What a token stands for once the card form has handed the number in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TokenisedCard {
    pub(crate) kind: CardKind,
    pub(crate) last4: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CardKind {
    Good,
    Declined,
    Expired,
}

impl TokenisedCard {
    /// Returns nothing for a number that cannot be a card's (12 to 19 digits).
    pub(crate) fn from_number(number: &str) -> Option<Self> {
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        if !(12..=19).contains(&digits.len()) {
            return None;
        }
        let kind = match digits.as_str() {
            DECLINED_CARD => CardKind::Declined,
            EXPIRED_CARD => CardKind::Expired,
            _ => CardKind::Good,
        };
        Some(Self { kind, last4: digits[digits.len() - 4..].to_owned() })
    }
}

/// Returns how the processor answers a charge of this card.
pub(crate) fn charge(card: CardKind, decline_with: DeclineWith, hold_only: bool) -> PaymentResult {
    match (card, decline_with) {
        (CardKind::Good, _) if hold_only => PaymentResult::OnFile,
        (CardKind::Good, _) => PaymentResult::Approved,
        (CardKind::Expired, _) => PaymentResult::ExpiredCard,
        (CardKind::Declined, DeclineWith::Generic) => PaymentResult::Declined,
        (CardKind::Declined, DeclineWith::Insufficient) => PaymentResult::InsufficientFunds,
        (CardKind::Declined, DeclineWith::Cvc) => PaymentResult::IncorrectCvc,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_test_cards_do_what_the_design_document_says() {
        let check = |number: &str, expect| {
            let card = TokenisedCard::from_number(number).unwrap();
            assert_eq!(charge(card.kind, DeclineWith::Generic, false), expect, "{}", card.last4);
        };
        check("4111 1111 1111 1111", PaymentResult::Approved);
        check("4000-0000-0000-0002", PaymentResult::Declined);
        check(EXPIRED_CARD, PaymentResult::ExpiredCard);
        check("5555555555554444", PaymentResult::Approved);
    }

    #[test]
    fn only_the_last_four_digits_survive() {
        let card = TokenisedCard::from_number(APPROVED_CARD).unwrap();
        assert_eq!(card.last4, "1111");
        assert!(!format!("{card:?}").contains("41111"));
    }

    #[test]
    fn what_cannot_be_a_card_number_gets_no_token() {
        for number in ["", "4111", "not a card", "41111111111111111111"] {
            assert_eq!(TokenisedCard::from_number(number), None);
        }
    }
}
