//! The page beside its text: rendered here, by the renderer of the published page, and drawn block by block, so that
//! nothing jumps that did not change.

use std::collections::{HashMap, HashSet};

use gloo_timers::callback::Timeout;
use leptos::{
    html::{Div, Textarea},
    prelude::*,
    task::spawn_local,
    wasm_bindgen::JsCast as _,
};
use web_sys::{HtmlElement, HtmlTemplateElement, Node};

use super::{
    picture::Marks,
    scroll::{Scroll, Side},
};
use crate::{
    api::desk::find_preview_parts,
    markdown::{Block, ImageSize, MAX_SOURCE_BYTES, Renderer},
    model::{
        desk::{PreviewNeeds, PreviewParts},
        media::paths_in,
    },
    platform,
};

/// A page that takes no longer than this, in milliseconds, is rendered after every key: half the time between two frames.
const QUICK: i64 = 8;

/// A page that takes longer waits for a pause in typing: at least so long, and longer the longer it takes.
const PAUSE: i64 = 200;

/// A change after such a pause is no typing yet: a page that takes no longer than this follows as soon as the letter is
/// painted.
const ALONE: i64 = 100;

/// After a question that failed, in milliseconds.
const ASK_AGAIN: u32 = 5_000;

/// A text's preview.
#[derive(Clone, Copy)]
pub struct Preview {
    source: RwSignal<String>,
    area: NodeRef<Textarea>,
    marks: Marks,
    /// Words and minutes to read; no minutes where the text is too long to be rendered.
    pub counts: RwSignal<(u32, u32)>,
    /// Whether the text is ahead.
    behind: RwSignal<bool>,
    /// Whether colours and sizes are wanting, as the server did not answer.
    lacks: RwSignal<bool>,
    /// How often it was drawn.
    pub drawn: RwSignal<u32>,
    place: NodeRef<Div>,
    work: StoredValue<Work, LocalStorage>,
}

#[derive(Default)]
struct Work {
    renderer: Renderer,
    /// What was rendered last.
    text: Option<String>,
    blocks: Vec<Block>,
    drawn: Vec<Drawn>,
    /// The sizes of pictures; nothing for those that are not stored here.
    sizes: HashMap<String, Option<ImageSize>>,
    /// Grammars that were asked for.
    asked: HashSet<String>,
    is_asking: bool,
    ask_again: Option<Timeout>,
    /// What a page takes, in milliseconds, and what the last one took.
    cost: i64,
    recent: i64,
    timer: Option<Timeout>,
    frame: Option<AnimationFrameRequestHandle>,
    /// When a key was pressed last, in milliseconds, and whether none was in the pause before it.
    typed: i64,
    alone: bool,
}

/// A block as it stands on the page.
struct Drawn {
    html: String,
    line: Option<u32>,
    nodes: Vec<Node>,
}

impl Preview {
    /// Follows the text in a field from now on. The text is seen first, and the page after it.
    pub fn new(source: RwSignal<String>, area: NodeRef<Textarea>, marks: Marks) -> Self {
        let preview = Self {
            source,
            area,
            marks,
            counts: RwSignal::new((0, 1)),
            behind: RwSignal::new(true),
            lacks: RwSignal::new(false),
            drawn: RwSignal::new(0),
            place: NodeRef::new(),
            work: StoredValue::new_local(Work::default()),
        };
        Effect::new(move |_| {
            source.track();
            preview.plan();
        });
        // Where it is shown again it is drawn anew.
        Effect::new(move |_| {
            if preview.place.get().is_some() {
                preview.work.update_value(|work| work.drawn.clear());
                preview.draw();
            }
        });
        preview
    }

    /// The text in the field is another one.
    pub fn typed(self) {
        // Told with every key, and drawn with the first.
        if !self.behind.get_untracked() {
            self.behind.set(true);
        }
        let now = platform::now();
        self.work.update_value(|work| {
            work.alone = now - work.typed >= PAUSE;
            work.typed = now;
        });
        self.plan();
    }

