//! Which controls look as if they book or pay. The machine never presses one; a patient's press of one counts as a submit.
//! When in doubt a label looks final: a press too few is a delay, a press too many is somebody's money. For the patient's presses there
//! is more doubt still: one that is taken for a submit and was none is taken back, one that was missed may be paid for twice.

use std::sync::LazyLock;

use crate::wording::{Pattern, words};

/// Labels that begin like this book or pay, whatever follows.
const FINAL: &[&str] = &[
    // English
    "(pay|buy|purchase)",
    "(book|reserve)",
    "place (my|your|the|an)? (order|booking|reservation)",
    "(confirm|complete|finish|finalize|finalise|submit|send|make|authorize|authorise|request|secure|hold) (my|your|the|this|a|an)? new? (deposit|booking|appointment|reservation|visit|order|purchase|payment|checkout|consultation|request|slot|spot|time slot)",
    "(confirm|complete|submit|agree|accept|review|save card|check out|checkout|continue|next|finish) (and|to|with)? (pay|book|reserve|purchase|buy|confirm booking|confirm)",
    "(confirm|authorize|authorise|hold|charge) * (deposit|payment|charge|card)",
    "schedule (my|your|the|this|an)? (appointment|visit|now|consultation|it)",
    "(apple|google) pay",
    "(yes|ok) (confirm|book|pay)",
    // Spanish
    "(pagar|pague|comprar|abonar)",
    "(reservar|reserve|reserva ahora|agendar|agende|programar) (ahora|ya|mi|la|una|cita|turno|hora|y|con|esta)?",
    "(confirmar|confirme|completar|complete|finalizar|finalice|realizar|enviar|hacer|efectuar|solicitar|autorizar) (mi|su|tu|la|el|una|un)? (reserva|reservacion|cita|turno|pago|compra|pedido|deposito|solicitud|visita)",
    "(confirmar|aceptar|continuar|finalizar|guardar tarjeta) (y|e) (pagar|reservar|comprar|agendar|confirmar)",
    // French
    "(payer|payez|regler|acheter|commander)",
    "(reserver|reservez)",
    "(confirmer|confirmez|completer|finaliser|finalisez|valider|validez|effectuer|envoyer|demander|autoriser|terminer|passer) (ma|mon|votre|la|le|l|une|un)? (reservation|rendez vous|rdv|paiement|commande|achat|acompte|demande|visite)",
    "(confirmer|accepter|continuer|valider|terminer|enregistrer la carte) et (payer|reserver|regler|commander|confirmer)",
    "prendre (mon|un|ce|le)? (rendez vous|rdv)",
];

/// Labels that book or pay only when nothing else stands beside them.
const FINAL_ALONE: &[&str] = &[
    "confirm",
    "submit",
    "finish",
    "finalize",
    "complete",
    "schedule",
    "place",
    "agree",
    "done", //
    "confirmar",
    "enviar",
    "finalizar",
    "completar",
    "terminar", //
    "confirmer",
    "valider",
    "finaliser",
    "terminer",
    "envoyer",
];

/// Words that take the finality out of a label: another thing is meant, or a step on the way.
const NOT_FINAL: &[&str] = &[
    // English
    "(another|again|later|else|cancel|edit|change|modify|view|manage|back|reschedule|learn|how|why|faq|policy|policies|terms|help|details|history)",
    "(selection|phone|phone number|code|email|address|provider|service|date and time|identity|password|coupon|promo|gift card)",
    "(over time|in four|in 4|in installments|in instalments|with cherry|as low as)",
    "at (the)? (clinic|visit|office|desk|location)",
    "(online booking|book a demo|book online help|booking for)",
    // Spanish
    "(otra|otro|despues|mas tarde|cancelar|editar|cambiar|ver|volver|politica|ayuda|detalles)",
    "(seleccion|telefono|codigo|correo|direccion|a plazos|en la clinica)",
    // French
    "(autre|plus tard|annuler|modifier|changer|voir|retour|politique|aide|en plusieurs fois|sur place)",
    "(la selection|telephone|code|adresse|choix)",
];

/// Words that begin on a control that may book or pay, whatever stands around them.
const SUSPICIOUS: &[&str] = &[
    "pay",
    "book",
    "buy",
    "confirm",
    "complet",
    "place",
    "submit",
    "finish",
    "finali",
    "purchase",
    "checkout",
    "check out",
    "reserv",
    "schedul",
    "request",
    "authori",
    "agree",
    "donate",
    // Spanish
    "pagar",
    "abonar",
    "enviar",
    "agendar",
    "comprar",
    "realizar",
    "solicitar",
    // French
    "payer",
    "regler",
    "acheter",
    "commander",
    "valider",
    "terminer",
];

static RULES: LazyLock<Rules> = LazyLock::new(|| Rules {
    is_final: compile(FINAL),
    final_alone: compile(FINAL_ALONE),
    not_final: compile(NOT_FINAL),
});

