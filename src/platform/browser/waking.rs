//! How a page wakes: piece by piece, so that the browser can answer in between.
//!
//! A browser compiles each function of the program when it is first called, which is most of what waking costs. In one
//! go that is a task of which a phone's owner notices that nothing moves.

use std::{cell::RefCell, collections::VecDeque, future::poll_fn, mem, rc::Rc, sync::Arc, task::Poll};

use any_spawner::{CustomExecutor, Executor, PinnedFuture, PinnedLocalFuture};
use gloo_timers::future::TimeoutFuture;
use hydration_context::{HydrateSharedContext, SharedContext as _};
use js_sys::Date;
use leptos::{
    prelude::{AddAnyAttr, AnyView, IntoAny as _, Owner, Render, RenderHtml, document},
    tachys::{
        html::attribute::{Attribute, any_attribute::AnyAttribute},
        hydration::Cursor,
        view::{Position, PositionState, any_view::AnyViewState},
    },
    wasm_bindgen::JsCast as _,
};
use wasm_bindgen_futures::spawn_local;

/// After so many milliseconds the browser gets its turn; a frame has 16.
const ENOUGH: f64 = 4.0;

type Piece = Box<dyn FnOnce()>;

thread_local! {
    /// What is still asleep; nothing is once the page is awake.
    static ASLEEP: RefCell<Option<Asleep>> = RefCell::new(Some(Asleep::default()));
}

/// What is still asleep, each in order.
#[derive(Default)]
struct Asleep {
    /// What the piece before has left: the rest of it, then what it has begun.
    rest: VecDeque<Piece>,
    /// What is [`later`].
    pieces: VecDeque<Piece>,
}

/// Puts a piece where it has to wait, or does it at once where the page is awake.
fn in_turn(piece: Piece, put: fn(&mut Asleep, Piece)) {
    let at_once = ASLEEP.with_borrow_mut(|asleep| match asleep {
        Some(asleep) => {
            put(asleep, piece);
            None
        }
        None => Some(piece),
    });
    if let Some(piece) = at_once {
        piece();
    }
}

/// The piece whose turn it is.
fn next() -> Option<Piece> {
    ASLEEP.with_borrow_mut(|asleep| {
        let asleep = asleep.as_mut()?;
        asleep.rest.pop_front().or_else(|| asleep.pieces.pop_front())
    })
}

/// The executor of a page: what is begun while it wakes, its effects above all, is a piece of waking, too.
struct InTurn;

impl CustomExecutor for InTurn {
    fn spawn(&self, future: PinnedFuture<()>) {
        self.spawn_local(future);
    }

    fn spawn_local(&self, future: PinnedLocalFuture<()>) {
        in_turn(Box::new(|| spawn_local(future)), |asleep, piece| {
            asleep.rest.push_back(piece)
        });
    }

    /// The browser does that.
    fn poll_local(&self) {}
}

/// Brings the page that the server drew of `app` to life, for which `provide` comes first.
///
/// As [`leptos::mount::hydrate_body`], but in many tasks: what is [`later`], and what is begun meanwhile, waits for its turn.
pub async fn wake(provide: fn(), app: fn() -> AnyView) {
    let Some(body) = document().body() else { return };
    // Whatever loaded the program has done enough for one task.
    pause().await;
    // It fails where it was done before.
    let _ = Executor::init_custom_executor(InTurn);
    let context = Arc::new(HydrateSharedContext::new());
    let owner = Owner::new_root(Some(context.clone()));
    owner.with(provide);
    pause().await;
    let view = owner.with(app);
    pause().await;
    // Lives as long as the page.
    mem::forget(owner.with(|| view.hydrate_from::<true>(&body)));
    pause().await;
    let mut began = Date::now();
    while let Some(piece) = next() {
        piece();
        begun().await;
        if Date::now() - began > ENOUGH {
            pause().await;
            began = Date::now();
        }
    }
    ASLEEP.set(None);
    context.hydration_complete();
    mem::forget(owner);
}

/// Lets the browser do something else.
async fn pause() {
    TimeoutFuture::new(0).await;
}

/// Lets what a piece has begun run as far as it can go at once.
async fn begun() {
    let mut yielded = false;
    poll_fn(|context| {
        if mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
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
            return self.0().rebuild(state);
        }
        let owner = Owner::current().unwrap_or_default();
        let mut state = Rc::clone(state);
        in_turn(
            Box::new(move || owner.with(|| self.rebuild(&mut state))),
            |asleep, piece| asleep.pieces.push_back(piece),
        );
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
        let build = move || {
            let view = owner.with(self.0);
            let hydrate = move || {
                let view = owner.with(|| view.hydrate::<FROM_SERVER>(&place, &PositionState::default()));
                woken.replace(Some(view));
            };
            // Its effects go by what it is, so they come after.
            in_turn(Box::new(hydrate), |asleep, piece| asleep.rest.push_front(piece));
        };
        in_turn(Box::new(build), |asleep, piece| asleep.pieces.push_back(piece));
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
