//! What a booking page's HTML gives away without running it: the build of the site, the clinic's slug and its zone.

use jiff::tz::TimeZone;
use serde_json::Value;
use url::Url;

/// What the site's own queries need to be addressed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PageData {
    pub(super) build_id: String,
    pub(super) slug: String,
    pub(super) timezone: Option<TimeZone>,
}

/// Reads the data that Next.js leaves in a page. `None`: the page is no such page.
pub(super) fn read(html: &str, url: &Url) -> Option<PageData> {
    let next: Value = serde_json::from_str(next_data(html)?).ok()?;
    let build_id = next["buildId"].as_str().filter(|id| is_plain(id))?.to_owned();
    let in_path = || url.path_segments()?.rfind(|segment| !segment.is_empty());
    let slug = next["query"]["slug"].as_str().or_else(in_path).filter(|slug| is_plain(slug))?.to_owned();
    Some(PageData { build_id, slug, timezone: timezone(html) })
}

fn next_data(html: &str) -> Option<&str> {
    let (_, rest) = html.split_once(r#"id="__NEXT_DATA__""#)?;
    let (_, rest) = rest.split_once('>')?;
    Some(rest.split_once("</script>")?.0)
}

/// What becomes part of a path must not change the path.
fn is_plain(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.'))
        && !text.starts_with('.')
}

/// The one IANA zone that the page's data names; two different ones name none.
fn timezone(html: &str) -> Option<TimeZone> {
    let named = ["\"timezone\":", "\"timeZone\":", "\"time_zone\":"];
    let zones = named.iter().flat_map(|key| html.split(key).skip(1)).filter_map(|rest| {
        let name = rest.trim_start().strip_prefix('"')?.split_once('"')?.0;
        TimeZone::get(&name.replace("\\/", "/").replace("\\u002F", "/")).ok()
    });
    let zones: Vec<TimeZone> = zones.collect();
    let (first, others) = zones.split_first()?;
    others.iter().all(|zone| zone == first).then(|| first.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATA: &str =
        r#"{"buildId":"b-1","query":{"slug":"forever-22"},"props":{"timezone":"America/New_York"}}"#;

    fn page(data: &str) -> String {
        format!(r#"<html><script id="__NEXT_DATA__" type="application/json">{data}</script></html>"#)
    }

    fn url() -> Url {
        Url::parse("https://clinic.example.com/booking/by-path/?a=b").unwrap()
    }

    #[test]
    fn build_slug_and_zone_stand_in_the_page() {
        let data = read(&page(DATA), &url()).unwrap();
        assert_eq!((data.build_id.as_str(), data.slug.as_str()), ("b-1", "forever-22"));
        assert_eq!(data.timezone.unwrap().iana_name(), Some("America/New_York"));
    }

    #[test]
    fn without_a_slug_in_the_data_the_path_names_it() {
        let data = read(&page(r#"{"buildId":"b"}"#), &url()).unwrap();
        assert_eq!((data.slug.as_str(), data.timezone), ("by-path", None));
    }

    #[test]
    fn what_would_change_the_path_is_refused() {
        for data in [r#"{"buildId":"../x"}"#, r#"{"buildId":"a/b"}"#, r#"{"buildId":""}"#, "{}", "no JSON"] {
            assert_eq!(read(&page(data), &url()), None, "{data}");
        }
        assert_eq!(read("<html></html>", &url()), None);
    }

    #[test]
    fn two_zones_are_none() {
        let both = r#"{"buildId":"b","a":{"timezone":"America/New_York"},"b":{"timezone":"Europe/Paris"}}"#;
        assert_eq!(read(&page(both), &url()).unwrap().timezone, None);
    }
}
