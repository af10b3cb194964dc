//! One live page and the phones that watch it: what each part of the room knows of the others is held here.
//! Knows nothing of sockets' bytes (`viewer`) or of how input is carried out (`relay`).

mod camera;
mod dialog;
mod director;
mod final_press;
mod options;
mod sharpness;

use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use axum::extract::ws::WebSocket;
use baton_browser::{Page, Viewport};
use jiff::Timestamp;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::Instant;
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;

pub(crate) use dialog::{Answer, Dialog};
pub(crate) use director::Stage;
pub use final_press::FinalPress;
pub use options::{HubOptions, Now};
pub(crate) use sharpness::{Lines, Sharpness};

use crate::mirror::Mirror;
use crate::phase::Phase;
use crate::protocol::{Countdown, Frame, FromPhone, Scene, ToPhone, WhyClosed};
use crate::{relay, viewer};

/// Inputs that wait for the page. A phone that floods it loses its connection, not the order of its inputs.
const INPUT_QUEUE: usize = 512;
/// How long a phone that takes over waits for the page to be rid of the other's secrets.
const FORGETTING: Duration = Duration::from_secs(3);

/// The live view of one session. Cheap to clone; its tasks end with [`Hub::close`] or with the last handle.
#[derive(Clone, Debug)]
pub struct Hub {
    shared: Arc<Shared>,
    _stop_on_drop: Arc<DropGuard>,
}

/// What the hub's tasks and viewers share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) options: HubOptions,
    /// Another one whenever the controls of the same page get new names: after a restart, and when the page was replaced.
    pub(crate) name: watch::Sender<u32>,
    /// The page that is shown, if there is one just now.
    pub(crate) stage: watch::Sender<Option<Stage>>,
    pub(crate) latest_frame: watch::Sender<Option<Frame>>,
    pub(crate) scene: watch::Sender<Arc<Scene>>,
    pub(crate) mirror: Mutex<Mirror>,
    pub(crate) phase: watch::Sender<Phase>,
    pub(crate) dialog: watch::Sender<Option<Dialog>>,
    pub(crate) viewport: watch::Sender<Option<Viewport>>,
    pub(crate) lines: Lines,
    pub(crate) watchers: watch::Sender<Watchers>,
    pub(crate) activity: watch::Sender<Option<Timestamp>>,
    pub(crate) idle_since: watch::Sender<Timestamp>,
    pub(crate) expires_at: watch::Sender<Timestamp>,
    /// Rises when another device takes over; phones let in before that are sent away.
    pub(crate) generation: watch::Sender<u64>,
    /// The generation that the page holds no secrets of others for.
    pub(crate) fresh: watch::Sender<u64>,
    pub(crate) hang_ups: watch::Sender<u64>,
    pub(crate) revoked: CancellationToken,
    pub(crate) stop: CancellationToken,
    input: mpsc::Sender<Relayed>,
    answers: mpsc::Sender<Answer>,
    pages: mpsc::Sender<NewPage>,
    presses: mpsc::Sender<FinalPress>,
    presses_out: Mutex<Option<mpsc::Receiver<FinalPress>>>,
    tasks: TaskTracker,
}

/// A page that takes the place of a lost one, and who waits until it is shown.
pub(crate) type NewPage = (Page, oneshot::Sender<()>);

/// How many phones watch, and since when none has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Watchers {
    pub(crate) count: usize,
    /// `None` while somebody watches, and until somebody has.
    pub(crate) none_since: Option<Instant>,
}

/// One input on its way to the page, and where its answer goes.
#[derive(Debug)]
pub(crate) struct Relayed {
    pub(crate) input: FromPhone,
    pub(crate) reply: mpsc::Sender<ToPhone>,
    pub(crate) heard: Instant,
    /// That of the phone. What a phone said before another took over is not carried out.
    pub(crate) generation: u64,
}

impl Hub {
    /// Shows `page` to whoever will be let in. Costs nothing but a script in the page until somebody watches.
    pub fn start(page: Page, options: HubOptions) -> Self {
        let stop = CancellationToken::new();
        let (input, inputs) = mpsc::channel(INPUT_QUEUE);
        let (answers, answered) = mpsc::channel(8);
        let (pages, new_pages) = mpsc::channel(2);
        let (presses, presses_out) = mpsc::channel(8);
        let shared = Arc::new(Shared {
            stage: watch::Sender::new(None),
            latest_frame: watch::Sender::new(None),
            scene: watch::Sender::default(),
            mirror: Mutex::default(),
            phase: watch::Sender::new(options.phase.clone()),
            dialog: watch::Sender::new(None),
            viewport: watch::Sender::new(None),
            lines: Lines::default(),
            watchers: watch::Sender::new(Watchers { count: 0, none_since: None }),
            activity: watch::Sender::new(None),
            idle_since: watch::Sender::new(options.now.tell()),
            expires_at: watch::Sender::new(options.expires_at),
            generation: watch::Sender::new(0),
            fresh: watch::Sender::new(0),
            hang_ups: watch::Sender::new(0),
            revoked: CancellationToken::new(),
            stop: stop.clone(),
            input,
            answers,
            pages,
            presses,
            presses_out: Mutex::new(Some(presses_out)),
            tasks: TaskTracker::new(),
            name: watch::Sender::new(rand::random()),
            options,
        });
        shared.own(director::run(Arc::clone(&shared), page, new_pages, answered));
        shared.own(camera::run(Arc::clone(&shared)));
        shared.own(relay::run(Arc::clone(&shared), inputs));
        Self { shared, _stop_on_drop: Arc::new(stop.drop_guard()) }
    }

