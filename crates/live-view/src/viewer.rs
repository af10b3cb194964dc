//! One phone: hears what it does, shows it the newest, sends it away. Ends with its connection.

mod glass;
mod pacing;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use bytes::Bytes;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use metrics::{gauge, histogram};
use tokio::sync::{Notify, mpsc};
use tokio::time::{Instant, timeout};

use crate::hub::{Answer, Relayed, Shared, Watchers};
use crate::phase::Phase;
use crate::protocol::{Frame, FromPhone, ToPhone, WhyClosed};
use glass::Glass;
use pacing::Pacing;

/// The phone pings every 10 s; one that says nothing for this long is gone, whatever its socket believes.
const SILENCE: Duration = Duration::from_secs(35);
/// A line that takes no bytes for this long is dead.
const STUCK: Duration = Duration::from_secs(20);
/// Answers that wait for a phone; the relay waits with them, so a phone that does not read slows only its own typing.
const REPLIES: usize = 64;

/// Serves one phone.
pub(crate) async fn serve(shared: &Arc<Shared>, socket: WebSocket, generation: u64) {
    let (sink, stream) = socket.split();
    let (reply, replies) = mpsc::channel(REPLIES);
    let watching = Watching::begin(shared);
    let line = Line {
        shared,
        name: watching.line,
        pacing: Mutex::default(),
        acked: Notify::new(),
        spoilt: Notify::new(),
        generation,
    };
    let mut sink = sink;
    let why = tokio::select! {
        why = line.hear(stream, &reply) => why,
        why = line.show(&mut sink, replies) => why,
        why = line.sent_away() => Some(why),
    };
    if let Some(why) = why {
        let phase = shared.phase.borrow().clone();
        let _gone = timeout(Duration::from_secs(1), say_goodbye(&mut sink, phase, why)).await;
    }
}

/// Counts a phone as watching for as long as it lives.
struct Watching<'a> {
    shared: &'a Shared,
    line: u64,
}

impl<'a> Watching<'a> {
    fn begin(shared: &'a Shared) -> Self {
        shared.watchers.send_modify(|watchers| {
            *watchers = Watchers { count: watchers.count + 1, none_since: None };
        });
        gauge!("baton_viewers").increment(1.0);
        Self { shared, line: shared.lines.has_come() }
    }
}

impl Drop for Watching<'_> {
    fn drop(&mut self) {
        gauge!("baton_viewers").decrement(1.0);
        self.shared.lines.has_gone(self.line);
        self.shared.watchers.send_modify(|watchers| {
            let count = watchers.count - 1;
            *watchers = Watchers { count, none_since: (count == 0).then(Instant::now) };
        });
    }
}

struct Line<'a> {
    shared: &'a Shared,
    /// Among [`Shared::lines`].
    name: u64,
    pacing: Mutex<Pacing>,
    acked: Notify,
    /// The phone has to see a whole frame.
    spoilt: Notify,
    generation: u64,
}

