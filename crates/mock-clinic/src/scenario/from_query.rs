//! Reads a scenario out of query parameters. Knows nothing of what the switches do.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::Scenario;

/// A switch that was given a value it does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidSwitch {
    pub name: String,
    pub value: String,
}

impl std::fmt::Display for InvalidSwitch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "switch {:?} has no value {:?}", self.name, self.value)
    }
}

impl std::error::Error for InvalidSwitch {}

impl Scenario {
    /// Lays the query parameters that are switches over this scenario; other parameters are left alone.
    pub fn with_query(&self, query: &HashMap<String, String>) -> Result<Self, InvalidSwitch> {
        let mut fields = self.to_fields();
        let switches: Vec<String> = fields.keys().filter(|name| query.contains_key(*name)).cloned().collect();
        let mut scenario = self.clone();
        for name in switches {
            let text = query[&name].as_str();
            let invalid = || InvalidSwitch { name: name.clone(), value: text.to_owned() };
            let value = typed(&fields[&name], text).ok_or_else(invalid)?;
            fields.insert(name.clone(), value);
            scenario = serde_json::from_value(Value::Object(fields.clone())).map_err(|_| invalid())?;
        }
        Ok(scenario)
    }

    fn to_fields(&self) -> Map<String, Value> {
        match serde_json::to_value(self) {
            Ok(Value::Object(fields)) => fields,
            _ => unreachable!("a struct of plain values serialises to an object"),
        }
    }
}

/// Gives `text` the type of the value it replaces. A number may replace "unset", and any text may.
fn typed(current: &Value, text: &str) -> Option<Value> {
    match current {
        Value::Bool(_) => switch(text).map(Value::Bool),
        Value::Number(_) => text.parse::<u64>().ok().map(Value::from),
        Value::Null => Some(text.parse::<u64>().map_or_else(|_| Value::from(text), Value::from)),
        _ => Some(Value::from(text)),
    }
}

fn switch(text: &str) -> Option<bool> {
    match text {
        "" | "1" | "true" | "on" | "yes" => Some(true),
        "0" | "false" | "off" | "no" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Lang, ThreeDs};

    fn query(pairs: &[(&str, &str)]) -> HashMap<String, String> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn switches_of_every_type_are_read_and_combined() {
        let query = query(&[
            ("slotDelayMs", "0"),
            ("code", "1"),
            ("lang", "es"),
            ("threeDs", "popup"),
            ("grid", "15"),
        ]);
        let scenario = Scenario::default().with_query(&query).unwrap();
        let expected = Scenario {
            slot_delay_ms: 0,
            code: true,
            lang: Lang::Es,
            three_ds: ThreeDs::Popup,
            grid: Some(15),
            ..Scenario::default()
        };
        assert_eq!(scenario, expected);
    }

    #[test]
    fn parameters_that_are_no_switches_are_left_alone() {
        let scenario =
            Scenario::default().with_query(&query(&[("utm_source", "sms"), ("date", "2026-02-05")]));
        assert_eq!(scenario, Ok(Scenario::default()));
    }

    #[test]
    fn a_value_that_a_switch_does_not_have_is_named() {
        for (name, value) in [("lang", "xx"), ("code", "maybe"), ("slotDelayMs", "-1"), ("grid", "often")] {
            let invalid = Scenario::default().with_query(&query(&[(name, value)])).unwrap_err();
            assert_eq!(invalid, InvalidSwitch { name: name.into(), value: value.into() });
        }
    }

    #[test]
    fn a_switch_can_be_turned_off_over_a_scenario_that_has_it_on() {
        let base = Scenario { captcha: true, ..Scenario::default() };
        assert!(!base.with_query(&query(&[("captcha", "0")])).unwrap().captcha);
    }
}
