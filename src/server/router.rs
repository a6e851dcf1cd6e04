//! The table of everything that answers: pages, server functions, feeds, files; and what they all pass through.

use std::time::Duration;

use axum::{
    Router,
    body::Body,
    extract::{DefaultBodyLimit, Path, Request, State},
    http::{HeaderValue, Method, StatusCode, Uri, header},
    middleware,
    response::{IntoResponse as _, Redirect, Response},
    routing::{MethodRouter, get},
};
use leptos::prelude::{IntoView, provide_context};
use leptos_axum::{AxumRouteListing, LeptosRoutes as _, generate_route_list};
use tower::{ServiceBuilder, ServiceExt as _};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer, CompressionLevel, Predicate as _,
        predicate::{NotForContentType, SizeAbove},
    },
    services::ServeDir,
    timeout::RequestBodyTimeoutLayer,
};

use super::{
    assets,
    context::Context,
    door, draft, etag, feeds, gone,
    guard::{arguments, client, headers, moved, origin, outcome, page, spelling, staff, trace},
    history, letters, media,
    pages::Instead,
    preview, printed, rest, resume,
    services::opensearch::FAVICON,
    share_image, source,
};
use crate::{
    app::{
        App,
        bare::{Around, Bare},
        shell,
    },
    model::{
        media::UPLOAD,
        resume::{RESUME, UPLOAD_RESUME},
        settings::{PREVIEW, accent::Accent},
        site::Site,
        slug::Slug,
    },
};

/// The longest a request may take from its head to the start of its answer.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);

/// The same for a picture that is sent: as long as a phone far from everything takes.
const UPLOAD_TIMEOUT: Duration = Duration::from_secs(15 * 60);

/// The longest pause between two pieces of a request's body.
const BODY_TIMEOUT: Duration = Duration::from_secs(10);

/// The largest body that anything takes; uploads have their own.
const BODY_LIMIT: usize = 1024 * 1024;

/// For files whose name holds a hash of what is in them.
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// For files that may change under their name.
const REVALIDATE: HeaderValue = HeaderValue::from_static("no-cache");

/// The pages that have a name at the root of the site, as [`App`] declares them.
const AT_ROOT: &str = "/{slug}";

/// Answers besides pages, files and server functions.
pub fn machine_routes() -> Vec<(String, MethodRouter<Context>)> {
    let mut routes = feeds::routes();
    routes.extend(rest::routes());
    routes.push(("/draft/{key}".to_owned(), get(draft::page)));
    routes.push(("/share/{file}".to_owned(), get(share_image::answer)));
    routes.push(("/accent/{file}".to_owned(), get(accent)));
    routes.push(("/series/{slug}/print".to_owned(), get(printed::page)));
    routes.push((RESUME.to_owned(), resume::route()));
    routes.push(("/posts/{slug}/changes".to_owned(), get(history::page)));
    routes
}

/// The pages, as [`App`] declares them.
pub fn page_routes() -> Vec<AxumRouteListing> {
    generate_route_list(App)
}

