//! The table of who may what: every server function, asked by nobody and by each role, about what is theirs and what is
//! not. A new function that is not in the table fails a test.

mod asked;
mod operator;
mod people;

/// Who asks: nobody, then each role.
const ASKERS: usize = 5;

/// A question: the function, its arguments, and what each asker gets.
struct Row {
    path: &'static str,
    arguments: &'static str,
    answers: [u16; ASKERS],
}

const fn row(path: &'static str, arguments: &'static str, answers: [u16; ASKERS]) -> Row {
    Row {
        path,
        arguments,
        answers,
    }
}

/// Everybody may.
const ALL: [u16; ASKERS] = [200; ASKERS];

/// Whoever is signed in may.
const STAFF: [u16; ASKERS] = [401, 200, 200, 200, 200];

/// There is no such thing for anybody, and who is not signed in does not learn even that.
const NOT_THERE: [u16; ASKERS] = [401, 404, 404, 404, 404];

/// Only owners may.
const OWNER: [u16; ASKERS] = [401, 403, 403, 403, 200];

/// Only those may who look after what is not theirs.
const EDITORS: [u16; ASKERS] = [401, 403, 403, 200, 200];

/// Only those may who look after what is not theirs, and there is no such thing.
const EDITORS_NOT_THERE: [u16; ASKERS] = [401, 403, 403, 404, 404];

/// Only those may who look after what is not theirs, and this would be wrong.
const EDITORS_WRONG: [u16; ASKERS] = [401, 403, 403, 422, 422];

/// Only owners may, and there is no such thing.
const OWNER_NOT_THERE: [u16; ASKERS] = [401, 403, 403, 403, 404];

/// Only owners may, and this would be wrong.
const OWNER_WRONG: [u16; ASKERS] = [401, 403, 403, 403, 422];

/// A text that could be published.
const DRAFT: &str = r#""draft":{"source":"Text.","meta":{"title":"A title","slug":"","summary":"","takeaway":"","tags":["Rust"],"series":null,"cover":null,"authors":["grace"],"featured":false,"unlisted":false,"canonical":"","seo_title":"","seo_description":"","language":"","review_after":null}}"#;