impl Line<'_> {
    /// Takes what the phone says until it leaves; returns why it has to, if it does.
    async fn hear(
        &self,
        mut stream: SplitStream<WebSocket>,
        reply: &mpsc::Sender<ToPhone>,
    ) -> Option<WhyClosed> {
        loop {
            match timeout(SILENCE, stream.next()).await {
                Ok(Some(Ok(Message::Text(text)))) => {
                    if let Err(why) = self.on_message(&text, reply).await {
                        return Some(why);
                    }
                }
                Ok(Some(Ok(Message::Binary(_)))) => return Some(WhyClosed::Protocol),
                Ok(Some(Ok(Message::Ping(_) | Message::Pong(_)))) => {}
                Ok(Some(Ok(Message::Close(_)) | Err(_)) | None) | Err(_) => return None,
            }
        }
    }

    async fn on_message(&self, text: &Utf8Bytes, reply: &mpsc::Sender<ToPhone>) -> Result<(), WhyClosed> {
        let input = FromPhone::parse(text).map_err(|_| WhyClosed::Protocol)?;
        if input.is_the_patient() {
            self.shared.note_activity();
        }
        match input {
            FromPhone::Ack { seq } => {
                if let Some(took) = self.pacing().acked(seq, Instant::now()) {
                    histogram!("baton_frame_seconds").record(took);
                }
                self.acked.notify_one();
            }
            FromPhone::Repaint => self.spoilt.notify_one(),
            FromPhone::Ping { n } => drop(reply.send(ToPhone::Pong { n }).await),
            FromPhone::Answer { dialog, accept, text } => self.shared.answer(Answer { dialog, accept, text }),
            FromPhone::Stay | FromPhone::Newer => {}
            input => {
                let (reply, heard, generation) = (reply.clone(), Instant::now(), self.generation);
                self.shared.try_send_input(Relayed { input, reply, heard, generation })?;
            }
        }
        Ok(())
    }

    /// Shows the phone what is new, the words before the picture, until the line breaks.
    async fn show(
        &self,
        sink: &mut SplitSink<WebSocket, Message>,
        mut replies: mpsc::Receiver<ToPhone>,
    ) -> Option<WhyClosed> {
        let shared = self.shared;
        let mut name = shared.name.subscribe();
        let mut phase = shared.phase.subscribe();
        let mut scene = shared.scene.subscribe();
        let mut dialog = shared.dialog.subscribe();
        let mut idle_since = shared.idle_since.subscribe();
        let mut expires_at = shared.expires_at.subscribe();
        let mut frames = shared.latest_frame.subscribe();
        name.mark_changed();
        phase.mark_changed();
        scene.mark_changed();
        dialog.mark_changed();
        frames.mark_changed();
        idle_since.mark_changed();
        let mut asked = None;
        let mut glass = Glass::default();
        loop {
            let message = tokio::select! {
                biased;
                Ok(()) = name.changed() => {
                    let hub = *name.borrow_and_update();
                    text(&ToPhone::Welcome { clinic: shared.options.clinic.clone(), hub })
                }
                Ok(()) = phase.changed() => text(&ToPhone::Phase { phase: phase.borrow_and_update().clone() }),
                Some(reply) = replies.recv() => text(&reply),
                Ok(()) = dialog.changed() => {
                    let open = dialog.borrow_and_update().clone();
                    let gone = asked.replace(open.as_ref().map_or(0, |dialog| dialog.id)).unwrap_or(0);
                    text(&open.map_or(ToPhone::DialogGone { id: gone }, |dialog| dialog.for_phone()))
                }
                Ok(()) = scene.changed() => text(&ToPhone::Scene { scene: Arc::clone(&scene.borrow_and_update()) }),
                Ok(()) = idle_since.changed() => text(&ToPhone::Clock(shared.countdown())),
                Ok(()) = expires_at.changed() => text(&ToPhone::Clock(shared.countdown())),
                () = self.spoilt.notified() => {
                    glass = Glass::default();
                    frames.mark_changed();
                    continue;
                }
                // Chosen only once there is room for it: what is sent is the newest there is.
                Ok(()) = self.room_for_a_frame(&mut frames) => {
                    let Some(frame) = frames.borrow_and_update().clone() else { continue };
                    let bytes = self.picture(&mut glass, &frame).await;
                    self.pacing().sent(frame.seq, bytes.len(), Instant::now());
                    Message::Binary(bytes)
                }
                else => return Some(WhyClosed::Later),
            };
            self.send(sink, message).await?;
        }
    }

    /// The frame for this phone: whole, or on a narrow line what has changed since the last one.
    async fn picture(&self, glass: &mut Glass, frame: &Frame) -> Bytes {
        if !self.pacing().is_narrow_for(frame.jpeg.len()) {
            return glass.whole(frame);
        }
        let (mut shown, next) = (std::mem::take(glass), frame.clone());
        // Decoding a picture takes longer than a task may keep others waiting.
        let compared = tokio::task::spawn_blocking(move || {
            let bytes = shown.changed(&next);
            (shown, bytes)
        });
        match compared.await {
            Ok((now, bytes)) => {
                *glass = now;
                bytes
            }
            Err(_panicked) => glass.whole(frame),
        }
    }

    async fn room_for_a_frame(
        &self,
        frames: &mut tokio::sync::watch::Receiver<Option<Frame>>,
    ) -> Result<(), tokio::sync::watch::error::RecvError> {
        loop {
            let (has_room, can_carry) = {
                let mut pacing = self.pacing();
                (pacing.has_room(), pacing.sharpness(Instant::now()))
            };
            self.shared.lines.carries(self.name, can_carry);
            if has_room {
                return frames.changed().await;
            }
            self.acked.notified().await;
        }
    }

    /// Resolves when this phone has to leave.
    async fn sent_away(&self) -> WhyClosed {
        let mut generation = self.shared.generation.subscribe();
        let mut hang_ups = self.shared.hang_ups.subscribe();
        tokio::select! {
            biased;
            () = self.shared.revoked.cancelled() => WhyClosed::Revoked,
            () = self.shared.stop.cancelled() => WhyClosed::Later,
            _hung_up = hang_ups.changed() => WhyClosed::Later,
            _newer = generation.wait_for(|now| *now > self.generation) => WhyClosed::TakenOver,
        }
    }

    /// Sends one message; `None` ends the line.
    async fn send(&self, sink: &mut SplitSink<WebSocket, Message>, message: Message) -> Option<()> {
        timeout(STUCK, sink.send(message)).await.ok()?.ok()
    }

    fn pacing(&self) -> std::sync::MutexGuard<'_, Pacing> {
        self.pacing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The last word is how it ended, in case that was said only just now.
async fn say_goodbye(
    sink: &mut SplitSink<WebSocket, Message>,
    phase: Phase,
    why: WhyClosed,
) -> Result<(), axum::Error> {
    if phase.is_the_end() {
        sink.send(text(&ToPhone::Phase { phase })).await?;
    }
    sink.send(text(&ToPhone::Bye { why })).await?;
    // 4000 and above are the application's own; the phone reads the message before, this is for those who debug.
    sink.send(Message::Close(Some(CloseFrame { code: 4000, reason: Utf8Bytes::default() }))).await
}

fn text(message: &ToPhone) -> Message {
    let json = serde_json::to_string(message).expect("messages are plain structs with text keys");
    Message::Text(json.into())
}
