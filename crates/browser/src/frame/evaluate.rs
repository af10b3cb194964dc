//! Running functions in a frame. Our own live in an isolated world, which the page's scripts cannot see or spoil.

use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::cdp::domains::page::CreateIsolatedWorld;
use crate::cdp::domains::runtime::{Argument, CallFunctionOn, Evaluate, Evaluated};
use crate::cdp::{CdpError, CdpSession};
use crate::frame::Frame;
use crate::page::PageError;
use crate::page::frames::FrameState;
use crate::progress::Progress;
use crate::script::page_script;

/// How long a new document is given to make the world for our scripts. One that may not run scripts never does.
const LONGEST_MAKING: Duration = Duration::from_millis(100);

/// Which globals a function sees.
#[derive(Clone, Copy)]
enum Globals {
    Own,
    Page,
}

impl Frame {
    /// Calls `function` with `arg` in our isolated world, awaits the promise it may return, and returns the value.
    pub async fn evaluate<T: DeserializeOwned>(
        &self,
        progress: &Progress,
        function: &str,
        arg: impl Serialize,
    ) -> Result<T, PageError> {
        self.call(progress, Globals::Own, function, to_value(arg)).await
    }

    /// The same among the page's own scripts, which may have replaced anything it relies on.
    pub async fn evaluate_main<T: DeserializeOwned>(
        &self,
        progress: &Progress,
        function: &str,
        arg: impl Serialize,
    ) -> Result<T, PageError> {
        self.call(progress, Globals::Page, function, to_value(arg)).await
    }

    /// The world our own scripts live in.
    pub(crate) async fn isolated(&self, progress: &Progress) -> Result<(CdpSession, u64), PageError> {
        progress.run(self.find_world(Globals::Own)).await?
    }

    async fn call<T: DeserializeOwned>(
        &self,
        progress: &Progress,
        globals: Globals,
        function: &str,
        arg: Value,
    ) -> Result<T, PageError> {
        loop {
            self.page.check(progress)?;
            let (session, context) = progress.run(self.find_world(globals)).await??;
            let call = CallFunctionOn {
                function_declaration: function,
                execution_context_id: Some(context),
                object_id: None,
                arguments: vec![Argument { value: arg.clone() }],
                return_by_value: true,
                await_promise: true,
                silent: true,
            };
            let answer = session.send(&call).answer_within(progress.remaining());
            match progress.round_trip(answer).await? {
                // The function has not run: the document was replaced before it got there.
                Err(error) if is_too_late(&error) => self.forget_world(context),
                Err(error) => return Err(self.explain(error, progress)),
                Ok(evaluated) => return read(evaluated),
            }
        }
    }

    /// The world to call into, made if the document has none yet.
    async fn find_world(&self, globals: Globals) -> Result<(CdpSession, u64), PageError> {
        let state = self.state()?;
        let known = match globals {
            Globals::Own => state.isolated_world,
            Globals::Page => state.main_world,
        };
        match (known, globals) {
            (Some(context), _) => Ok((state.session, context)),
            // Seldom, and large beside what is awaited with every call.
            (None, Globals::Own) => Box::pin(self.own_world()).await,
            (None, Globals::Page) => self.await_world(|state| state.main_world).await,
        }
    }

    /// The world that a new document makes by itself, if it does; else one that is made for it.
    async fn own_world(&self) -> Result<(CdpSession, u64), PageError> {
        let state = self.state()?;
        if state.makes_world {
            let announced = self.await_world(|state| state.isolated_world);
            if let Ok(found) = tokio::time::timeout(LONGEST_MAKING, announced).await {
                return found;
            }
        }
        let state = self.state()?;
        let context = self.make_world(&state.session).await?;
        Ok((state.session, context))
    }

    async fn make_world(&self, session: &CdpSession) -> Result<u64, PageError> {
        let create = CreateIsolatedWorld { frame_id: &self.id, world_name: self.page.inner().world() };
        let made = session.call(&create).await.map_err(|error| self.gone_or(error))?;
        let context = made.execution_context_id;
        session
            .call(&Evaluate { expression: page_script(), context_id: context, silent: true })
            .await
            .map_err(|error| self.gone_or(error))?;
        if let Some(frame) = self.page.inner().frames().get_mut(&self.id) {
            frame.isolated_world = Some(context);
            frame.makes_world = false;
        }
        Ok(context)
    }

    async fn await_world(
        &self,
        which: impl Fn(&FrameState) -> Option<u64>,
    ) -> Result<(CdpSession, u64), PageError> {
        let mut changes = self.page.changes();
        loop {
            let state = self.state()?;
            if let Some(context) = which(&state) {
                return Ok((state.session, context));
            }
            if changes.changed().await.is_err() {
                return Err(PageError::FrameGone);
            }
        }
    }

    fn forget_world(&self, context: u64) {
        if let Some(frame) = self.page.inner().frames().get_mut(&self.id) {
            frame.forget_world(context);
        }
    }

    fn explain(&self, error: CdpError, progress: &Progress) -> PageError {
        match error {
            CdpError::NoAnswer { .. } => {
                progress.check().err().map_or(PageError::Cdp(error), PageError::Stopped)
            }
            error => self.gone_or(error),
        }
    }

    /// The end of an iframe's own session is the end of the frame, not of the page.
    pub(crate) fn gone_or(&self, error: CdpError) -> PageError {
        match error {
            CdpError::Detached { .. } | CdpError::Crashed { .. } if !self.page.is_ended() => {
                PageError::FrameGone
            }
            error => error.into(),
        }
    }
}

fn to_value(arg: impl Serialize) -> Value {
    serde_json::to_value(arg).unwrap_or(Value::Null)
}

fn is_too_late(error: &CdpError) -> bool {
    matches!(error, CdpError::Rejected { message, .. } if message.contains("Cannot find context"))
}

fn read<T: DeserializeOwned>(evaluated: Evaluated) -> Result<T, PageError> {
    if let Some(thrown) = evaluated.exception_details {
        let description = thrown.exception.and_then(|exception| exception.description);
        let message = description.unwrap_or(thrown.text);
        return Err(PageError::Script { message: message.lines().next().unwrap_or_default().to_owned() });
    }
    serde_json::from_value(evaluated.result.value).map_err(|_| PageError::Unreadable)
}
