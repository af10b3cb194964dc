//! What acting on an element does.

use crate::support::{Stage, progress};

#[tokio::test]
async fn a_press_is_a_trusted_click() {
    let (stage, _site) =
        Stage::showing("<button onclick='document.title = event.isTrusted'>Next</button>").await;
    let next = stage.find("button", "Next").await;
    stage.page.press(&progress(), &next).await.unwrap().await.unwrap();
    assert_eq!(stage.ask::<String>("() => document.title").await, "true");
}
