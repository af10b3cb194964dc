//! What looks like work and is none.

use super::*;

fn looking_for_a_time() -> Flow {
    let mut flow = chosen();
    flow.memory.chosen.time = None;
    flow
}

#[test]
fn a_bar_of_steps_and_a_waiting_list_do_not_keep_a_page_busy() {
    let pages = [
        |page: Page| page.part("progressbar", "Step 2 of 4"),
        |page: Page| page.button("Lista de espera"),
        |page: Page| page.text("Lista de espera"),
    ];
    for more in pages {
        let page = || more(with_slots(calendar(Some(5)), &["10:00", "16:00"]));
        let mut flow = looking_for_a_time();
        assert_eq!(on(&mut flow, &page(), 0), "wait for more times");
        assert_eq!(on(&mut flow, &page(), 2), "time_unavailable: 10:00, 16:00");
    }
}

#[test]
fn a_page_that_is_busy_is_waited_for_but_not_without_end() {
    for told in ["Loading…", "Por favor, espera", "Espere un momento"] {
        let page = || with_slots(calendar(Some(5)), &["10:00", "16:00"]).text(told);
        let mut flow = looking_for_a_time();
        for seconds in (0..20).step_by(2) {
            assert_eq!(on(&mut flow, &page(), seconds), "wait for more times", "{told}");
        }
        assert_eq!(on(&mut flow, &page(), 22), "time_unavailable: 10:00, 16:00", "{told}");
    }
}
