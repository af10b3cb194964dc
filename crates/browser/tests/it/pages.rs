//! Pages: navigation, popups, dialogs, contexts, requests.

use baton_browser::{
    ContextOptions, DialogKind, GuardVerdict, PageError, PageEvent, RequestGuard, ScreenshotOptions, Viewport,
};

use crate::support::{Site, Stage, event, progress};

#[tokio::test]
async fn going_somewhere_tells_the_status() {
    let (stage, site) = Stage::showing("<p>Here</p>").await;
    let there = stage.page.goto(&progress(), &site.url("/")).await.unwrap();
    assert_eq!((there.status, there.url), (Some(200), site.url("/")));
    let missing = stage.page.goto(&progress(), &site.url("/status/503")).await.unwrap();
    assert_eq!(missing.status, Some(503));
}

#[tokio::test]
async fn an_address_where_nobody_listens_is_unreachable() {
    let stage = Stage::set().await;
    let error = stage.page.goto(&progress(), "http://127.0.0.1:1/").await.unwrap_err();
    assert!(
        matches!(&error, PageError::Unreachable { reason, .. } if reason.starts_with("net::")),
        "{error}"
    );
}

#[tokio::test]
async fn a_popup_is_a_page_of_its_own() {
    let (stage, _site) = Stage::showing("<a href='/status/200' target=_blank>Open</a>").await;
    let mut events = stage.page.events();
    let link = stage.find("link", "Open").await;
    drop(stage.page.press(&progress(), &link).await.unwrap());
    let popup = event(&mut events, |event| match event {
        PageEvent::Popup(popup) => Some(popup),
        _ => None,
    })
    .await;
    assert_ne!(popup.target_id(), stage.page.target_id());
    assert_eq!(popup.context_id(), stage.page.context_id());
    while !popup.url().ends_with("/status/200") {
        popup.changed(&progress()).await.unwrap();
    }
}

#[tokio::test]
async fn a_dialog_is_told_and_answered() {
    let (stage, _site) = Stage::showing("<p>Here</p>").await;
    let mut events = stage.page.events();
    let frame = stage.page.main_frame();
    let limit = progress();
    let asking = frame.evaluate_main::<bool>(&limit, "() => confirm('Cancel the visit?')", ());
    let answering = async {
        let told = event(&mut events, |event| match event {
            PageEvent::Dialog { kind, message } => Some((kind, message)),
            _ => None,
        });
        assert_eq!(told.await, (DialogKind::Confirm, "Cancel the visit?".to_owned()));
        stage.page.accept_dialog(None).await.unwrap();
    };
    let (answer, ()) = tokio::join!(asking, answering);
    assert!(answer.unwrap());
}

/// Chrome forgets that it was asked to close a page when another document comes just then.
#[tokio::test]
async fn a_page_that_loads_another_document_meanwhile_is_closed_all_the_same() {
    let (stage, _site) = Stage::showing("<a href='/status/200' target=bank>Open</a>").await;
    let link = stage.find("link", "Open").await;
    let mut events = stage.page.events();
    drop(stage.page.press(&progress(), &link).await.unwrap());
    let popup = event(&mut events, |event| match event {
        PageEvent::Popup(popup) => Some(popup),
        _ => None,
    })
    .await;
    stage.ask_page::<()>("() => { document.querySelector('a').click(); }").await;
    popup.close().await.unwrap();
    assert!(popup.is_ended());
}

#[tokio::test]
async fn a_page_that_somebody_else_closes_is_closed() {
    let (stage, _site) = Stage::showing("<p>Here</p>").await;
    tokio::try_join!(stage.page.close(), stage.page.close(), stage.page.close()).unwrap();
    stage.page.close().await.unwrap();
    assert!(stage.page.is_ended());
}

#[tokio::test]
async fn a_dialog_nobody_listens_to_does_not_hold_the_page() {
    let (stage, _site) = Stage::showing("<p>Here</p>").await;
    assert!(!stage.ask_page::<bool>("() => confirm('Anyone?')").await);
}

#[tokio::test]
async fn disposing_of_one_context_leaves_the_others_alone() {
    let (stage, site) = Stage::showing("<p>Here</p>").await;
    let other = stage.browser().new_context(ContextOptions::default()).await.unwrap();
    let page = other.new_page().await.unwrap();
    page.goto(&progress(), &site.url("/")).await.unwrap();
    other.close().await.unwrap();
    page.ended().await;
    assert_eq!(stage.ask::<String>("() => document.body.innerText").await, "Here");
}

#[tokio::test]
async fn contexts_share_no_cookies() {
    let (stage, _site) = Stage::showing("<p>Here</p>").await;
    let other = stage.browser().new_context(ContextOptions::default()).await.unwrap();
    assert_eq!(stage.context.cookies().await.unwrap().len(), 1);
    assert!(other.cookies().await.unwrap().is_empty());
}

#[tokio::test]
async fn the_page_lives_where_its_context_says() {
    let options = ContextOptions {
        timezone: Some("America/New_York".to_owned()),
        locale: Some("de-DE".to_owned()),
        viewport: Viewport { width: 400, height: 500 },
        ..ContextOptions::default()
    };
    let (stage, _site) =
        Stage::showing_with(options, "<meta name=viewport content='width=device-width'>").await;
    let zone = "() => Intl.DateTimeFormat().resolvedOptions().timeZone";
    assert_eq!(stage.ask_page::<String>(zone).await, "America/New_York");
    assert_eq!(stage.ask_page::<String>("() => (1.5).toLocaleString()").await, "1,5");
    assert_eq!(
        stage.ask::<(u32, u32, f64)>("() => [innerWidth, innerHeight, devicePixelRatio]").await,
        (400, 500, 2.0)
    );
    stage.page.set_timezone("Asia/Tokyo").await.unwrap();
    assert_eq!(stage.ask_page::<String>(zone).await, "Asia/Tokyo");
    stage.page.set_viewport(Viewport { width: 300, height: 600 }).await.unwrap();
    assert_eq!(stage.ask::<(u32, u32)>("() => [innerWidth, innerHeight]").await, (300, 600));
}

