//! Turns what Chrome saw into what the domain reads. The two sides know nothing of each other; this is the only place that knows both.

use baton_booking::observation::{FieldFacts, FieldOption, FrameObservation, Node, PageObservation, Rect};
use baton_browser::{FrameSnapshot, Snapshot};

/// The page as the flow and the detector read it.
pub fn observation(snapshot: Snapshot) -> PageObservation {
    let frames = snapshot.frames.into_iter().map(frame).collect();
    PageObservation { url: snapshot.url, title: snapshot.title, frames }
}

fn frame(frame: FrameSnapshot) -> FrameObservation {
    FrameObservation {
        frame: frame.frame.as_str().to_owned(),
        url: frame.url,
        visible: frame.visible,
        loading: !frame.loaded || frame.unreadable,
        nodes: frame.nodes.into_iter().map(node).collect(),
    }
}

fn node(node: baton_browser::Node) -> Node {
    Node {
        ref_id: node.ref_id,
        parent: node.parent,
        role: node.role,
        name: node.name,
        text: node.text,
        level: node.level,
        value: node.value,
        filled: node.filled,
        checked: node.checked,
        selected: node.selected,
        expanded: node.expanded,
        folded: node.folded,
        pressed: node.pressed,
        disabled: node.disabled,
        required: node.required,
        invalid: node.invalid,
        busy: node.busy,
        modal: node.modal,
        clickable: node.clickable,
        field: node.field.map(facts),
        test_id: node.test_id,
        matches: node.matches,
        rect: Rect { x: node.rect.x, y: node.rect.y, width: node.rect.width, height: node.rect.height },
    }
}

fn facts(facts: baton_browser::FieldFacts) -> FieldFacts {
    let option = |choice: baton_browser::Choice| FieldOption {
        value: choice.value,
        label: choice.label,
        disabled: choice.disabled,
        selected: choice.selected,
    };
    FieldFacts {
        input_type: facts.input_type,
        autocomplete: facts.autocomplete,
        inputmode: facts.inputmode,
        placeholder: facts.placeholder,
        name: facts.name,
        id: facts.id,
        max_length: facts.max_length,
        description: facts.description,
        error: facts.error,
        card: facts.card,
        options: facts.options.into_iter().map(option).collect(),
    }
}
