//! `/contact`: messages of readers, and what the desk makes of them.

use axum::http::{StatusCode, header};

use super::{inbox, owner_of, write};
use crate::site::TestSite;

#[tokio::test]
async fn a_message_is_kept_as_text_and_is_answered_at_the_desk() {
    let site = TestSite::empty().await;
    let owner = owner_of(&site).await;
    let words = "Dear Olga,\r\n\r\n<b>this</b> & that </textarea><script>alert(1)</script>";
    let sent = write(&site, "Ada <b>", "ada@example.org", words).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    assert_eq!(sent.header(header::LOCATION), "/contact?done");
    site.get("/contact?done")
        .await
        .assert_in_order(&["Thank you: your message is here", "No mail tells of it yet"]);

    let unread = inbox(&site, &owner, "unread").await;
    assert!(unread.contains("\"counts\":[1,0,0,0]"), "{unread}");
    assert!(unread.contains("Dear Olga,\\n\\n"), "{unread}");
    assert!(unread.contains("mailto:ada@example.org?subject=Re%3A%20your%20message%20to%20Logbook"));
    let ask =
        async |path: &str, fields: &[(&str, &str)]| site.post(path, Some(&owner.cookie), fields).await.status;
    for state in ["read", "answered", "spam", "unread"] {
        let fields = [("id", "1"), ("state", state)];
        assert_eq!(ask("/api/letters/inbox/mark", &fields).await, StatusCode::OK);
        assert!(inbox(&site, &owner, state).await.contains("\"id\":1"), "{state}");
    }
    let nonsense = [("id", "1"), ("state", "lost")];
    assert_eq!(
        ask("/api/letters/inbox/mark", &nonsense).await,
        StatusCode::NOT_FOUND
    );
    let gone = ask("/api/letters/inbox/delete", &[("id", "1")]).await;
    assert_eq!(gone, StatusCode::OK);
    assert!(inbox(&site, &owner, "unread").await.contains("\"messages\":[]"));
    let log = site.get_as("/api/audit/list", &owner).await.page();
    assert!(log.contains("message.delete") && !log.contains("ada@example.org"));
}

#[tokio::test]
async fn what_is_wrong_with_a_message_is_told_and_all_of_it_comes_back() {
    let site = TestSite::empty().await;
    let owner = owner_of(&site).await;
    let long = format!("\nFirst <line>\n{}</textarea><i>", "ü".repeat(5_000));
    let answer = write(&site, "Ada\nBcc: ben@example.org", "ada@example.org", &long).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.assert_in_order(&[
        "id=\"contact-name-note\"",
        "on one line",
        "value=\"ada@example.org\"",
        "<textarea",
        ">\n\nFirst &lt;line&gt;\n",
        "ü&lt;/textarea&gt;&lt;i&gt;</textarea>",
        "id=\"contact-message-note\"",
        "this one has 5,0",
    ]);
    let answer = write(&site, "", "", "").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.assert_in_order(&[
        "Say what you are called",
        "Enter your e-mail",
        "Write your message",
    ]);
    let huge = write(&site, "Ada", "ada@example.org", &"a".repeat(2_000_000)).await;
    assert_eq!(huge.status, StatusCode::PAYLOAD_TOO_LARGE);
    huge.assert_in_order(&["<header class=\"site-header\"", "<h1>This is too long", "Go back"]);
    assert!(inbox(&site, &owner, "unread").await.contains("\"messages\":[]"));
}