struct Rules {
    is_final: Vec<Pattern>,
    final_alone: Vec<Pattern>,
    not_final: Vec<Pattern>,
}

fn compile(patterns: &[&str]) -> Vec<Pattern> {
    patterns.iter().map(|text| Pattern::parse(text).expect("a built-in pattern is well formed")).collect()
}

/// Whether a control with this label looks as if it books or pays, in English, Spanish or French.
pub fn looks_final(label: &str) -> bool {
    let label = words(label);
    let alone = |pattern: &Pattern| pattern.begins(&label) == Some(label.len());
    names_the_end(&label) || (RULES.final_alone.iter().any(alone) && !is_on_the_way(&label))
}

/// Whether the label says that it books or pays: "Confirm booking" does, while "Confirm" alone may send a code as well.
pub fn books_or_pays(label: &str) -> bool {
    names_the_end(&words(label))
}

/// Whether a patient's press of a control with this label may book or pay: it is noted before the page has it.
pub fn may_be_final(label: &str) -> bool {
    let text = words(label).join(" ");
    let begins = |word: &&str| text.match_indices(*word).any(|(at, _)| at == 0 || text[..at].ends_with(' '));
    looks_final(label) || SUSPICIOUS.iter().any(begins)
}

fn names_the_end(label: &[String]) -> bool {
    RULES.is_final.iter().any(|pattern| pattern.begins(label).is_some()) && !is_on_the_way(label)
}

fn is_on_the_way(label: &[String]) -> bool {
    RULES.not_final.iter().any(|pattern| pattern.find(label).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_book_or_pay_look_final() {
        for label in [
            "Book Appointment",
            "Book now",
            "Book",
            "BOOK & PAY",
            "Pay $50.00",
            "Pay now",
            "Pay deposit",
            "Confirm",
            "Confirm booking",
            "Confirm your appointment",
            "Confirm and pay",
            "Confirm $50.00 deposit",
            "Complete booking",
            "Complete your purchase",
            "Place order",
            "Place your order",
            "Reserve",
            "Reserve my spot",
            "Submit payment",
            "Submit",
            "Finalize booking",
            "Schedule appointment",
            "Request appointment",
            "Agree & book",
            "Apple Pay",
            "Reservar",
            "Reservar cita",
            "Pagar 50,00 €",
            "Pagar y reservar",
            "Confirmar reserva",
            "Confirmar la cita",
            "Confirmar y pagar",
            "Finalizar compra",
            "Completar reserva",
            "Realizar pago",
            "Agendar cita",
            "Enviar pago",
            "Réserver",
            "Réserver maintenant",
            "Payer 50,00 €",
            "Payer et réserver",
            "Confirmer le rendez-vous",
            "Confirmer la réservation",
            "Confirmer et payer",
            "Valider le paiement",
            "Finaliser ma réservation",
            "Passer la commande",
            "Régler l’acompte",
        ] {
            assert!(looks_final(label), "{label}");
            assert!(may_be_final(label), "{label}");
        }
    }

    #[test]
    fn a_patients_press_is_doubted_sooner() {
        for label in ["Pay in 4", "Complete your visit details", "Submit code", "Réserve ta place", "Buy now"]
        {
            assert!(may_be_final(label), "{label}");
        }
        for label in
            ["", "Next step", "Continue", "Facebook", "Back", "2:30 PM", "Siguiente", "Apple", "Unpaid"]
        {
            assert!(!may_be_final(label), "{label}");
        }
    }

    #[test]
    fn what_sends_a_code_as_well_does_not_say_that_it_books() {
        for label in ["Confirm", "Submit", "Enviar", "Valider", "Confirm code", "Next"] {
            assert!(!books_or_pays(label), "{label}");
        }
        for label in ["Confirm booking", "Pay $50.00", "Book now", "Confirmar cita"] {
            assert!(books_or_pays(label), "{label}");
        }
    }

    #[test]
    fn steps_on_the_way_do_not_look_final() {
        for label in [
            "",
            "Next step",
            "Next",
            "Continue",
            "Continue to payment",
            "Proceed to payment",
            "Confirm selection",
            "Confirm phone number",
            "Confirm code",
            "Book another",
            "Book another appointment",
            "Apply",
            "Apply with Cherry",
            "Pay over time",
            "Pay later with Cherry",
            "Cancel booking",
            "Edit appointment",
            "View booking",
            "Booking policy",
            "Payment details",
            "Add payment method",
            "Add to calendar",
            "Back",
            "2:30 PM",
            "Save card",
            "Botox",
            "Siguiente",
            "Continuar",
            "Continuar al pago",
            "Confirmar selección",
            "Reservar otra cita",
            "Aplicar",
            "Cancelar cita",
            "Ver detalles",
            "Suivant",
            "Continuer",
            "Continuer vers le paiement",
            "Confirmer la sélection",
            "Réserver un autre rendez-vous",
            "Appliquer",
            "Annuler la réservation",
            "Modifier",
        ] {
            assert!(!looks_final(label), "{label}");
        }
    }
}
