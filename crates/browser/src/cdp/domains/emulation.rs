//! Commands of the Emulation domain.

use serde::Serialize;

use crate::cdp::command::command;

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SetDeviceMetricsOverride {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// 0 keeps the scale Chrome was launched with; the screencast ignores any other.
    pub(crate) device_scale_factor: f64,
    pub(crate) mobile: bool,
}
command!(SetDeviceMetricsOverride, "Emulation.setDeviceMetricsOverride");

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SetTouchEmulationEnabled {
    pub(crate) enabled: bool,
    pub(crate) max_touch_points: u8,
}
command!(SetTouchEmulationEnabled, "Emulation.setTouchEmulationEnabled");

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SetTimezoneOverride<'a> {
    pub(crate) timezone_id: &'a str,
}
command!(SetTimezoneOverride<'_>, "Emulation.setTimezoneOverride");

#[derive(Debug, Serialize)]
pub(crate) struct SetLocaleOverride<'a> {
    pub(crate) locale: &'a str,
}
command!(SetLocaleOverride<'_>, "Emulation.setLocaleOverride");

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SetUserAgentOverride<'a> {
    pub(crate) user_agent: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) accept_language: Option<&'a str>,
}
command!(SetUserAgentOverride<'_>, "Emulation.setUserAgentOverride");

/// Lets every page believe that it has the focus, however many are open.
#[derive(Debug, Serialize)]
pub(crate) struct SetFocusEmulationEnabled {
    pub(crate) enabled: bool,
}
command!(SetFocusEmulationEnabled, "Emulation.setFocusEmulationEnabled");
