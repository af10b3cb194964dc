//! What can be seen and heard of a page. Knows nothing of what it means.

use crate::observation::PageObservation;

/// Something that was seen or heard of the page.
#[derive(Debug, Clone, PartialEq)]
pub enum Evidence {
    /// The page as it looks now.
    Page(PageObservation),
    RequestStarted {
        url: String,
        method: String,
    },
    Response(Response),
    /// A request was cut off: by the network, or because the page gave it up.
    RequestFailed {
        url: String,
        given_up: bool,
    },
    /// The page opened a dialog of the browser's own, which no look at the page shows.
    Said(String),
    /// The patient pressed a control that looks final.
    FinalPress,
    /// They did so before anybody listened, so that what the press has sent was not heard.
    SubmittedBefore,
    /// The main frame shows another document.
    Navigated {
        url: String,
    },
    /// The main frame's document could not be loaded.
    LoadFailed,
}

/// An answer that the page got. Never holds a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    pub url: String,
    pub method: String,
    pub status: u16,
    pub kind: ResourceKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResourceKind {
    /// A document of the main frame or of an iframe.
    Document,
    /// `fetch` or `XMLHttpRequest`.
    Api,
    /// Scripts, styles, pictures, beacons.
    Other,
}
