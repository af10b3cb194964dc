//! Reads the corpus' notation (README.md). A mistake in a file is a panic that names its line.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use baton_booking::detector::{Evidence, ResourceKind, Response};

use crate::page::{Element, Frame, Page};

/// A history with its label.
#[derive(Debug, Clone)]
pub(crate) struct History {
    pub(crate) name: String,
    pub(crate) expect: Expectation,
    pub(crate) service: String,
    pub(crate) provider: String,
    pub(crate) baseline: Page,
    pub(crate) moments: Vec<Moment>,
}

/// What a careful person reads out of a history.
#[derive(Debug, Clone, Default)]
pub(crate) struct Expectation {
    pub(crate) class: String,
    pub(crate) result: Option<String>,
    /// `number`, `appointment` and so on, where the history names them.
    pub(crate) particulars: HashMap<String, String>,
}

/// Something that happens so long after the last thing.
#[derive(Debug, Clone)]
pub(crate) struct Moment {
    pub(crate) after: Duration,
    pub(crate) happening: Happening,
}

#[derive(Debug, Clone)]
pub(crate) enum Happening {
    Look(Page),
    Heard(Evidence),
}

const A_BLINK: Duration = Duration::from_millis(100);
const POLL: Duration = Duration::from_secs(2);

/// Every history of one half of the corpus.
pub(crate) fn read(half: &str) -> Vec<History> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut layouts = read_layouts(&folder.join("layouts.txt"));
    layouts.extend(read_layouts(&folder.join(half).join("layouts.txt")));
    let mut files: Vec<_> = std::fs::read_dir(folder.join(half))
        .expect("the half is a folder")
        .map(|entry| entry.expect("the folder can be read").path())
        .collect();
    files.sort();
    let stories = files.iter().filter(|path| !path.ends_with("layouts.txt")).flat_map(|path| {
        let text = std::fs::read_to_string(path).expect("a history file is text");
        blocks(&text, "history").flat_map(|block| expand(&block)).collect::<Vec<_>>()
    });
    stories.map(|block| Teller::tell(&block, &layouts)).collect()
}

/// The lines of every block that begins with `keyword`.
fn blocks(text: &str, keyword: &str) -> impl Iterator<Item = Vec<String>> {
    let start = format!("{keyword} ");
    let mut found: Vec<Vec<String>> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        if line.starts_with(&start) {
            found.push(Vec::new());
        }
        found
            .last_mut()
            .unwrap_or_else(|| panic!("{line:?} stands outside of every {keyword}"))
            .push(line.to_owned());
    }
    found.into_iter()
}

/// One block for each of the words behind `each:`.
fn expand(block: &[String]) -> Vec<Vec<String>> {
    let Some(each) = block.iter().find_map(|line| line.strip_prefix("each: ")) else {
        return vec![block.to_vec()];
    };
    let lines = || block.iter().filter(|line| !line.starts_with("each: "));
    each.split(" | ")
        .enumerate()
        .map(|(index, words)| {
            let mut lines: Vec<_> = lines().map(|line| line.replace('%', words.trim())).collect();
            lines[0] = format!("{}/{}", lines[0], index + 1);
            lines
        })
        .collect()
}

#[derive(Debug, Clone, Default)]
struct Layout {
    page: Page,
    service: Option<String>,
    provider: Option<String>,
}

fn read_layouts(path: &Path) -> HashMap<String, Layout> {
    let Ok(text) = std::fs::read_to_string(path) else { return HashMap::new() };
    blocks(&text, "layout")
        .map(|block| (block[0]["layout ".len()..].to_owned(), read_layout(&block[1..])))
        .collect()
}