/// Everything that answers, behind everything that guards it.
pub fn build_router(context: &Context) -> Router {
    // What is at the root under a name may be a file, too, and is looked for when it is none: see `other`.
    let pages = page_routes()
        .into_iter()
        .filter(|route| route.path() != AT_ROOT)
        .collect();
    let mut router = Router::new();
    for (path, method) in machine_routes() {
        router = router.route(&path, method);
    }
    for (path, method) in door::routes().into_iter().chain(letters::routes()) {
        router = router.route(path, method);
    }
    for (path, method) in rest::nowhere() {
        router = router.route(path, method);
    }
    let provide = {
        let context = context.clone();
        move || make_known(&context)
    };
    let view = {
        let context = context.clone();
        move || shell(&context.site(), &context.files.assets, &context.options)
    };
    router
        .leptos_routes_with_context(context, pages, provide, view)
        .route("/desk/{style}", get(desk_style))
        .route(UPLOAD_RESUME, resume::upload_route())
        .route(PREVIEW, preview::route())
        .nest_service("/pkg", package(context))
        .nest("/media", media::files())
        .nest_service("/fonts", fonts(context))
        .fallback(other)
        .layer(RequestBodyTimeoutLayer::new(BODY_TIMEOUT))
        .layer(
            ServiceBuilder::new()
                .layer(middleware::from_fn(trace::trace))
                .layer(middleware::from_fn_with_state(context.clone(), headers::secure))
                .layer(middleware::from_fn(rest::speak))
                .layer(middleware::from_fn_with_state(
                    context.clone(),
                    origin::refuse_foreign,
                ))
                .layer(middleware::from_fn_with_state(
                    context.clone(),
                    client::note_address,
                ))
                .layer(CatchPanicLayer::custom(panicked))
                .layer(middleware::from_fn(limit_time))
                .layer(middleware::from_fn(feeds::compress_lightly))
                .layer(middleware::from_fn(etag::weaken))
                .layer(
                    CompressionLayer::new()
                        .quality(CompressionLevel::Precise(4))
                        .compress_when(
                            SizeAbove::new(512)
                                .and(NotForContentType::IMAGES)
                                .and(NotForContentType::const_new("font/"))
                                // Compressed inside already, and asked for in parts.
                                .and(NotForContentType::const_new("application/pdf")),
                        ),
                )
                .layer(middleware::from_fn_with_state(context.clone(), source::answer))
                .layer(middleware::from_fn_with_state(context.clone(), page::finish))
                .layer(middleware::from_fn_with_state(context.clone(), gone::answer))
                .layer(middleware::from_fn_with_state(context.clone(), moved::redirect))
                .layer(middleware::from_fn_with_state(
                    context.clone(),
                    spelling::redirect,
                ))
                .layer(middleware::from_fn_with_state(context.clone(), staff::admit))
                .layer(middleware::from_fn(outcome::set_status))
                .layer(middleware::from_fn(arguments::refuse_garbled))
                .layer(DefaultBodyLimit::max(BODY_LIMIT)),
        )
        .with_state(context.clone())
}

/// Makes known what everything that is drawn or called may ask for.
fn make_known(context: &Context) {
    provide_context(context.clone());
    provide_context(Instead::default());
}

/// Gives up what takes too long.
async fn limit_time(request: Request, next: middleware::Next) -> Response {
    let uploads =
        *request.method() == Method::POST && [UPLOAD, UPLOAD_RESUME].contains(&request.uri().path());
    let most = if uploads { UPLOAD_TIMEOUT } else { REQUEST_TIMEOUT };
    match tokio::time::timeout(most, next.run(request)).await {
        Ok(response) => response,
        Err(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            [(header::RETRY_AFTER, "10")],
            "The server has too much to do and gave this up. Try again in a moment.",
        )
            .into_response(),
    }
}

/// What nothing else answers: a numbered sitemap, a file at the root of the site, a page there, else the "not found" page.
async fn other(State(context): State<Context>, uri: Uri, request: Request) -> Response {
    if let Some(response) =
        feeds::sitemap_file(&context, request.method(), request.headers(), uri.path()).await
    {
        return response;
    }
    if let Some(icon) = chosen_icon(&context.site(), uri.path()) {
        return icon;
    }
    let mut file = Request::new(Body::empty());
    *file.uri_mut() = uri;
    *file.method_mut() = request.method().clone();
    *file.headers_mut() = request.headers().clone();
    // A folder of the site is no page of it, so only what looks like a file is looked for.
    if file
        .uri()
        .path()
        .rsplit('/')
        .next()
        .is_some_and(|name| name.contains('.'))
        && let Ok(found) = ServeDir::new(&context.files.root)
            .append_index_html_on_directories(false)
            .oneshot(file)
            .await
        && found.status() != StatusCode::NOT_FOUND
    {
        let mut found = found.map(Body::new);
        found.headers_mut().insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=3600"),
        );
        return found;
    }
    let may_be_page = matches!(*request.method(), Method::GET | Method::HEAD)
        && (request.uri().path().strip_prefix('/')).is_some_and(|name| Slug::parse(name).is_ok());
    if may_be_page {
        // It says itself whether there is one.
        return draw_app(&context, request, ()).await;
    }
    not_found(&context, request).await
}

/// The way from where programs look for the mark of a site to the picture that its owner chose for that.
fn chosen_icon(site: &Site, path: &str) -> Option<Response> {
    (path == FAVICON && !site.icon.is_empty()).then(|| {
        let kept = [(header::CACHE_CONTROL, "public, max-age=300")];
        (kept, Redirect::temporary(&site.icon)).into_response()
    })
}

