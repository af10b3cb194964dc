//! Words around a calendar: what turns it, and dates and moments that are not the appointment's.

pub(in crate::flow) const NEXT_MONTH: &[&str] = &[
    "next month",
    "go to next month",
    "go to the next month",
    "mes siguiente",
    "siguiente mes",
    "proximo mes",
    "ir al mes siguiente",
    "mois suivant",
    "mois prochain",
    "next week",
    "semana siguiente",
    "semaine suivante",
    "next days",
    "next 7 days",
    "more dates",
    "more days",
    "later dates",
    "mas fechas",
    "plus de dates",
];
pub(in crate::flow) const PREVIOUS_MONTH: &[&str] =
    &["previous month", "prev month", "last month", "mes anterior", "mois precedent"];
pub(in crate::flow) const NEXT: &[&str] = &["next", "siguiente", "suivant"];
pub(in crate::flow) const PREVIOUS: &[&str] = &["previous", "prev", "anterior", "precedent"];
/// What only a calendar is turned with: unlike "next" no page is left with it.
pub(in crate::flow) const LATER: &[&str] = &["later", "forward", "mas tarde", "plus tard"];
pub(in crate::flow) const EARLIER: &[&str] = &["earlier", "backward", "mas temprano", "plus tot"];

/// What a date field says that asks for another day than the appointment's.
pub(in crate::flow) const OTHER_DATES: &[&str] = &[
    "birth",
    "birthday",
    "birthdate",
    "dateofbirth",
    "dob",
    "d o b",
    "bday",
    "born",
    "nacimiento",
    "cumpleanos",
    "naissance",
    "anniversaire",
    "last",
    "previous",
    "ultima",
    "ultimo",
    "anterior",
    "derniere",
    "dernier",
];

/// What a moment is called that is not the appointment's.
pub(in crate::flow) const DEADLINE: &[&str] = &[
    "until",
    "till",
    "before",
    "by",
    "after",
    "from",
    "since",
    "ends",
    "expires",
    "updated",
    "available",
    "today",
    "now",
    "disponible",
    "hasta",
    "antes",
    "desde",
    "hoy",
    "ahora",
    "jusquau",
    "jusqua",
    "avant",
    "des",
    "depuis",
    "aujourdhui",
];
