//! The operators' pages, asked for as browsers and as those who are none of ours ask for them.

use baton_server::config::Settings;
use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, Response};

use crate::support::{TestApp, booking, without_browser};

const KEY: &str = "sesame-4711";

/// A service with a key, and a browser that follows no redirects so that they can be looked at.
struct Desk {
    app: TestApp,
    browser: Client,
}

impl Desk {
    async fn open() -> Self {
        let settings = Settings { api_keys: Some(format!("ops:{KEY}")), ..without_browser() };
        let app = TestApp::with(settings).await;
        let browser = Client::builder().redirect(Policy::none()).build().unwrap();
        Self { app, browser }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.app.address())
    }

    async fn get(&self, path: &str, cookie: &str) -> Response {
        self.browser.get(self.url(path)).header(COOKIE, cookie).send().await.unwrap()
    }

    async fn post(&self, path: &str, cookie: &str, form: &str) -> Response {
        let request = self.browser.post(self.url(path)).header(COOKIE, cookie);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        request.body(form.to_owned()).send().await.unwrap()
    }

    /// Signs in and gives what the browser sends from then on.
    async fn sign_in(&self) -> String {
        let answer = self.post("/dashboard/sign-in", "", &format!("key={KEY}")).await;
        assert_eq!((answer.status().as_u16(), header(&answer, LOCATION.as_str())), (303, "/dashboard"));
        let cookie = header(&answer, SET_COOKIE.as_str()).to_owned();
        for attribute in ["HttpOnly", "SameSite=Strict", "Path=/dashboard"] {
            assert!(cookie.contains(attribute), "{cookie}");
        }
        assert!(!cookie.contains(KEY));
        cookie.split(';').next().unwrap().to_owned()
    }

    /// Starts a session with the API's own key.
    async fn book(&self) -> String {
        let request = self.app.ask(Method::POST, "/api/v1/booking/start").bearer_auth(KEY).json(&booking());
        let started: serde_json::Value = request.send().await.unwrap().json().await.unwrap();
        started["sessionId"].as_str().unwrap().to_owned()
    }
}

fn header<'a>(answer: &'a Response, name: &str) -> &'a str {
    answer.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

