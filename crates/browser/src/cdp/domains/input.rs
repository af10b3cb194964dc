//! Commands of the Input domain.
//!
//! None of these can be printed: they hold what a person types. Absent strings are left out and never sent as null: Chrome drops the whole command without a word.

use serde::Serialize;

use crate::cdp::command::command;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DispatchMouseEvent {
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) button: &'static str,
    pub(crate) buttons: u8,
    pub(crate) click_count: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) delta_x: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) delta_y: Option<f64>,
}
command!(DispatchMouseEvent, "Input.dispatchMouseEvent");

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DispatchTouchEvent {
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    pub(crate) touch_points: Vec<TouchPoint>,
}
command!(DispatchTouchEvent, "Input.dispatchTouchEvent");

#[derive(Serialize)]
pub(crate) struct TouchPoint {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) id: u8,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DispatchKeyEvent<'a> {
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    pub(crate) modifiers: u8,
    pub(crate) key: &'a str,
    pub(crate) code: &'a str,
    pub(crate) windows_virtual_key_code: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) unmodified_text: Option<&'a str>,
}
command!(DispatchKeyEvent<'_>, "Input.dispatchKeyEvent");

#[derive(Serialize)]
pub(crate) struct InsertText<'a> {
    pub(crate) text: &'a str,
}
command!(InsertText<'_>, "Input.insertText");
