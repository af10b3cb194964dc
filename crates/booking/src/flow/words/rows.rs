//! What stands before a row of a summary.

/// What a summary calls its rows.
pub(in crate::flow) const ROW_TIME: &[&str] =
    &["time", "start time", "appointment time", "hora", "heure", "horaire"];
pub(in crate::flow) const ROW_DATE: &[&str] = &["date", "day", "appointment date", "fecha", "dia", "jour"];
pub(in crate::flow) const ROW_WHEN: &[&str] = &[
    "when",
    "date and time",
    "appointment",
    "cuando",
    "fecha y hora",
    "quand",
    "date et heure",
    "rendez vous",
];
pub(in crate::flow) const ROW_SERVICE: &[&str] =
    &["service", "treatment", "procedure", "servicio", "tratamiento", "prestation", "soin"];
pub(in crate::flow) const ROW_PROVIDER: &[&str] = &[
    "provider",
    "with",
    "practitioner",
    "specialist",
    "staff",
    "profesional",
    "proveedor",
    "especialista",
    "con",
    "praticien",
    "avec",
];
