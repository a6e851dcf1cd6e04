//! The document's title: the server has written it, and a page that is shown later sets its own.
//!
//! The framework's takes the title away until its first effect has run, which is seen while a page wakes.

use leptos::{
    prelude::{AddAnyAttr, AnyView, IntoAny as _, Mountable, Render, RenderHtml, document},
    tachys::{
        html::attribute::{Attribute, any_attribute::AnyAttribute},
        hydration::Cursor,
        view::{Position, PositionState},
    },
};
use web_sys::{Element, Node};

/// Says what the document is called while what it stands in is shown.
pub fn title(text: &str) -> AnyView {
    Title(text.to_owned()).into_any()
}

/// The view of [`title`], and its state.
struct Title(String);

impl Render for Title {
    type State = Self;

    fn build(self) -> Self {
        self
    }

    fn rebuild(self, state: &mut Self) {
        document().set_title(&self.0);
        *state = self;
    }
}

impl Mountable for Title {
    /// What is shown instead has a title of its own.
    fn unmount(&mut self) {}

    fn mount(&mut self, _parent: &Element, _marker: Option<&Node>) {
        document().set_title(&self.0);
    }

    fn insert_before_this(&self, _child: &mut dyn Mountable) -> bool {
        false
    }

    fn elements(&self) -> Vec<Element> {
        Vec::new()
    }
}

impl RenderHtml for Title {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;
    const EXISTS: bool = false;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    /// Pages are drawn by the server.
    fn to_html_with_buf(
        self,
        _buf: &mut String,
        _position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _extra_attrs: Vec<AnyAttribute>,
    ) {
    }

    fn hydrate<const FROM_SERVER: bool>(self, _cursor: &Cursor, _position: &PositionState) -> Self {
        self
    }

    fn into_owned(self) -> Self {
        self
    }
}

impl AddAnyAttr for Title {
    type Output<SomeNewAttr: Attribute> = Self;

    /// It is no element.
    fn add_any_attr<NewAttr: Attribute>(self, _attr: NewAttr) -> Self {
        self
    }
}