    fn plan(self) {
        let now = platform::now();
        let (cost, alone, typed) = self.work.with_value(|work| (work.cost, work.alone, work.typed));
        let wait = match cost {
            0 => None,
            1..=QUICK => Some(0),
            ..=ALONE if alone => None,
            _ => {
                let pause = PAUSE.max(cost * 3);
                Some(u32::try_from((typed + pause - now).clamp(0, pause)).unwrap_or(u32::MAX))
            }
        };
        self.work.update_value(|work| {
            work.timer = None;
            if let Some(frame) = work.frame.take() {
                frame.cancel();
            }
        });
        match wait {
            Some(wait) => self.begin(wait),
            None => {
                // What is set in a frame is due when that is painted.
                let frame = request_animation_frame_with_handle(move || self.begin(0)).ok();
                self.work.update_value(|work| work.frame = frame);
            }
        }
    }

    /// Renders the page after so many milliseconds, unless something is typed meanwhile.
    fn begin(self, wait: u32) {
        let timer = Timeout::new(wait, move || {
            // The field says first what was typed, and is gone before the timer is.
            let Some(area) = self.area.try_get_untracked() else {
                return;
            };
            let text = area.map_or_else(|| self.source.get_untracked(), |area| self.marks.read(&area));
            if self.work.with_value(|work| work.text.as_ref() == Some(&text)) {
                self.behind.set(false);
            } else {
                self.work.update_value(|work| work.text = Some(text));
                self.render();
            }
        });
        // The editor may be gone by now.
        self.work.try_update_value(|work| work.timer = Some(timer));
    }

    fn render(self) {
        let started = platform::now();
        let mut needs = PreviewNeeds::default();
        self.work.update_value(|work| {
            let text = work.text.as_deref().unwrap_or_default();
            // As the server does it: what the text names, and not whatever it means.
            let pictures = paths_in(text);
            let size = |path: &str| {
                let is_named = pictures.binary_search(&path).is_ok();
                work.sizes.get(path).copied().flatten().filter(|_| is_named)
            };
            let page = work.renderer.render(text, &size);
            let unknown = pictures.iter().filter(|path| !work.sizes.contains_key(**path));
            // The others are asked for when these are known.
            needs.pictures = unknown
                .take(PreviewNeeds::MAX_PICTURES)
                .map(|path| (*path).to_owned())
                .collect();
            let is_read = text.len() <= MAX_SOURCE_BYTES;
            let minutes = if is_read { page.minutes } else { 0 };
            self.counts.set((page.words, minutes));
            work.blocks = page.blocks;
            needs.grammars = page.missing;
            needs.grammars.retain(|name| !work.asked.contains(name));
        });
        self.draw();
        let cost = (platform::now() - started).max(1);
        self.work.update_value(|work| {
            // What disturbs the machine once is no reason to wait.
            work.cost = if work.recent == 0 {
                cost
            } else {
                cost.min(work.recent)
            };
            work.recent = cost;
        });
        self.behind.set(false);
        self.ask(needs);
    }

    /// Asks the server for what the page lacks, and renders it again with that.
    fn ask(self, needs: PreviewNeeds) {
        let waits = self
            .work
            .with_value(|work| work.is_asking || work.ask_again.is_some());
        if waits || (needs.pictures.is_empty() && needs.grammars.is_empty()) {
            return;
        }
        self.work.update_value(|work| work.is_asking = true);
        spawn_local(async move {
            let answer = find_preview_parts(needs.clone()).await;
            // The editor may be gone by now.
            let is_there = self.work.try_update_value(|work| {
                work.is_asking = false;
                match &answer {
                    Ok(parts) => work.learn(&needs, parts),
                    Err(_) => work.ask_again = Some(Timeout::new(ASK_AGAIN, move || self.ask_again())),
                }
            });
            if is_there.is_some() {
                self.lacks.set(answer.is_err());
                if answer.is_ok() {
                    self.render();
                }
            }
        });
    }

    fn ask_again(self) {
        if self.work.try_update_value(|work| work.ask_again = None).is_some() {
            self.render();
        }
    }

    fn draw(self) {
        if let Some(place) = self.place.get_untracked() {
            self.work.update_value(|work| work.draw(&place));
            self.drawn.update(|count| *count = count.wrapping_add(1));
        }
    }