#[tokio::test]
async fn a_download_is_refused_and_told() {
    let site = Site::serve(&[("/", "<a href=/file.bin>Get</a>"), ("/file.bin", "data")]).await;
    let stage = Stage::set().await;
    stage.goto(&site.url("/")).await;
    let mut events = stage.page.events();
    let link = stage.find("link", "Get").await;
    drop(stage.page.press(&progress(), &link).await.unwrap());
    let url = event(&mut events, |event| match event {
        PageEvent::DownloadRefused { url } => Some(url),
        _ => None,
    });
    assert_eq!(url.await, site.url("/file.bin"));
}

#[tokio::test]
async fn responses_are_told_and_their_bodies_can_be_read() {
    let site = Site::serve(&[("/", "<p>Here</p>"), ("/slots.json", r#"{"slots":[]}"#)]).await;
    let stage = Stage::set().await;
    stage.goto(&site.url("/")).await;
    let mut events = stage.page.events();
    stage.ask_page::<()>("() => fetch('/slots.json').then(answer => answer.text()).then(() => {})").await;
    let (request, status) = event(&mut events, |event| match event {
        PageEvent::Response { request_id, status, url, .. } if url.ends_with("/slots.json") => {
            Some((request_id, status))
        }
        _ => None,
    })
    .await;
    assert_eq!(status, 200);
    assert_eq!(stage.page.main_frame().response_body(&request).await.unwrap(), br#"{"slots":[]}"#);
}

#[tokio::test]
async fn requests_are_not_told_while_nobody_wants_to_hear_of_them() {
    let site = Site::serve(&[
        ("/", "<link rel=icon href='data:,'><iframe src={other}/inner></iframe>"),
        ("/inner", "<p>In</p>"),
        ("/a", ""),
    ])
    .await;
    let stage = Stage::set().await;
    let mut events = stage.page.events();
    stage.page.hear_requests(false);
    assert_eq!(stage.page.goto(&progress(), &site.url("/")).await.unwrap().status, None);
    stage.look_until(|shot| shot.frames.len() == 2 && !shot.frames[1].nodes.is_empty()).await;
    stage.page.hear_requests(true);
    for frame in stage.page.frames() {
        frame.evaluate_main::<()>(&progress(), "() => fetch('/a').then(() => {})", ()).await.unwrap();
    }
    let mut heard = Vec::new();
    while heard.len() < 2 {
        let url = event(&mut events, |event| match event {
            PageEvent::RequestStarted { url, .. } => Some(url),
            _ => None,
        });
        heard.push(url.await);
    }
    heard.sort();
    let mut asked = [site.url("/a"), site.other_url("/a")];
    asked.sort();
    assert_eq!(heard, asked, "and nothing of what went before");
}

#[tokio::test]
async fn a_rehearsal_asks_for_nothing_and_leaves_nothing() {
    let site = Site::serve(&[("/", "<link rel=icon href='data:,'><button>Here</button>")]).await;
    let stage = Stage::set().await;
    let mut events = stage.page.events();
    stage.page.rehearse(&progress()).await.unwrap();
    assert_eq!(stage.ask::<usize>("() => document.body.childNodes.length").await, 0);
    stage.goto(&site.url("/")).await;
    let first = event(&mut events, |event| match event {
        // A date field's own picture is no request to anybody.
        PageEvent::RequestStarted { url, .. } => Some(url).filter(|url| !url.starts_with("data:")),
        _ => None,
    });
    assert_eq!(first.await, site.url("/"));
    stage.find("button", "Here").await;
}

#[tokio::test]
async fn a_guarded_page_asks_for_nothing_that_is_denied() {
    let site = Site::serve(&[("/", "<img src='{other}/pixel' onerror=\"document.title = 'denied'\">")]).await;
    let stage = Stage::set().await;
    let guard = RequestGuard::new(|request| {
        if request.url.contains("localhost") { GuardVerdict::Deny } else { GuardVerdict::Allow }
    });
    stage.page.set_request_guard(Some(guard)).await.unwrap();
    stage.goto(&site.url("/")).await;
    stage.look_until(|shot| shot.title == "denied").await;
    let refused = stage.page.goto(&progress(), &site.other_url("/")).await.unwrap_err();
    assert!(matches!(refused, PageError::Unreachable { .. }), "{refused}");
    stage.page.set_request_guard(None).await.unwrap();
    stage.page.goto(&progress(), &site.other_url("/")).await.unwrap();
}

#[tokio::test]
async fn a_picture_shows_the_viewport_at_the_scale_of_the_launch() {
    let (stage, _site) = Stage::showing("<p>Here</p>").await;
    let png = stage.page.screenshot(ScreenshotOptions::default()).await.unwrap();
    assert_eq!(&png[1..4], b"PNG");
    let side = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    assert_eq!((side(16), side(20)), (780, 1688));
}

#[tokio::test]
async fn scripts_of_the_page_do_not_see_ours() {
    let (stage, _site) = Stage::showing("<p>Here</p>").await;
    assert!(
        !stage
            .ask_page::<bool>("() => 'baton' in window || '__baton' in window || '__batonChanged' in window")
            .await
    );
}