    /// Serves one phone until it leaves or is sent away. `generation` is what [`Hub::generation`] said when it was let in.
    pub async fn serve(&self, socket: WebSocket, generation: u64) {
        viewer::serve(&self.shared, socket, generation).await;
    }

    /// Tells the phones what is happening.
    pub fn say(&self, phase: Phase) {
        if matches!(phase, Phase::YourTurn { .. }) {
            // The patient's time starts when their turn does.
            self.shared.idle_since.send_replace(self.shared.options.now.tell());
        }
        // A phone takes every phase for news, and says again what the page has not confirmed. Each key the patient types is told here.
        self.shared.phase.send_if_modified(|known| {
            let is_news = *known != phase;
            *known = phase;
            is_news
        });
    }

    /// What the phones were told last.
    pub fn phase(&self) -> Phase {
        self.shared.phase.borrow().clone()
    }

    /// The clinic's name.
    pub fn clinic(&self) -> &str {
        &self.shared.options.clinic
    }

    /// When the patient last did something real; `None` until they do.
    pub fn activity(&self) -> watch::Receiver<Option<Timestamp>> {
        self.shared.activity.subscribe()
    }

    /// Presses of controls that look final, each before it reaches the page. Can be taken once; the press waits until it is noted.
    pub fn final_presses(&self) -> Option<mpsc::Receiver<FinalPress>> {
        self.shared.presses_out.lock().expect("nobody panics while holding it").take()
    }

    /// How many phones watch just now.
    pub fn viewers(&self) -> usize {
        self.shared.watchers.borrow().count
    }

    /// Resolves once nobody has watched for `patience`, after somebody had.
    pub async fn left(&self, patience: Duration) {
        let mut watchers = self.shared.watchers.subscribe();
        loop {
            let deadline = watchers.borrow_and_update().none_since.map(|since| since + patience);
            tokio::select! {
                () = until(deadline) => return,
                changed = watchers.changed() => if changed.is_err() { return },
            }
        }
    }

    /// Moves the moment at which the link stops working, as the phones show it.
    pub fn expires_at(&self, at: Timestamp) {
        self.shared.expires_at.send_replace(at);
    }

    /// Counts the devices that had the link. A phone let in under an earlier number is sent away.
    pub fn generation(&self) -> u64 {
        *self.shared.generation.borrow()
    }

    /// Another device goes on: the phones that watch now are told so and sent away, and what they typed into secret fields is taken out of
    /// the page. Returns once it is, or after [`FORGETTING`]: nobody waits for a page that does not answer.
    pub async fn hand_over(&self) {
        let mut fresh = self.shared.fresh.subscribe();
        let mut now = 0;
        self.shared.generation.send_modify(|generation| {
            *generation += 1;
            now = *generation;
        });
        let _in_time = tokio::time::timeout(FORGETTING, fresh.wait_for(|fresh| *fresh >= now)).await;
    }

    /// Ends every connection. The phones come back by themselves, for example to the service that follows this one.
    pub fn hang_up(&self) {
        self.shared.hang_ups.send_modify(|hang_ups| *hang_ups += 1);
    }

    /// Sends every phone away for good.
    pub fn revoke(&self) {
        self.shared.revoked.cancel();
    }

    /// Shows another page in place of one that was lost; returns once the controls of the lost one have lost their names. A turn that is
    /// given to the patient before that lets them press what nobody knows any more.
    pub async fn replace_page(&self, page: Page) {
        let (tell, shown) = oneshot::channel();
        if self.shared.pages.send((page, tell)).await.is_ok() {
            let _stopped = shown.await;
        }
    }

    /// Sends every phone away and ends all tasks; returns when they have ended.
    pub async fn close(&self) {
        self.revoke();
        self.shared.stop.cancel();
        self.shared.tasks.close();
        self.shared.tasks.wait().await;
    }
}

/// Resolves at `deadline`; never without one.
pub(crate) async fn until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => tokio::time::sleep_until(deadline).await,
        None => std::future::pending().await,
    }
}

impl Shared {
    fn own(&self, task: impl Future<Output = ()> + Send + 'static) {
        let stop = self.stop.clone();
        self.tasks.spawn(async move {
            stop.run_until_cancelled(task).await;
        });
    }

    /// Queues an input behind all earlier ones; says so when the queue is full.
    pub(crate) fn try_send_input(&self, relayed: Relayed) -> Result<(), WhyClosed> {
        self.input.try_send(relayed).map_err(|_| WhyClosed::Later)
    }

    /// Answers of dialogs overtake all other input: nothing else reaches a page that a dialog holds.
    pub(crate) fn answer(&self, answer: Answer) {
        let _nobody_asks = self.answers.try_send(answer);
    }

    pub(crate) fn note_activity(&self) {
        let now = self.options.now.tell();
        self.activity.send_replace(Some(now));
        self.idle_since.send_replace(now);
    }

    pub(crate) fn countdown(&self) -> Countdown {
        let now = self.options.now.tell();
        let idle_at = *self.idle_since.borrow() + self.options.idle_limit;
        Countdown {
            expires_in: millis_between(now, *self.expires_at.borrow()),
            idle_in: millis_between(now, idle_at),
        }
    }

    /// Reports a final press and waits until it has been noted, so that what follows it can never be unknown.
    pub(crate) async fn report_final_press(&self, label: String) {
        let nobody_listens = self.presses_out.lock().expect("nobody panics while holding it").is_some();
        if nobody_listens {
            return;
        }
        let (press, noted) = FinalPress::new(label);
        if self.presses.try_send(press).is_ok() {
            noted.wait().await;
        }
    }
}

fn millis_between(now: Timestamp, then: Timestamp) -> u64 {
    u64::try_from(then.duration_since(now).as_millis()).unwrap_or(0)
}
