//! How a page wakes: piece by piece, so that the browser can answer in between.
//!
//! A browser compiles each function of the program when it is first called, which is most of what waking costs. In one
//! go that is a task of which a phone's owner notices that nothing moves.

use std::{cell::RefCell, collections::VecDeque, mem, rc::Rc, sync::Arc};

use any_spawner::Executor;
use gloo_timers::future::TimeoutFuture;
use hydration_context::{HydrateSharedContext, SharedContext as _};
use leptos::{
    prelude::{AddAnyAttr, AnyView, IntoAny as _, Owner, Render, RenderHtml, document},
    tachys::{
        html::attribute::{Attribute, any_attribute::AnyAttribute},
        hydration::Cursor,
        view::{Position, PositionState, any_view::AnyViewState},
    },
    wasm_bindgen::JsCast as _,
};

type Piece = Box<dyn FnOnce()>;

thread_local! {
    /// What is still asleep, in order.
    static ASLEEP: RefCell<VecDeque<Piece>> = const { RefCell::new(VecDeque::new()) };
}

/// Brings the page that the server drew of `app` to life.
///
/// As [`leptos::mount::hydrate_body`], but what is [`later`] comes in tasks of its own.
pub async fn wake(app: fn() -> AnyView) {
    let Some(body) = document().body() else { return };
    // Whatever loaded the program has done enough for one task.
    pause().await;
    // It fails where it was done before.
    let _ = Executor::init_wasm_bindgen();
    let context = Arc::new(HydrateSharedContext::new());
    let owner = Owner::new_root(Some(context.clone()));
    let view = owner.with(app);
    pause().await;
    // Lives as long as the page.
    mem::forget(owner.with(|| view.hydrate_from::<true>(&body)));
    while let Some(piece) = ASLEEP.with_borrow_mut(VecDeque::pop_front) {
        pause().await;
        piece();
    }
    context.hydration_complete();
    mem::forget(owner);
}

/// Lets the browser do something else.
async fn pause() {
    TimeoutFuture::new(0).await;
}

/// What stands alone in an element and wakes after everything around it. It must not load anything that the page came with
/// unless all that does comes in the order in which the server drew it.
pub fn later(view: impl FnOnce() -> AnyView + Send + 'static) -> AnyView {
    Later(Box::new(view)).into_any()
}

/// The view of [`later`].
struct Later(Box<dyn FnOnce() -> AnyView + Send>);

impl Render for Later {
    /// Nothing while it is asleep.
    type State = Rc<RefCell<Option<AnyViewState>>>;

    fn build(self) -> Self::State {
        Rc::new(RefCell::new(Some(self.0().build())))
    }

    fn rebuild(self, state: &mut Self::State) {
        if let Some(state) = state.borrow_mut().as_mut() {
            self.0().rebuild(state);
        }
    }
}

impl RenderHtml for Later {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        buf: &mut String,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        extra_attrs: Vec<AnyAttribute>,
    ) {
        self.0().to_html_with_buf(buf, position, escape, mark_branches, extra_attrs);
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Self::State {
        let place = cursor.current();
        // Before the marker with which the framework ends what stands in an element.
        if let Some(last) = place.last_child().and_then(|end| end.previous_sibling()) {
            cursor.set(last);
            position.set(Position::NextChild);
        }
        let place = Cursor::new(place.unchecked_into());
        let owner = Owner::current().unwrap_or_default();
        let state = Self::State::default();
        let woken = Rc::clone(&state);
        let piece = move || {
            let view = owner.with(|| self.0().hydrate::<FROM_SERVER>(&place, &PositionState::default()));
            woken.replace(Some(view));
        };
        ASLEEP.with_borrow_mut(|asleep| asleep.push_back(Box::new(piece)));
        state
    }

    fn into_owned(self) -> Self {
        self
    }
}

impl AddAnyAttr for Later {
    type Output<SomeNewAttr: Attribute> = Self;

    /// None is ever added: what stands around it is an element.
    fn add_any_attr<NewAttr: Attribute>(self, _attr: NewAttr) -> Self {
        self
    }
}