/// In every question `{mine}` is a draft of who asks and `{theirs}` one of somebody else; `{picture}` is a picture that who asks
/// brought in, and `{their-picture}` one of somebody else; `{own}` is the session of who asks, and `{other}` that of somebody else. Account 1 is the asker's
/// own, account 2 of somebody who is only there to have things done to them.
const TABLE: &[Row] = &[
    row("/api/posts/find", "place=Posts&query=", ALL),
    row("/api/front/read", "query=", ALL),
    row("/api/posts/read", "slug=public", ALL),
    row("/api/pages/read", "path=%2Fabout&query=", [404; ASKERS]),
    row("/api/pages/read", "path=%2Fadmin&query=", [404; ASKERS]),
    row("/api/pages/read", "path=%2Fprivacy&query=", ALL),
    row("/api/pages/read", "path=%2Fcontact&query=", ALL),
    row("/api/pages/read", "path=%2Ftags&query=", ALL),
    row("/api/pages/read", "path=%2Ftags%2Fbackend&query=", ALL),
    row("/api/pages/read", "path=%2Fauthors%2Fada-marlow&query=", ALL),
    row("/api/series/read", "slug=none", [404; ASKERS]),
    row("/api/views/read", "slugs=public", ALL),
    // Who writes here is not counted, whatever they send.
    row(
        "/api/views/record",
        "slug=public&token=forged",
        [422, 200, 200, 200, 200],
    ),
    row(
        "/api/session/begin",
        "email=nobody%40blog.test&password=wrong",
        [422; ASKERS],
    ),
    row("/api/account/read", "", STAFF),
    row("/api/account/profile", "name=A&bio=&links=", STAFF),
    row(
        "/api/account/profile",
        "name=&bio=&links=",
        [401, 422, 422, 422, 422],
    ),
    row(
        "/api/account/profile",
        "name=A&bio=&links=javascript%3Aalert(1)",
        [401, 422, 422, 422, 422],
    ),
    row("/api/account/picture", "path=", STAFF),
    row(
        "/api/account/picture",
        "path=%2Fmedia%2Fnone.png",
        [401, 422, 422, 422, 422],
    ),
    row(
        "/api/account/password",
        "current=wrong&new=long+enough+now",
        [401, 422, 422, 422, 422],
    ),
    row("/api/account/sessions/end", "id={other}", NOT_THERE),
    row("/api/account/sessions/end", "id=-1", NOT_THERE),
    row("/api/account/sessions/end", "id={own}", STAFF),
    row("/api/account/sessions/end-others", "", STAFF),
    row("/api/people/list", "", OWNER),
    row("/api/people/invite", "email=new%40blog.test&role=Author", OWNER),
    row("/api/people/invite", "email=new%40blog.test&role=Owner", OWNER),
    row("/api/people/invite", "email=nonsense&role=Author", OWNER_WRONG),
    row(
        "/api/people/invite",
        "email=new%40blog.test&role=God",
        [422; ASKERS],
    ),
    row("/api/people/uninvite", "id=none", OWNER_NOT_THERE),
    row("/api/people/reset", "id=2", OWNER),
    row("/api/people/reset", "id=99", OWNER_NOT_THERE),
    row("/api/people/role", "id=2&role=Editor", OWNER),
    row("/api/people/role", "id=99&role=Editor", OWNER_NOT_THERE),
    row("/api/people/role", "id=1&role=Owner", OWNER),
    row("/api/people/disable", "id=2&disabled=true", OWNER),
    row("/api/people/disable", "id=99&disabled=true", OWNER_NOT_THERE),
    row("/api/people/hand-over", "from=1&to=2", OWNER),
    row("/api/people/hand-over", "from=1&to=99", OWNER_NOT_THERE),
    row("/api/people/claim", "id=2&author=ada-marlow", OWNER),
    row("/api/people/claim", "id=2&author=nobody", OWNER_NOT_THERE),
    row("/api/audit/list", "", OWNER),
    row("/api/settings/read", "", OWNER),
    row(
        "/api/settings/change",
        r#"{"changes":{"name":{"seen":"Logbook","wanted":"Tide tables"}}}"#,
        OWNER,
    ),
    row(
        "/api/settings/change",
        r#"{"changes":{"name":{"seen":"","wanted":""},"base_url":{"seen":"","wanted":"https://given.test"}}}"#,
        OWNER_WRONG,
    ),
    row(
        "/api/settings/change",
        r#"{"changes":{"name":{"seen":"Never","wanted":"Ebb and flow"}}}"#,
        [401, 403, 403, 403, 409],
    ),
    row("/api/resume/read", "", OWNER),
    row("/api/resume/remove", "", OWNER_NOT_THERE),
    row("/api/letters/subscribers", "page=1", OWNER),
    row("/api/letters/subscribers/erase", "id=99", OWNER_NOT_THERE),
    row("/api/letters/inbox", "state=unread&page=1", EDITORS),
    row("/api/letters/inbox/mark", "id=99&state=read", EDITORS_NOT_THERE),
    row("/api/letters/inbox/delete", "id=99", EDITORS_NOT_THERE),
    row(
        "/api/media/list",
        "words=&unused=false&pictures=false&page=1",
        STAFF,
    ),
    row("/api/media/delete", "id={picture}", STAFF),
    row("/api/media/delete", "id={their-picture}", EDITORS),
    row("/api/media/delete", "id=99", NOT_THERE),
    row("/api/desk/posts", "words=&status=&mine=false&sort=&page=1", STAFF),
    row("/api/desk/begin", "", STAFF),
    row("/api/desk/begin", "kind=page", STAFF),
    row("/api/desk/begin", "kind=poem", [401, 422, 422, 422, 422]),
    row("/api/desk/open", "post={mine}", STAFF),
    row("/api/desk/open", "post={theirs}", EDITORS),
    row("/api/desk/open", "post=none", NOT_THERE),
    row(
        "/api/desk/save",
        r#"{"request":{"post":"{mine}","key":"k","base":1,{draft},"reason":"autosave","then":null}}"#,
        STAFF,
    ),
    row(
        "/api/desk/save",
        r#"{"request":{"post":"{theirs}","key":"k","base":1,{draft},"reason":"autosave","then":null}}"#,
        EDITORS,
    ),
    row(
        "/api/desk/save",
        r#"{"request":{"post":"{mine}","key":"k","base":1,{draft},"reason":"publish","then":{"act":"publish","at":null}}}"#,
        [401, 403, 200, 200, 200],
    ),
    row(
        "/api/desk/save",
        r#"{"request":{"post":"{theirs}","key":"k","base":1,{draft},"reason":"publish","then":{"act":"publish","at":null}}}"#,
        EDITORS,
    ),
    row(
        "/api/desk/save",
        r#"{"request":{"post":"{mine}","key":"k","base":1,{draft},"reason":"publish","then":{"act":"schedule","at":1}}}"#,
        [401, 403, 422, 422, 422],
    ),
    // Nothing waits for its time here.
    row(
        "/api/desk/save",
        r#"{"request":{"post":"{mine}","key":"k","base":1,{draft},"reason":"publish","then":{"act":"withdraw","at":null}}}"#,
        [401, 403, 409, 409, 409],
    ),
    row(
        "/api/desk/save",
        r#"{"request":{"post":"{theirs}","key":"k","base":1,{draft},"reason":"publish","then":{"act":"withdraw","at":null}}}"#,
        [401, 403, 403, 409, 409],
    ),
    row(
        "/api/desk/save",
        r#"{"request":{"post":"none","key":"k","base":1,{draft},"reason":"autosave","then":null}}"#,
        NOT_THERE,
    ),
    row("/api/desk/save", "{", [422; ASKERS]),
    // As throwing it away by itself.
    row(
        "/api/desk/save",
        r#"{"request":{"post":"{mine}","key":"k","base":1,{draft},"reason":"publish","then":{"act":"trash","at":null}}}"#,
        STAFF,
    ),
    row(
        "/api/desk/save",
        r#"{"request":{"post":"{theirs}","key":"k","base":1,{draft},"reason":"publish","then":{"act":"trash","at":null}}}"#,
        EDITORS,
    ),
    row(
        "/api/desk/save",
        r#"{"request":{"post":"{mine}","key":"k","base":1,{draft},"reason":"publish","then":{"act":"burn","at":null}}}"#,
        [422; ASKERS],
    ),
    row(
        "/api/desk/preview",
        r#"{"needs":{"pictures":["/media/none.png"],"grammars":["Rust"]}}"#,
        STAFF,
    ),
    row("/api/desk/to-review", "", STAFF),
    // What readers do not see cannot be found true.
    row(
        "/api/desk/review",
        "post={mine}&again=Year",
        [401, 403, 409, 409, 409],
    ),
    row(
        "/api/desk/review",
        "post={theirs}&again=Never",
        [401, 403, 403, 409, 409],
    ),
    row("/api/desk/review", "post=none&again=HalfYear", NOT_THERE),
    row("/api/desk/review", "post={mine}&again=Someday", [422; ASKERS]),
    row("/api/desk/numbers", "days=30", STAFF),
    row("/api/desk/post-numbers", "post={mine}&days=30", STAFF),
    row("/api/desk/post-numbers", "post={theirs}&days=30", EDITORS),
    row("/api/desk/post-numbers", "post=none&days=30", NOT_THERE),
    row("/api/desk/links", "post={mine}", STAFF),
    row("/api/desk/links", "post={theirs}", EDITORS),
    row("/api/desk/links/make", "post={mine}&days=7", STAFF),
    row("/api/desk/links/make", "post={theirs}&days=7", EDITORS),
    row(
        "/api/desk/links/make",
        "post={mine}&days=8",
        [401, 422, 422, 422, 422],
    ),
    row("/api/desk/links/make", "post=none&days=7", NOT_THERE),
    row("/api/desk/links/withdraw", "post={mine}&id=none", NOT_THERE),
    row(
        "/api/desk/links/withdraw",
        "post={theirs}&id=none",
        [401, 403, 403, 404, 404],
    ),
    row("/api/desk/duplicate", "post={mine}", STAFF),
    row("/api/desk/duplicate", "post={theirs}", EDITORS),
    row("/api/desk/duplicate", "post=none", NOT_THERE),
    row("/api/desk/delete", "post={mine}", [401, 403, 403, 409, 409]),
    row("/api/desk/delete", "post={theirs}", [401, 403, 403, 409, 409]),
    row("/api/desk/delete", "post=none", [401, 403, 403, 404, 404]),
    row("/api/desk/empty-trash", "", EDITORS),
    row("/api/desk/trash", "post={mine}", STAFF),
    row("/api/desk/trash", "post={theirs}", EDITORS),
    row("/api/desk/trash", "post=none", NOT_THERE),
    row("/api/desk/take-back", "post={mine}", [401, 409, 409, 409, 409]),
    row("/api/desk/take-back", "post={theirs}", [401, 403, 403, 409, 409]),
    row("/api/desk/revisions", "post={mine}", STAFF),
    row("/api/desk/revisions", "post={theirs}", EDITORS),
    row("/api/desk/revision", "post={mine}&number=9", NOT_THERE),
    row(
        "/api/desk/revision",
        "post={theirs}&number=9",
        [401, 403, 403, 404, 404],
    ),
    row("/api/desk/look", "post={mine}&revision=1", STAFF),
    row("/api/desk/look", "post={theirs}&revision=1", EDITORS),
    row("/api/desk/look", "post=none&revision=1", NOT_THERE),
    row("/api/desk/check", r#"{"post":"{mine}",{draft}}"#, STAFF),
    row("/api/desk/check", r#"{"post":"{theirs}",{draft}}"#, EDITORS),
    row("/api/desk/check", r#"{"post":"none",{draft}}"#, NOT_THERE),
    row("/api/desk/authors", "words=a", STAFF),
    row("/api/desk/time", "text={next-year}-01-01T09%3A00&zone=UTC", STAFF),
    row(
        "/api/desk/time",
        "text=2001-01-01T09%3A00&zone=UTC",
        [401, 422, 422, 422, 422],
    ),
    row("/api/desk/restore", "post={mine}&number=9", NOT_THERE),
    row(
        "/api/desk/restore",
        "post={theirs}&number=9",
        [401, 403, 403, 404, 404],
    ),
    row("/api/desk/tags", "words=ru", STAFF),
    row("/api/desk/series", "words=", STAFF),
    row("/api/desk/tags/told", "post={mine}&names=Rust", STAFF),
    row("/api/desk/tags/told", "post={theirs}&names=Rust", EDITORS),
    row("/api/desk/tags/told", "post=none&names=Rust", NOT_THERE),
    row("/api/sorting/tags", "words=&page=1", EDITORS),
    row(
        "/api/sorting/tags/edit",
        "id=1&slug=back&name=Back&description=",
        EDITORS,
    ),
    row(
        "/api/sorting/tags/edit",
        "id=1&slug=No&name=&description=",
        EDITORS_WRONG,
    ),
    row(
        "/api/sorting/tags/edit",
        "id=99&slug=back&name=Back&description=",
        EDITORS_NOT_THERE,
    ),
    row("/api/sorting/tags/merge", "id=1&into=backend", EDITORS_WRONG),
    row("/api/sorting/tags/merge", "id=99&into=backend", EDITORS_NOT_THERE),
    row("/api/sorting/tags/delete", "id=1", EDITORS),
    row("/api/sorting/tags/delete", "id=99", EDITORS_NOT_THERE),
    row("/api/sorting/tags/undo", "id=99", EDITORS_NOT_THERE),
    row("/api/sorting/redirects", "words=&page=1", EDITORS),
    row(
        "/api/sorting/redirects/add",
        "path=%2Fold&target=%2Ftags",
        EDITORS,
    ),
    row(
        "/api/sorting/redirects/add",
        "path=%2Fadmin&target=%2Fnowhere",
        EDITORS_WRONG,
    ),
    row("/api/sorting/redirects/delete", "path=%2Fold", EDITORS_NOT_THERE),
    row("/api/jobs/list", "", EDITORS),
    row("/api/jobs/retry", "id=99", EDITORS_NOT_THERE),
    row("/api/jobs/cancel", "id=99", EDITORS_NOT_THERE),
    row("/api/sorting/series", "words=", EDITORS),
    row("/api/sorting/series/open", "id=99", EDITORS_NOT_THERE),
    row("/api/sorting/series/create", "title=Jobs", EDITORS),
    row("/api/sorting/series/create", "title=", EDITORS_WRONG),
    row(
        "/api/sorting/series/edit",
        r#"{"series":{"id":99,"state":0,"slug":"a","title":"A","description":"","complete":false,"shows_coming":false,"cover":null}}"#,
        EDITORS_NOT_THERE,
    ),
    row("/api/sorting/series/delete", "id=99", EDITORS_NOT_THERE),
    row("/api/sorting/order", "list=Series&id=99", EDITORS_NOT_THERE),
    row("/api/sorting/order", "list=Collection&id=99", EDITORS_NOT_THERE),
    row("/api/sorting/order", "list=Collections&id=0", EDITORS),
    row("/api/sorting/order", "list=Focus&id=0", EDITORS),
    row("/api/sorting/order", "list=Posts&id=0", [422; ASKERS]),
    row(
        "/api/sorting/order/change",
        r#"{"step":{"list":"Series","id":99,"act":"Arrange","version":0,"keys":[],"overview":false}}"#,
        EDITORS_NOT_THERE,
    ),
    row(
        "/api/sorting/order/change",
        r#"{"step":{"list":"Series","id":99,"act":"Add","version":0,"keys":["{mine}"],"overview":false}}"#,
        EDITORS_NOT_THERE,
    ),
    row(
        "/api/sorting/order/change",
        r#"{"step":{"list":"Series","id":99,"act":"TakeOut","version":0,"keys":["{theirs}"],"overview":false}}"#,
        EDITORS_NOT_THERE,
    ),
    row(
        "/api/sorting/order/change",
        r#"{"step":{"list":"Focus","id":0,"act":"Add","version":0,"keys":["backend"],"overview":false}}"#,
        EDITORS,
    ),
    row(
        "/api/sorting/order/change",
        r#"{"step":{"list":"Focus","id":0,"act":"Arrange","version":0,"keys":[],"overview":false}}"#,
        [401, 403, 403, 409, 409],
    ),
    row("/api/sorting/collections/open", "id=99", EDITORS_NOT_THERE),
    row("/api/sorting/collections/create", "name=Start+here", EDITORS),
    row("/api/sorting/collections/create", "name=", EDITORS_WRONG),
    row(
        "/api/sorting/collections/edit",
        "id=99&slug=a&name=A&intro=&shows=",
        EDITORS_NOT_THERE,
    ),
    row("/api/sorting/collections/delete", "id=99", EDITORS_NOT_THERE),
];
