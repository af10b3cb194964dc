//! The whole payment by what a screen reader hears: everything is found by its role and its name, and by nothing else.

use baton_browser::{FillMode, Node, NodeHandle, SnapshotOptions};

use crate::phone::{Phone, eventually};
use crate::stand::{Stand, patience};

/// Somebody who hears the phone and does not see it.
struct Listener<'a>(&'a Phone);

impl Listener<'_> {
    /// Waits for the only control of this role whose name starts with `name`.
    async fn find(&self, role: &str, name: &str) -> NodeHandle {
        let (progress, options) = (patience(), SnapshotOptions::default());
        progress.note(format!("looking for the {role} {name:?}"));
        let page = &self.0.page;
        let mut heard = page.snapshot(&progress, &options).await.unwrap();
        loop {
            let fits = |node: &Node| node.role == role && node.name.starts_with(name);
            let found: Vec<_> = heard.visible().filter(|(_, node)| fits(node)).collect();
            assert!(found.len() < 2, "{name:?} names {} of role {role}", found.len());
            if let [(frame, node)] = found[..] {
                return frame.handle(node);
            }
            heard = page.snapshot_after(&progress, heard.version, &options).await.unwrap();
        }
    }

    async fn press(&self, role: &str, name: &str) {
        let control = self.find(role, name).await;
        self.0.page.press(&patience(), &control).await.unwrap().await.unwrap();
    }

    async fn fill(&self, name: &str, text: &str) {
        let field = self.find("textbox", name).await;
        self.0.page.fill(&patience(), &field, text, FillMode::Keys).await.unwrap();
    }

    /// What can be used but has no name.
    async fn nameless(&self) -> Vec<String> {
        let heard = self.0.page.snapshot(&patience(), &SnapshotOptions::default()).await.unwrap();
        let usable = heard.visible().filter(|(_, node)| node.field.is_some() || node.role == "button");
        usable.filter(|(_, node)| node.name.is_empty()).map(|(_, node)| node.role.clone()).collect()
    }
}

#[tokio::test]
async fn a_patient_pays_by_accessible_names_alone() {
    let stand = Stand::start().await;
    let phone = Phone::new(stand.phones.browser()).await;
    let listener = Listener(&phone);
    phone.open(&stand.link()).await;
    listener.press("button", "Continue").await;
    listener.fill("Card number", "4111111111111111").await;
    listener.fill("Expiry", "1229").await;
    listener.fill("Security code", "123").await;
    listener.fill("Name on card", "John Smith").await;
    listener.fill("ZIP code", "44114").await;
    listener.press("checkbox", "I accept").await;
    listener.press("radio", "Remind me by e-mail").await;
    assert_eq!(listener.nameless().await, Vec::<String>::new());
    listener.press("button", "Pay $50.00").await;
    eventually("the page was paid on", async || stand.look::<u32>("() => count.pay ?? 0").await == 1).await;
    assert_eq!(stand.card("number").await, "4111 1111 1111 1111");
    assert_eq!(stand.card("exp").await, "12 / 29");
    assert_eq!(stand.card("cvc").await, "123");
    assert_eq!(stand.card("holder").await, "John Smith");
    let rest = stand.look::<(String, bool, bool)>("() => [zip.value, terms.checked, mail.checked]").await;
    assert_eq!(rest, ("44114".to_owned(), true, true));
}
