//! A page as the corpus writes it, and what an observer would see of it.

use baton_booking::observation::{FieldFacts, FrameObservation, Node, PageObservation};

/// Where an element's words are found: browsers list them on the element itself or on a text inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rendition {
    Whole,
    Leaves,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Page {
    pub(crate) url: String,
    pub(crate) title: String,
    pub(crate) frames: Vec<Frame>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Frame {
    pub(crate) url: String,
    pub(crate) hidden: bool,
    pub(crate) nodes: Vec<Element>,
}

/// One line of the notation, with the lines below it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Element {
    pub(crate) role: String,
    pub(crate) level: Option<u8>,
    pub(crate) states: Vec<String>,
    pub(crate) words: String,
    pub(crate) children: Vec<Self>,
}

impl Page {
    pub(crate) fn observe(&self, rendition: Rendition) -> PageObservation {
        let frames = self.frames.iter().enumerate().map(|(index, frame)| frame.observe(index, rendition));
        PageObservation { url: self.url.clone(), title: self.title.clone(), frames: frames.collect() }
    }

    /// The list that new nodes of a frame go into: the main landmark, where there is one.
    pub(crate) fn content(&mut self, frame: usize) -> &mut Vec<Element> {
        let nodes = &mut self.frames[frame].nodes;
        match nodes.iter().position(|node| node.role == "main") {
            Some(main) => &mut nodes[main].children,
            None => nodes,
        }
    }

    /// Everything goes but the site's own landmarks.
    pub(crate) fn clear(&mut self) {
        let nodes = &mut self.frames[0].nodes;
        nodes.retain(|node| matches!(node.role.as_str(), "banner" | "contentinfo" | "main"));
        nodes.iter_mut().filter(|node| node.role == "main").for_each(|main| main.children.clear());
    }
}

impl Frame {
    fn observe(&self, index: usize, rendition: Rendition) -> FrameObservation {
        let mut nodes = Vec::new();
        for element in &self.nodes {
            element.list(None, rendition, &mut nodes);
        }
        FrameObservation {
            frame: format!("F{index}"),
            url: self.url.clone(),
            visible: !self.hidden,
            nodes,
            ..FrameObservation::default()
        }
    }
}

impl Element {
    pub(crate) fn says(&self, words: &str) -> bool {
        self.words.contains(words)
    }

    fn has(&self, state: &str) -> bool {
        self.states.iter().any(|held| held == state)
    }

    fn list(&self, parent: Option<usize>, rendition: Rendition, nodes: &mut Vec<Node>) {
        let index = nodes.len();
        let (name, text) = self.name_and_text(rendition);
        nodes.push(Node {
            ref_id: u32::try_from(index).expect("a small page"),
            parent,
            role: self.role.clone(),
            name,
            text,
            level: self.level,
            disabled: self.has("disabled"),
            busy: self.has("busy"),
            invalid: self.has("invalid"),
            modal: self.has("modal"),
            clickable: matches!(self.role.as_str(), "button" | "link"),
            field: self.field(),
            ..Node::default()
        });
        if rendition == Rendition::Leaves && self.has_leaf() {
            nodes.push(Node {
                parent: Some(index),
                role: "text".into(),
                text: self.words.clone(),
                ..Node::default()
            });
        }
        for child in &self.children {
            child.list(Some(index), rendition, nodes);
        }
    }

    fn has_leaf(&self) -> bool {
        matches!(
            self.role.as_str(),
            "heading" | "alert" | "status" | "listitem" | "paragraph" | "row" | "cell"
        ) && !self.words.is_empty()
    }

    fn name_and_text(&self, rendition: Rendition) -> (String, String) {
        let words = self.words.clone();
        match self.role.as_str() {
            "text" => (String::new(), words),
            "alert" | "status" | "listitem" | "paragraph" | "row" | "cell" | "heading"
                if rendition == Rendition::Leaves =>
            {
                (String::new(), String::new())
            }
            "alert" | "status" | "listitem" | "paragraph" | "row" | "cell" | "term" | "definition" => {
                (String::new(), words)
            }
            "button" | "link" | "heading" => (words.clone(), words),
            _ => (words, String::new()),
        }
    }

    fn field(&self) -> Option<FieldFacts> {
        let autocomplete = [("card", "cc-number"), ("expiry", "cc-exp"), ("cvc", "cc-csc")];
        let token = autocomplete.iter().find(|(state, _)| self.has(state)).map_or("", |(_, token)| *token);
        matches!(self.role.as_str(), "textbox" | "checkbox")
            .then(|| FieldFacts { autocomplete: token.into(), ..FieldFacts::default() })
    }
}
