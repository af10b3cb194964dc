//! Builds small observations, node by node, as a page would be seen.

use crate::observation::{FieldFacts, FieldOption, FrameObservation, Node, PageObservation, Rect};

#[derive(Debug, Clone, Default)]
pub(super) struct Page {
    nodes: Vec<Node>,
    open: Vec<usize>,
    card_frame: Option<bool>,
    loading: bool,
}

impl Page {
    pub(super) fn new() -> Self {
        Self::default()
    }

    pub(super) fn seen(&self) -> PageObservation {
        let main = FrameObservation {
            frame: "main".into(),
            visible: true,
            loading: self.loading,
            nodes: self.nodes.clone(),
            ..FrameObservation::default()
        };
        let card = |visible| FrameObservation {
            frame: "card".into(),
            visible,
            nodes: vec![card_field()],
            ..FrameObservation::default()
        };
        let frames = [main].into_iter().chain(self.card_frame.map(card)).collect();
        PageObservation { url: "https://clinic.example/booking".into(), title: "Book".into(), frames }
    }

    fn add(mut self, node: Node) -> Self {
        let ref_id = u32::try_from(self.nodes.len()).unwrap() + 1;
        self.nodes.push(Node { ref_id, parent: self.open.last().copied(), ..node });
        self
    }

    /// Everything that follows lies inside, until it is closed.
    pub(super) fn open(self, role: &str, name: &str) -> Self {
        let mut page = self.add(Node { role: role.into(), name: name.into(), ..Node::default() });
        page.open.push(page.nodes.len() - 1);
        page
    }

    pub(super) fn close(mut self) -> Self {
        self.open.pop();
        self
    }

    pub(super) fn dialog(self, name: &str) -> Self {
        let mut page = self.open("dialog", name);
        page.nodes.last_mut().unwrap().modal = true;
        page
    }

    pub(super) fn heading(self, level: u8, text: &str) -> Self {
        self.add(Node { role: "heading".into(), level: Some(level), ..told(text) })
    }

    pub(super) fn text(self, text: &str) -> Self {
        self.add(Node { role: "text".into(), ..told(text) })
    }

    pub(super) fn button(self, name: &str) -> Self {
        self.add(Node { role: "button".into(), clickable: true, ..told(name) })
    }

    pub(super) fn category(self, name: &str, expanded: bool) -> Self {
        self.add(Node { role: "button".into(), clickable: true, expanded: Some(expanded), ..told(name) })
    }

    /// A closed category whose services are in the document, out of sight.
    pub(super) fn category_holding(self, name: &str, folded: &str) -> Self {
        let folded = folded.into();
        self.add(Node { role: "button".into(), clickable: true, expanded: Some(false), folded, ..told(name) })
    }

    pub(super) fn choice(self, role: &str, name: &str, checked: Option<bool>) -> Self {
        self.add(Node { role: role.into(), clickable: true, checked, ..told(name) })
    }

    pub(super) fn checkbox(self, name: &str) -> Self {
        self.choice("checkbox", name, Some(false))
    }

    pub(super) fn cell(self, day: i8, open: bool, selected: bool) -> Self {
        self.add(Node {
            role: "gridcell".into(),
            disabled: !open,
            selected: Some(selected),
            ..told(&day.to_string())
        })
    }

    pub(super) fn field(self, label: &str, autocomplete: &str, value: &str) -> Self {
        let facts = FieldFacts {
            input_type: "text".into(),
            autocomplete: autocomplete.into(),
            ..FieldFacts::default()
        };
        self.add(Node {
            role: "textbox".into(),
            name: label.into(),
            value: Some(value.into()),
            filled: !value.is_empty(),
            field: Some(facts),
            ..Node::default()
        })
    }

    pub(super) fn code_field(self, label: &str, max_length: u32) -> Self {
        let mut page = self.field(label, "", "");
        page.nodes.last_mut().unwrap().field.as_mut().unwrap().max_length = Some(max_length);
        page
    }

    pub(super) fn text_area(self, label: &str) -> Self {
        let mut page = self.field(label, "", "");
        page.nodes.last_mut().unwrap().field.as_mut().unwrap().input_type = "textarea".into();
        page
    }

