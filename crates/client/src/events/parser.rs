//! Reads the text of server-sent events, however it is cut into pieces on its way. Knows nothing of sessions.

/// One event as it was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ServerEvent {
    pub(super) id: Option<String>,
    pub(super) data: String,
}

#[derive(Debug, Default)]
pub(super) struct Parser {
    /// The line that has not ended yet; bytes, because a piece may end inside a character.
    line: Vec<u8>,
    event: ServerEvent,
}

impl Parser {
    /// Takes one piece and returns the events that it completes.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> Vec<ServerEvent> {
        let mut complete = Vec::new();
        for byte in bytes {
            if *byte != b'\n' {
                self.line.push(*byte);
                continue;
            }
            let line = std::mem::take(&mut self.line);
            complete.extend(self.end_line(String::from_utf8_lossy(&line).trim_end_matches('\r')));
        }
        complete
    }

    /// A blank line ends an event; one without data is only a sign of life.
    fn end_line(&mut self, line: &str) -> Option<ServerEvent> {
        if line.is_empty() {
            return Some(std::mem::take(&mut self.event)).filter(|event| !event.data.is_empty());
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "id" => self.event.id = Some(value.to_owned()),
            "data" if self.event.data.is_empty() => value.clone_into(&mut self.event.data),
            "data" => self.event.data.extend(["\n", value]),
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(id: &str, data: &str) -> ServerEvent {
        ServerEvent { id: Some(id.to_owned()), data: data.to_owned() }
    }

    #[test]
    fn events_are_read_however_they_are_cut() {
        let text = ": hello\n\nid: 1\nevent: state\ndata: caf\u{e9}\n\nid:2\r\ndata: a\r\ndata: b\r\n\r\n"
            .as_bytes();
        let expect = [event("1", "caf\u{e9}"), event("2", "a\nb")];
        for size in 1..=text.len() {
            let mut parser = Parser::default();
            let read: Vec<_> = text.chunks(size).flat_map(|piece| parser.feed(piece)).collect();
            assert_eq!(read, expect, "in pieces of {size}");
        }
    }

    #[test]
    fn an_unfinished_event_is_kept_back() {
        assert_eq!(Parser::default().feed(b"id: 1\ndata: {}\n"), []);
    }
}