fn read_layout(lines: &[String]) -> Layout {
    let mut layout =
        Layout { page: Page { frames: vec![Frame::default()], ..Page::default() }, ..Layout::default() };
    for line in lines {
        let written = line.trim_start();
        if let Some(url) = line.strip_prefix("frame ") {
            layout.page.frames.push(read_frame(url));
        } else if let Some(url) = written.strip_prefix("url ") {
            url.clone_into(&mut layout.page.url);
            url.clone_into(&mut layout.page.frames[0].url);
        } else if let Some(title) = written.strip_prefix("title: ") {
            title.clone_into(&mut layout.page.title);
        } else if let Some(service) = written.strip_prefix("service: ") {
            layout.service = Some(service.to_owned());
        } else if let Some(provider) = written.strip_prefix("provider: ") {
            layout.provider = Some(provider.to_owned());
        } else {
            let depth = (line.len() - written.len()) / 2 - 1;
            let frame = layout.page.frames.last_mut().expect("there is a main frame");
            place(&mut frame.nodes, depth, read_element(written));
        }
    }
    layout
}

/// `(hidden) https://…`
fn read_frame(text: &str) -> Frame {
    match text.strip_prefix("(hidden) ") {
        Some(url) => Frame { url: url.to_owned(), hidden: true, ..Frame::default() },
        None => Frame { url: text.to_owned(), ..Frame::default() },
    }
}

/// `heading 1 (busy): Words`
fn read_element(text: &str) -> Element {
    let (head, words) = text.split_once(": ").unwrap_or((text.trim_end_matches(':'), ""));
    let (head, states) = match head.split_once(" (") {
        Some((head, states)) => (head, states.trim_end_matches(')').split(", ").map(str::to_owned).collect()),
        None => (head, Vec::new()),
    };
    let (role, level) = match head.split_once(' ') {
        Some((role, level)) => {
            (role, Some(level.parse().unwrap_or_else(|_| panic!("{text:?} has no level"))))
        }
        None => (head, None),
    };
    Element { role: role.to_owned(), level, states, words: words.trim().to_owned(), children: Vec::new() }
}

fn place(nodes: &mut Vec<Element>, depth: usize, element: Element) {
    match (depth, nodes.last_mut()) {
        (0, _) | (_, None) => nodes.push(element),
        (_, Some(last)) => place(&mut last.children, depth - 1, element),
    }
}

/// Follows a history's lines and keeps what happens.
struct Teller {
    page: Page,
    /// The frame that new nodes go into.
    frame: usize,
    moments: Vec<Moment>,
    expect: Expectation,
    layout: Layout,
}

impl Teller {
    fn tell(lines: &[String], layouts: &HashMap<String, Layout>) -> History {
        let name = lines[0]["history ".len()..].to_owned();
        let mut teller = Self {
            page: Page::default(),
            frame: 0,
            moments: Vec::new(),
            expect: Expectation::default(),
            layout: Layout::default(),
        };
        for line in &lines[1..] {
            if let Some(start) = line.strip_prefix("start ") {
                teller.layout =
                    layouts.get(start).unwrap_or_else(|| panic!("{name}: no layout {start}")).clone();
                teller.page = teller.layout.page.clone();
            } else {
                teller.follow(line, &name);
            }
        }
        History {
            name,
            expect: teller.expect,
            service: teller.layout.service.unwrap_or_else(|| "Tox (Botox, Jeuveau, Dysport)".into()),
            provider: teller.layout.provider.unwrap_or_else(|| "Brandi Sesock".into()),
            baseline: teller.layout.page,
            moments: teller.moments,
        }
    }

    fn follow(&mut self, line: &str, name: &str) {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        match verb {
            "expect" => {
                let (class, result) = rest
                    .split_once(' ')
                    .map_or((rest, None), |(class, result)| (class, Some(result.to_owned())));
                self.expect.class = class.to_owned();
                self.expect.result = result;
            }
            "press" => self.hear(Evidence::FinalPress),
            "failed" => self.hear(Evidence::LoadFailed),
            "request" => self.request(rest),
            "cut" => self.hear(Evidence::RequestFailed { url: rest.to_owned(), given_up: false }),
            "give_up" => self.hear(Evidence::RequestFailed { url: rest.to_owned(), given_up: true }),
            "says" => self.hear(Evidence::Said(rest.to_owned())),
            "response" => self.response(rest),
            "see" => self.look(A_BLINK),
            "wait" => self.wait(rest),
            "+" => self.add(rest, line),
            "-" => assert!(
                remove(&mut self.page.frames[self.frame].nodes, rest),
                "{name}: nothing says {rest:?}"
            ),
            "~" => self.change(rest, name),
            "in" => self.go_into(rest, name),
            "frame" => {
                self.page.frames.push(read_frame(rest));
                self.frame = self.page.frames.len() - 1;
            }
            "drop" => {
                self.page.frames.retain(|frame| !frame.url.contains(rest));
                self.frame = 0;
            }
            "clear" => {
                self.page.clear();
                self.frame = 0;
            }
            "goto" => self.go_to(rest),
            "url" => {
                rest.clone_into(&mut self.page.url);
                rest.clone_into(&mut self.page.frames[0].url);
                self.hear(Evidence::Navigated { url: rest.to_owned() });
            }
            "title:" => rest.clone_into(&mut self.page.title),
            _ => match line.split_once(": ") {
                Some((key, value)) => {
                    self.expect.particulars.insert(key.to_owned(), value.to_owned());
                }
                None => panic!("{name}: {line:?} is no notation"),
            },
        }
    }

