//! Presses of the page's controls, each with the proof that the page has had it. What is a state (a box, a list) is brought to it and
//! read back; what is a deed (a button) is done once.

use baton_browser::{Page, PageError};

use super::act::Hand;
use super::finger::{Met, PRESS_LIMIT, Tap};
use crate::mirror::{Aim, Asker};
use crate::protocol::{Agreement, ControlId, Typed};

impl Hand {
    /// Where a finger meets a control. What lies in an iframe may be out of sight, or behind a bar, although its own frame shows it.
    pub(super) async fn aim(
        &self,
        page: &Page,
        asker: &Asker,
        control: ControlId,
    ) -> Result<Option<Aim>, PageError> {
        if asker.is_main() {
            return asker.aim(control.node).await;
        }
        let root = Asker::patient(page.main_frame());
        let (aim, drift) = tokio::try_join!(asker.aim(control.node), root.drift())?;
        let Some(aim) = aim else { return Ok(None) };
        let is_free = page.viewport().rect().contains(aim.at()) && !asker.is_covered(aim.at()).await?;
        if is_free && !aim.moved && aim.bears(drift) {
            return Ok(Some(aim));
        }
        if !is_free {
            root.reveal(aim.at()).await?;
        }
        root.still().await?;
        let Some(aim) = asker.aim(control.node).await? else { return Ok(None) };
        let covered = aim.covered || asker.is_covered(aim.at()).await?;
        Ok(Some(Aim { covered, ..aim }))
    }

    /// Presses a button. Only a harmless one is ever pressed again, and only if its page has seen no click at all: a lost press can be
    /// made good by the patient, a second payment cannot. Returns whether there was anything to press.
    pub(super) async fn press(&self, page: &Page, control: ControlId) -> Result<bool, PageError> {
        let Some(asker) = self.asker(page, control) else { return Ok(false) };
        let Some(aim) = self.aim(page, &asker, control).await?.filter(Aim::takes_a_press) else {
            return Ok(false);
        };
        let met = tap(page, control, &aim).carry_out(&self.shared, &asker).await;
        if met != Met::Nothing || (self.shared.options.may_be_final)(&aim.r#final) {
            return Ok(true);
        }
        let again = self.aim(page, &asker, control).await?.filter(Aim::takes_a_press);
        if let Some(again) = again.filter(|again| again.clicks_anywhere == aim.clicks_anywhere) {
            tap(page, control, &again).repeat(&self.shared, &asker).await;
        }
        Ok(true)
    }

    /// Brings a box or a radio button to a state. It is pressed again only while no press has met it, and each time only if it still
    /// stands otherwise, so it is never switched twice; a page that has had the press and thinks otherwise has its way.
    pub(super) async fn check(
        &self,
        page: &Page,
        control: ControlId,
        on: bool,
    ) -> Result<Agreement, PageError> {
        let Some(asker) = self.asker(page, control) else { return Ok(Agreement::Gone) };
        let Some(aim) = self.aim(page, &asker, control).await? else { return Ok(Agreement::Gone) };
        if aim.checked == on || aim.disabled {
            return Ok(told(aim.checked == on));
        }
        let met = if aim.covered {
            Met::Nothing
        } else {
            tap(page, control, &aim).carry_out(&self.shared, &asker).await
        };
        match met {
            Met::Asked => Ok(Agreement::Same),
            Met::Clicked => Ok(told(asker.stands(control.node, on).await?)),
            Met::Nothing => self.check_again(page, &asker, control, on).await,
        }
    }

    async fn check_again(
        &self,
        page: &Page,
        asker: &Asker,
        control: ControlId,
        on: bool,
    ) -> Result<Agreement, PageError> {
        let Some(aim) = self.aim(page, asker, control).await? else { return Ok(Agreement::Gone) };
        if aim.checked != on && !aim.covered {
            tap(page, control, &aim).repeat(&self.shared, asker).await;
        }
        if !asker.stands(control.node, on).await? {
            asker.switch(control.node, on).await?;
        }
        Ok(told(asker.stands(control.node, on).await?))
    }

    /// Chooses in a list, whose popup is not in the picture: the phone has shown its own.
    pub(super) async fn choose(
        &self,
        page: &Page,
        control: ControlId,
        values: &[Typed],
    ) -> Result<Agreement, PageError> {
        let Some(asker) = self.asker(page, control) else { return Ok(Agreement::Gone) };
        let values: Vec<&str> = values.iter().map(Typed::reveal).collect();
        asker.choose(control.node, &values).await
    }
}

fn tap<'a>(page: &'a Page, control: ControlId, aim: &'a Aim) -> Tap<'a> {
    Tap {
        page,
        at: aim.at(),
        node: Some(control.node),
        clicks: aim.clicks,
        label: &aim.r#final,
        limit: PRESS_LIMIT,
    }
}

fn told(as_wanted: bool) -> Agreement {
    if as_wanted { Agreement::Same } else { Agreement::Differs }
}