    /// Where blocks begin: line of the text, and pixels from the top of the window.
    pub fn places(self) -> Vec<(u32, f64)> {
        let top = |drawn: &Drawn| {
            let element = drawn.nodes.first()?.dyn_ref::<HtmlElement>()?;
            Some((drawn.line?, element.get_bounding_client_rect().top()))
        };
        self.work
            .with_value(|work| work.drawn.iter().filter_map(top).collect())
    }
}

impl Work {
    fn learn(&mut self, needs: &PreviewNeeds, parts: &PreviewParts) {
        if !parts.grammars.is_empty() {
            self.renderer.learn(&parts.grammars);
        }
        self.asked.extend(needs.grammars.iter().cloned());
        for path in &needs.pictures {
            self.sizes.insert(path.clone(), None);
        }
        for picture in &parts.pictures {
            let size = ImageSize {
                width: picture.width,
                height: picture.height,
            };
            self.sizes.insert(picture.path.clone(), Some(size));
        }
    }

    /// Makes the page in `place` that of the blocks; what has not changed stays as it is.
    fn draw(&mut self, place: &HtmlElement) {
        if self.change(place).is_none() {
            // Something else changed the page, such as what translates it.
            self.drawn.clear();
            place.set_inner_html("");
            self.change(place);
        }
    }

    /// Nothing if the page is not as it was left.
    fn change(&mut self, place: &HtmlElement) -> Option<()> {
        let same = |(old, new): &(&Drawn, &Block)| old.html == new.html;
        let first = self.drawn.iter().zip(&self.blocks).take_while(same).count();
        let most = self.drawn.len().min(self.blocks.len()) - first;
        let pairs = self.drawn.iter().rev().zip(self.blocks.iter().rev());
        let last = pairs.take(most).take_while(same).count();

        let tail = self.drawn.split_off(self.drawn.len() - last);
        let mut old: HashMap<String, Vec<Drawn>> = HashMap::new();
        for drawn in self.drawn.drain(first..) {
            old.entry(drawn.html.clone()).or_default().push(drawn);
        }
        let before = tail.iter().find_map(|drawn| drawn.nodes.first());
        for block in self.blocks.iter().take(self.blocks.len() - last).skip(first) {
            let nodes = match old.get_mut(&block.html).and_then(Vec::pop) {
                Some(drawn) => drawn.nodes,
                None => nodes(&block.html),
            };
            for node in &nodes {
                place.insert_before(node, before).ok()?;
            }
            self.drawn.push(Drawn {
                html: block.html.clone(),
                line: None,
                nodes,
            });
        }
        for node in old.into_values().flatten().flat_map(|drawn| drawn.nodes) {
            place.remove_child(&node).ok()?;
        }
        self.drawn.extend(tail);
        for (drawn, block) in self.drawn.iter_mut().zip(&self.blocks) {
            drawn.line = block.line;
        }
        Some(())
    }
}

/// The nodes of a block. It was sanitised by the renderer.
fn nodes(html: &str) -> Vec<Node> {
    let template = document().create_element("template");
    let Some(template) = template
        .ok()
        .and_then(|template| template.dyn_into::<HtmlTemplateElement>().ok())
    else {
        return Vec::new();
    };
    template.set_inner_html(html);
    let mut nodes = Vec::new();
    let mut next = template.content().first_child();
    while let Some(node) = next {
        next = node.next_sibling();
        nodes.push(node);
    }
    nodes
}

/// Where the page is seen.
#[component]
pub fn PreviewPane(
    /// The preview.
    preview: Preview,
    /// What scrolls with it.
    scroll: Scroll,
) -> impl IntoView {
    view! {
        <section
            node_ref=scroll.pane
            class="editor-preview"
            aria-label="Preview"
            aria-busy=move || preview.behind.get().to_string()
            tabindex="0"
            on:scroll=move |_| scroll.follow(Side::Page)
        >
            <Show when=move || preview.lacks.get()>
                <p class="field-note">
                    "The server does not answer: code in new languages has no colours yet, and new pictures no size."
                </p>
            </Show>
            <div node_ref=preview.place class="prose"></div>
        </section>
    }
}
