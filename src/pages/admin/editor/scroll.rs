//! Text and preview scroll in step: what stands at the top of one stands at the top of the other, line for block, and in
//! between as far as in between. Where one is above the other they do not.

use leptos::{
    html::{Section, Textarea},
    prelude::*,
};
use web_sys::Element;

use super::preview::Preview;

/// How wide a character of the text field is, in pixels: lines that are longer than the field are wrapped.
const CHARACTER: f64 = 9.0;

/// The two that scroll together.
#[derive(Clone, Copy)]
pub struct Scroll {
    source: RwSignal<String>,
    preview: Preview,
    area: NodeRef<Textarea>,
    /// Where the preview is seen.
    pub pane: NodeRef<Section>,
    /// Which was put where by the other: that it moves then is no scrolling.
    led: StoredValue<Option<(Side, i32)>>,
    /// How often the page was drawn just now. To ask instead where it stands would lay all of it out at once.
    settles: StoredValue<u32>,
}

/// One of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The text field.
    Text,
    /// The page.
    Page,
}

impl Scroll {
    /// Of a text field and the preview of what is in it.
    pub fn new(source: RwSignal<String>, preview: Preview, area: NodeRef<Textarea>) -> Self {
        let scroll = Self {
            source,
            preview,
            area,
            pane: NodeRef::new(),
            led: StoredValue::new(None),
            settles: StoredValue::new(0),
        };
        // A page that became shorter than where it was scrolled to moves by itself, and says so in the frame after.
        Effect::new(move |_| {
            preview.drawn.track();
            scroll.settles.update_value(|settles| *settles += 1);
            request_animation_frame(move || {
                request_animation_frame(move || {
                    scroll.settles.try_update_value(|settles| *settles -= 1);
                });
            });
        });
        scroll
    }

    /// Brings the other one along: this one was scrolled.
    pub fn follow(self, side: Side) {
        if side == Side::Page && self.settles.get_value() > 0 {
            return;
        }
        let (Some(area), Some(pane)) = (self.area.get_untracked(), self.pane.get_untracked()) else {
            return;
        };
        let (area, pane): (&Element, &Element) = (&area, &pane);
        let (leader, follower, other) = match side {
            Side::Text => (area, pane, Side::Page),
            Side::Page => (pane, area, Side::Text),
        };
        let at = leader.scroll_top();
        if self
            .led
            .get_value()
            .is_some_and(|(led, put)| led == side && (put - at).abs() <= 1)
        {
            self.led.set_value(None);
            return;
        }
        let is_beside = pane.get_bounding_client_rect().top() < area.get_bounding_client_rect().bottom();
        if !is_beside {
            return;
        }
        let mut way = self.way(area, pane);
        if side == Side::Page {
            way.iter_mut().for_each(|(text, page)| std::mem::swap(text, page));
        }
        let before = follower.scroll_top();
        follower.set_scroll_top(between(&way, f64::from(at)) as i32);
        let after = follower.scroll_top();
        self.led.set_value((before != after).then_some((other, after)));
    }

    /// Places that belong together, in pixels from the top of either, from its beginning to its end.
    fn way(self, area: &Element, pane: &Element) -> Vec<(f64, f64)> {
        let end = |one: &Element| f64::from((one.scroll_height() - one.client_height()).max(0));
        let (text_end, page_end) = (end(area), end(pane));
        let top = pane.get_bounding_client_rect().top() - f64::from(pane.scroll_top());
        let height = f64::from(area.scroll_height());
        let columns = (f64::from(area.client_width()) / CHARACTER).max(1.0);
        let places = self.preview.places();
        let mut way = vec![(0.0, 0.0)];
        self.source.with_untracked(|text| {
            let rows = |line: &str| (line.len() as f64 / columns).ceil().max(1.0);
            let total: f64 = text.split('\n').map(rows).sum();
            let mut lines = text.split('\n');
            let (mut read, mut above) = (0, 0.0);
            for (line, place) in places {
                for passed in lines.by_ref().take(line.saturating_sub(read) as usize) {
                    above += rows(passed);
                }
                read = read.max(line);
                let (last_text, last_page) = way.last().copied().unwrap_or_default();
                let (text, page) = (height * above / total, place - top);
                if text > last_text && page > last_page && text < text_end && page < page_end {
                    way.push((text, page));
                }
            }
        });
        way.push((text_end, page_end));
        way
    }
}

/// Where on the second way one is who is `at` on the first.
fn between(way: &[(f64, f64)], at: f64) -> f64 {
    let next = way.iter().position(|(from, _)| *from > at);
    let Some(next) = next else {
        return way.last().map_or(0.0, |(_, to)| *to);
    };
    match (
        next.checked_sub(1).and_then(|before| way.get(before)),
        way.get(next),
    ) {
        (Some((from, to)), Some((from_end, to_end))) => to + (to_end - to) * (at - from) / (from_end - from),
        _ => 0.0,
    }
}