    fn hear(&mut self, evidence: Evidence) {
        self.moments.push(Moment { after: Duration::from_millis(5), happening: Happening::Heard(evidence) });
    }

    fn look(&mut self, after: Duration) {
        self.moments.push(Moment { after, happening: Happening::Look(self.page.clone()) });
    }

    /// The poll looks again and again.
    fn wait(&mut self, text: &str) {
        let seconds: u64 = text.trim_end_matches('s').parse().expect("a wait is written like 30s");
        for _ in 0..seconds / POLL.as_secs() {
            self.look(POLL);
        }
    }

    fn request(&mut self, text: &str) {
        let (method, url) = text.split_once(' ').expect("METHOD URL");
        self.hear(Evidence::RequestStarted { url: url.to_owned(), method: method.to_owned() });
    }

    fn response(&mut self, text: &str) {
        let parts: Vec<&str> = text.split(' ').collect();
        let [status, method, url] = parts[..] else { panic!("{text:?} is no STATUS METHOD URL") };
        let (method, kind) =
            if method == "DOC" { ("GET", ResourceKind::Document) } else { (method, ResourceKind::Api) };
        self.hear(Evidence::Response(Response {
            url: url.to_owned(),
            method: method.to_owned(),
            status: status.parse().expect("a status is a number"),
            kind,
        }));
    }

    fn add(&mut self, rest: &str, line: &str) {
        let written = rest.trim_start();
        // "+ x" stands at the top, "+   x" one level below.
        let depth = (line.len() - 2 - written.len()) / 2;
        place(self.page.content(self.frame), depth, read_element(written));
    }

    fn change(&mut self, rest: &str, name: &str) {
        let (words, after) = rest.split_once(" => ").expect("words => role: words");
        let after = read_element(after);
        let changed = (0..self.page.frames.len())
            .any(|frame| replace(&mut self.page.frames[frame].nodes, words, &after));
        assert!(changed, "{name}: nothing says {words:?}");
    }

    fn go_into(&mut self, part: &str, name: &str) {
        let found = self.page.frames.iter().position(|frame| frame.url.contains(part));
        self.frame =
            if part == "page" { 0 } else { found.unwrap_or_else(|| panic!("{name}: no frame {part}")) };
    }

    fn go_to(&mut self, url: &str) {
        let frame = Frame { url: url.to_owned(), ..Frame::default() };
        self.page = Page { url: url.to_owned(), title: String::new(), frames: vec![frame] };
        self.frame = 0;
        self.hear(Evidence::Navigated { url: url.to_owned() });
    }
}

fn remove(nodes: &mut Vec<Element>, words: &str) -> bool {
    match nodes.iter().position(|node| node.says(words)) {
        Some(index) => {
            nodes.remove(index);
            true
        }
        None => nodes.iter_mut().any(|node| remove(&mut node.children, words)),
    }
}

fn replace(nodes: &mut [Element], words: &str, after: &Element) -> bool {
    for node in nodes {
        if node.says(words) {
            let children = std::mem::take(&mut node.children);
            *node = Element { children, ..after.clone() };
            return true;
        }
        if replace(&mut node.children, words, after) {
            return true;
        }
    }
    false
}
