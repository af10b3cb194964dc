//! An observation as JSON. Serde checks at build time that each mirror here names every field of its domain type.

use baton_booking::observation::{FieldFacts, FieldOption, FrameObservation, Node, PageObservation, Rect};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Wraps a domain type so that it can be written and read through its mirror.
macro_rules! document {
    ($name:ident($domain:ty) through $mirror:literal) => {
        #[derive(Serialize, Deserialize)]
        #[serde(transparent)]
        pub(super) struct $name(#[serde(with = $mirror)] pub(super) $domain);

        impl From<&$domain> for $name {
            fn from(domain: &$domain) -> Self {
                Self(domain.clone())
            }
        }

        impl From<$name> for $domain {
            fn from(document: $name) -> Self {
                document.0
            }
        }
    };
}

document!(PageDocument(PageObservation) through "PageMirror");
document!(FrameDocument(FrameObservation) through "FrameMirror");
document!(NodeDocument(Node) through "NodeMirror");
document!(FieldDocument(FieldFacts) through "FieldMirror");
document!(OptionDocument(FieldOption) through "OptionMirror");

#[derive(Serialize, Deserialize)]
#[serde(remote = "PageObservation")]
struct PageMirror {
    url: String,
    title: String,
    #[serde(serialize_with = "write_frames", deserialize_with = "read_frames")]
    frames: Vec<FrameObservation>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "FrameObservation")]
struct FrameMirror {
    frame: String,
    url: String,
    visible: bool,
    loading: bool,
    #[serde(serialize_with = "write_nodes", deserialize_with = "read_nodes")]
    nodes: Vec<Node>,
}

#[expect(clippy::struct_excessive_bools, reason = "it mirrors one that has them")]
#[derive(Serialize, Deserialize)]
#[serde(remote = "Node")]
struct NodeMirror {
    ref_id: u32,
    parent: Option<usize>,
    role: String,
    name: String,
    text: String,
    level: Option<u8>,
    value: Option<String>,
    filled: bool,
    checked: Option<bool>,
    selected: Option<bool>,
    expanded: Option<bool>,
    #[serde(default)]
    folded: String,
    pressed: Option<bool>,
    disabled: bool,
    required: bool,
    invalid: bool,
    busy: bool,
    modal: bool,
    clickable: bool,
    #[serde(serialize_with = "write_field", deserialize_with = "read_field")]
    field: Option<FieldFacts>,
    test_id: Option<String>,
    matches: Vec<u16>,
    #[serde(with = "RectMirror")]
    rect: Rect,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "FieldFacts")]
struct FieldMirror {
    input_type: String,
    autocomplete: String,
    inputmode: String,
    placeholder: String,
    name: String,
    id: String,
    max_length: Option<u32>,
    description: String,
    error: String,
    card: bool,
    #[serde(serialize_with = "write_options", deserialize_with = "read_options")]
    options: Vec<FieldOption>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "FieldOption")]
struct OptionMirror {
    value: String,
    label: String,
    disabled: bool,
    selected: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Rect")]
struct RectMirror {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

/// Makes the pair of functions that write and read a list through its document.
macro_rules! list {
    ($write:ident, $read:ident: $domain:ty as $document:ty) => {
        fn $write<S: Serializer>(items: &[$domain], to: S) -> Result<S::Ok, S::Error> {
            to.collect_seq(items.iter().map(<$document>::from))
        }

        fn $read<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<$domain>, D::Error> {
            let documents = Vec::<$document>::deserialize(from)?;
            Ok(documents.into_iter().map(Into::into).collect())
        }
    };
}

list!(write_frames, read_frames: FrameObservation as FrameDocument);
list!(write_nodes, read_nodes: Node as NodeDocument);
list!(write_options, read_options: FieldOption as OptionDocument);

#[expect(clippy::ref_option, reason = "serde passes the field")]
fn write_field<S: Serializer>(field: &Option<FieldFacts>, to: S) -> Result<S::Ok, S::Error> {
    field.as_ref().map(FieldDocument::from).serialize(to)
}

fn read_field<'de, D: Deserializer<'de>>(from: D) -> Result<Option<FieldFacts>, D::Error> {
    Ok(Option::<FieldDocument>::deserialize(from)?.map(Into::into))
}