    /// A field that the page marks as wrong.
    pub(super) fn wrong_field(self, label: &str, error: &str) -> Self {
        let mut page = self.field(label, "", "");
        let node = page.nodes.last_mut().unwrap();
        node.invalid = true;
        node.field.as_mut().unwrap().error = error.into();
        page
    }

    pub(super) fn card_frame(mut self, visible: bool) -> Self {
        self.card_frame = Some(visible);
        self
    }
}

impl Page {
    /// The page's own scripts have not run yet.
    pub(super) fn loading(self) -> Self {
        Self { loading: true, ..self }
    }

    pub(super) fn link(self, name: &str) -> Self {
        self.add(Node { role: "link".into(), clickable: true, ..told(name) })
    }

    pub(super) fn tab(self, name: &str, selected: bool) -> Self {
        self.add(Node { role: "tab".into(), clickable: true, selected: Some(selected), ..told(name) })
    }

    /// A list of the page's own making; what it offers comes elsewhere.
    pub(super) fn list_box(self, name: &str, expanded: bool) -> Self {
        let facts = FieldFacts { input_type: "div".into(), ..FieldFacts::default() };
        let role = "combobox".into();
        self.add(Node { role, clickable: true, expanded: Some(expanded), field: Some(facts), ..told(name) })
    }

    pub(super) fn taken_slot(self, name: &str) -> Self {
        self.add(Node { role: "generic".into(), disabled: true, ..told(name) })
    }

    /// A table's cell, with a link in it where the day can be had.
    pub(super) fn day_in_a_table(self, day: i8, open: bool) -> Self {
        let cell = self.open("cell", &day.to_string());
        if open { cell.link(&day.to_string()).close() } else { cell.close() }
    }

    /// A select; the first option is the one it shows.
    pub(super) fn select(self, label: &str, options: &[&str]) -> Self {
        let option = |(index, label): (usize, &&str)| FieldOption {
            value: if index == 0 { String::new() } else { (*label).to_owned() },
            label: (*label).to_owned(),
            selected: index == 0,
            disabled: false,
        };
        let options = options.iter().enumerate().map(option).collect();
        let facts = FieldFacts { input_type: "select".into(), options, ..FieldFacts::default() };
        self.add(Node { role: "combobox".into(), name: label.into(), field: Some(facts), ..Node::default() })
    }

    pub(super) fn part(self, role: &str, text: &str) -> Self {
        self.add(Node { role: role.into(), ..told(text) })
    }

    /// The last node cannot be used.
    pub(super) fn disabled(self) -> Self {
        self.with_last(|node| node.disabled = true)
    }

    /// Gives the last node its place: the left edge, the top and the width.
    pub(super) fn placed(self, x: f64, y: f64, width: f64) -> Self {
        self.with_last(|node| node.rect = Rect { x, y, width, height: 20.0 })
    }

    /// Gives the last field what it says about itself in the document.
    pub(super) fn calling_itself(self, name: &str, id: &str, autocomplete: &str) -> Self {
        self.with_last(|node| {
            let facts = node.field.as_mut().unwrap();
            (facts.name, facts.id) = (name.into(), id.into());
            facts.autocomplete = autocomplete.into();
        })
    }

    fn with_last(mut self, change: impl FnOnce(&mut Node)) -> Self {
        change(self.nodes.last_mut().unwrap());
        self
    }

    pub(super) fn date_field(self, label: &str, value: &str) -> Self {
        let facts = FieldFacts { input_type: "date".into(), ..FieldFacts::default() };
        let value = Some(value.to_owned());
        self.add(Node {
            role: "textbox".into(),
            name: label.into(),
            value,
            field: Some(facts),
            ..Node::default()
        })
    }
}

fn told(text: &str) -> Node {
    Node { name: text.into(), text: text.into(), ..Node::default() }
}

fn card_field() -> Node {
    let facts = FieldFacts { autocomplete: "cc-number".into(), card: true, ..FieldFacts::default() };
    Node {
        ref_id: 1,
        role: "textbox".into(),
        name: "Card number".into(),
        field: Some(facts),
        ..Node::default()
    }
}
