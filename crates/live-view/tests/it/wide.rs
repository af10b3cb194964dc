//! A page that is wider than the phone is moved to the side by a finger, and what comes in sight there is seen, pressed and written in.

use baton_browser::Point;
use serde_json::{Value, json};

use crate::phone::{Phone, becomes, eventually};
use crate::stand::Stand;

/// What lies beside the glass.
const BESIDE: &str = "<div id=beside style=\"position: absolute; left: 700px; top: 20px; width: 60px; height: 60px; \
    background: rgb(0, 120, 40)\"></div><input id=code aria-label=Voucher style=\"position: absolute; left: 640px; \
    top: 100px; width: 160px\">";

const IS_GREEN: &str = "([x, y]) => { const picture = document.querySelector('#picture'); \
    const at = [x - picture.offsetLeft, y - picture.offsetTop].map((part) => Math.round(part * 2)); \
    const [red, green, blue] = picture.getContext('2d').getImageData(...at, 1, 1).data; \
    return red < 40 && Math.abs(green - 120) < 20 && blue < 80; }";

async fn wide(width: u32) -> (Stand, Phone) {
    let stand = Stand::start().await;
    let widen = format!(
        "() => {{ document.body.style.width = '{width}px'; document.body.insertAdjacentHTML('beforeend', '{BESIDE}'); \
           beside.onclick = () => hit('beside'); }}"
    );
    stand.look::<Value>(&widen).await;
    let phone = stand.phone().await;
    phone.wait_for_control("Voucher").await;
    (stand, phone)
}

async fn scroll(phone: &Phone, left: u32) {
    phone.ask::<Value>("(left) => document.querySelector('#stage').scrollTo({ left })", json!(left)).await;
}

/// Waits until the picture shows the green of what lies beside at a point of the page, wherever that has been scrolled to.
async fn shows_green(phone: &Phone, at: [u32; 2]) {
    phone.until("what lies beside is in the picture", IS_GREEN, json!(at)).await;
}

#[tokio::test]
async fn what_lies_beside_the_glass_is_scrolled_to_seen_and_pressed() {
    let (stand, phone) = wide(820).await;
    scroll(&phone, 430).await;
    shows_green(&phone, [730, 50]).await;
    phone.photograph("wide").await;
    let finger = "() => { const { left, top } = document.querySelector('#stage').getBoundingClientRect(); \
        return { x: left + 730 - 430, y: top + 50 }; }";
    let at: Point = phone.ask(finger, Value::Null).await;
    phone.page.touch().tap(at).done().await.unwrap();
    eventually("the press arrives", async || stand.look("() => count.beside === 1").await).await;
}

#[tokio::test]
async fn a_field_beside_the_glass_takes_what_is_typed() {
    let (stand, phone) = wide(820).await;
    phone
        .ask::<Value>("() => document.querySelector('[aria-label=Voucher]').scrollIntoView()", Value::Null)
        .await;
    phone.fill("Voucher", "SPRING 25").await;
    becomes("SPRING 25", async || stand.look("() => code.value").await).await;
    assert!(stand.look::<bool>("() => scrollX > 400").await, "the page is where the phone is");
}

#[tokio::test]
async fn a_page_too_wide_for_one_canvas_is_seen_part_by_part() {
    let (stand, phone) = wide(4000).await;
    stand.look::<Value>("() => { beside.style.left = '2300px'; }").await;
    for left in [600, 1200, 1800, 2100] {
        scroll(&phone, left).await;
    }
    shows_green(&phone, [2330, 50]).await;
    let is_sharp = "() => { const { left, top } = getComputedStyle(document.querySelector('#picture')); \
        return [left, top].every((side) => Number.isInteger(parseFloat(side))); }";
    assert!(phone.ask::<bool>(is_sharp, Value::Null).await, "the picture lies between pixels");
}