/// The page for an address at which there is nothing.
pub(super) async fn not_found(context: &Context, request: Request) -> Response {
    let mut response = draw_app(context, request, ()).await;
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// Draws the app at the address of a request, with something `given` that its page asks for.
pub(super) async fn draw_app<T: Clone + Send + Sync + 'static>(
    context: &Context,
    request: Request,
    given: T,
) -> Response {
    draw(context, request, move |context| {
        provide_context(given.clone());
        shell(&context.site(), &context.files.assets, &context.options)
    })
    .await
}

/// Draws a page that is no part of the program's table of pages, whole.
pub(super) async fn draw<V: IntoView + 'static>(
    context: &Context,
    request: Request,
    view: impl Fn(&Context) -> V + Clone + Send + Sync + 'static,
) -> Response {
    let (provided, drawn) = (context.clone(), context.clone());
    let render =
        leptos_axum::render_app_async_with_context(move || make_known(&provided), move || view(&drawn));
    render(request).await
}

/// Draws a page on which no program runs.
pub(super) async fn draw_bare(
    context: &Context,
    request: Request,
    page: impl Fn(&Context) -> Bare + Clone + Send + Sync + 'static,
) -> Response {
    draw(context, request, move |context| {
        let around = Around {
            site: &context.site(),
            assets: &context.files.assets,
            logo: &context.frame().logo,
        };
        page(context).draw(&around)
    })
    .await
}

/// A fault that no error was made of. It is logged inside the request's span, which names the reference.
fn panicked(panic: Box<dyn std::any::Any + Send>) -> Response {
    let what = panic.downcast_ref::<String>().map(String::as_str);
    let what = what
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no message");
    tracing::error!("a request ended in a panic: {what}");
    let text = "Something went wrong on our side. The fault is in the log under the id of this request.";
    (StatusCode::INTERNAL_SERVER_ERROR, text).into_response()
}

/// What the desk's style adds, under the name that its content makes.
async fn desk_style(uri: Uri) -> Response {
    let style = &*assets::DESK_STYLE;
    if uri.path() != style.path {
        return StatusCode::NOT_FOUND.into_response();
    }
    let kind = HeaderValue::from_static("text/css; charset=utf-8");
    (
        [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, FOREVER)],
        style.text,
    )
        .into_response()
}

/// The site's colour. All of it is in the file's name, so that a page that a cache keeps still has the one it was drawn in.
async fn accent(Path(file): Path<String>) -> Response {
    let Some(accent) = Accent::of_file(&file) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = HeaderValue::from_static("text/css; charset=utf-8");
    (
        [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, FOREVER)],
        format!(":root{{--accent:{}}}\n", accent.css()),
    )
        .into_response()
}

/// Program and style: hashed names are kept for good, others asked for again; compressed beforehand.
fn package(context: &Context) -> Router {
    let files = ServeDir::new(context.files.root.join("pkg"))
        .precompressed_br()
        .precompressed_gzip();
    Router::new()
        .fallback_service(files)
        .layer(middleware::from_fn(keep_hashed))
}

/// Fonts carry a hash in their names.
fn fonts(context: &Context) -> Router {
    Router::new()
        .fallback_service(ServeDir::new(context.files.root.join("fonts")))
        .layer(middleware::map_response(async |response| keep(response, true)))
}

/// Whether a file is kept for good depends on its name: `logbook.<hash>.js`, but `logbook.js`. The loader of split
/// parts is asked for again, because a stale one names parts that are gone.
async fn keep_hashed(request: Request, next: middleware::Next) -> Response {
    let name = request.uri().path().rsplit('/').next().unwrap_or_default();
    let lasting = name.split('.').count() > 2 && !name.starts_with("__wasm_split");
    let mut response = keep(next.run(request).await, lasting);
    // The file is chosen by what the client can unpack, and caches have to know.
    response
        .headers_mut()
        .insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    response
}

/// Lets a file that was found, or is held already, be kept for good if it is `lasting`.
fn keep(mut response: Response, lasting: bool) -> Response {
    let found = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    let value = if found && lasting { FOREVER } else { REVALIDATE };
    response.headers_mut().insert(header::CACHE_CONTROL, value);
    response
}