/// The proof that stands in every form of a page.
fn token(page: &str) -> String {
    let (_, rest) = page.split_once("name=\"token\" value=\"").unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

#[tokio::test]
async fn without_a_key_there_is_nothing_to_see() {
    let desk = Desk::open().await;
    let id = desk.book().await;
    for path in ["/dashboard".to_owned(), "/dashboard/live".to_owned(), format!("/dashboard/sessions/{id}")] {
        for cookie in ["", "baton_operator=9999999999.00", "baton_operator=", "baton_operator=1.2.3"] {
            let answer = desk.get(&path, cookie).await;
            assert_eq!(
                (answer.status().as_u16(), header(&answer, "www-authenticate")),
                (401, "Bearer"),
                "{path}"
            );
            let page = answer.text().await.unwrap();
            assert!(page.contains("API key") && !page.contains(&id), "{page}");
        }
    }
    let refused = desk.post("/dashboard/sign-in", "", "key=guess").await;
    assert_eq!(refused.status(), 401);
    assert!(refused.headers().get(SET_COOKIE).is_none());
    assert_eq!(desk.post(&format!("/dashboard/sessions/{id}/cancel"), "", "token=").await.status(), 401);
}

#[tokio::test]
async fn pages_are_locked_down_and_show_nobodys_data() {
    let desk = Desk::open().await;
    let id = desk.book().await;
    let cookie = desk.sign_in().await;
    for path in ["/dashboard".to_owned(), format!("/dashboard/sessions/{id}")] {
        let answer = desk.get(&path, &cookie).await;
        assert_eq!(answer.status(), 200);
        let policy = header(&answer, "content-security-policy").to_owned();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(header(&answer, "cache-control"), "no-store");
        let page = answer.text().await.unwrap();
        assert!(page.contains(&id));
        let lead = &booking()["lead"];
        for private in ["firstName", "lastName", "phone", "email"] {
            assert!(!page.contains(lead[private].as_str().unwrap()), "{private} on {path}");
        }
        for inline in ["<style", "style=", "onclick", "<script>", "http://", "https://"] {
            assert!(!page.contains(inline), "{inline} on {path}");
        }
    }
}

#[tokio::test]
async fn an_operator_cancels_from_a_page_and_from_nowhere_else() {
    let desk = Desk::open().await;
    let id = desk.book().await;
    let cookie = desk.sign_in().await;
    let page = desk.get(&format!("/dashboard/sessions/{id}"), &cookie).await.text().await.unwrap();
    let cancel = format!("/dashboard/sessions/{id}/cancel");

    assert_eq!(desk.post(&cancel, &cookie, "").await.status(), 403, "without the page's token");
    assert_eq!(desk.post(&cancel, &cookie, "token=00").await.status(), 403, "with another");
    let form = format!("token={}", token(&page));
    let foreign =
        desk.browser.post(desk.url(&cancel)).header(COOKIE, &cookie).header("sec-fetch-site", "cross-site");
    let foreign = foreign.header("content-type", "application/x-www-form-urlencoded").body(form.clone());
    assert_eq!(foreign.send().await.unwrap().status(), 403, "from another site");
    let other = desk.post(&cancel, "", &form).await;
    assert_eq!(other.status(), 401, "without the cookie that the token belongs to");

    let done = desk.post(&cancel, &cookie, &form).await;
    assert_eq!(
        (done.status().as_u16(), header(&done, "location")),
        (303, format!("/dashboard/sessions/{id}").as_str())
    );
    let page = desk.get(&format!("/dashboard/sessions/{id}"), &cookie).await.text().await.unwrap();
    assert!(page.contains("Cancelled") && !page.contains("Cancel this session"));
    let overview = desk.get("/dashboard", &cookie).await.text().await.unwrap();
    assert!(overview.contains("No session is running."));
}

#[tokio::test]
async fn a_page_hears_of_every_change() {
    let desk = Desk::open().await;
    let cookie = desk.sign_in().await;
    let mut live = desk.get("/dashboard/live", &cookie).await;
    assert_eq!(header(&live, "content-type"), "text/event-stream");
    let id = desk.book().await;
    let cancelled =
        desk.app.ask(Method::DELETE, &format!("/api/v1/booking/{id}")).bearer_auth(KEY).send().await;
    assert_eq!(cancelled.unwrap().status(), 200);
    let heard = live.chunk().await.unwrap().unwrap();
    assert!(String::from_utf8_lossy(&heard).contains("event: changed"));
}

#[tokio::test]
async fn signing_out_takes_the_cookie_away() {
    let desk = Desk::open().await;
    let cookie = desk.sign_in().await;
    let page = desk.get("/dashboard", &cookie).await.text().await.unwrap();
    let out = desk.post("/dashboard/sign-out", &cookie, &format!("token={}", token(&page))).await;
    assert_eq!((out.status().as_u16(), header(&out, "location")), (303, "/dashboard/sign-in"));
    assert!(header(&out, "set-cookie").contains("Max-Age=0"));
}

#[tokio::test]
async fn without_keys_the_pages_are_open_to_this_machine_alone() {
    let app = TestApp::start().await;
    assert_eq!(app.get("/dashboard").await.status, 200);
    let rebound = app.ask(Method::GET, "/dashboard").header("host", "rebound.example.net");
    assert_eq!(rebound.send().await.unwrap().status(), 403);
    let id = app.book().await;
    let form = app.ask(Method::POST, &format!("/dashboard/sessions/{id}/cancel"));
    let form = form.header("content-type", "application/x-www-form-urlencoded").body("token=");
    assert_eq!(form.send().await.unwrap().status(), 403);
}
