//! The files that pictures were made of: kept where the owner wants that, and given to nobody else.

use std::{collections::BTreeMap, fs};

use axum::http::{StatusCode, header};
use jiff::tz::TimeZone;
use logbook::{
    model::role::Role,
    server::services::{export_folder::export, media::originals::folder_of},
};

use crate::{
    pictures::{photograph, plain},
    site::TestSite,
    staff::Person,
};

const ALL: &str = "words=&unused=false&pictures=true&page=1";

impl TestSite {
    /// The originals that are kept, by name.
    fn originals(&self) -> BTreeMap<String, Vec<u8>> {
        let Ok(folder) = fs::read_dir(folder_of(&self.context.media)) else {
            return BTreeMap::new();
        };
        folder
            .map(|entry| {
                let entry = entry.unwrap();
                let name = entry.file_name().into_string().unwrap();
                (name, fs::read(entry.path()).unwrap())
            })
            .collect()
    }

    /// Has originals kept from now on.
    async fn keep_originals(&self) {
        self.set(&[("originals", "kept")]).await;
    }
}

#[tokio::test]
async fn a_picture_is_kept_as_it_was_sent_only_where_the_owner_wants_that() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let ben = site.join("Ben", Role::Author).await;
    let first = site.take("photo.jpg", photograph(), &ada).await;
    site.take("plain.png", plain(9, 9, 1), &ben).await;
    assert!(site.originals().is_empty(), "nobody wants them");

    site.keep_originals().await;
    // Whose picture it is sends it once more.
    let again = site.take("photo.jpg", photograph(), &ada).await;
    assert!(again.known && again.path == first.path);
    let stem = &first.path["/media/".len()..][..32];
    let kept = site.originals();
    assert_eq!(kept, [(format!("{stem}.jpg"), photograph())].into());
    // What Ben brought is not for Ada to have, nor hers for him.
    site.take("plain.png", plain(9, 9, 1), &ada).await;
    assert!(site.take("photo.jpg", photograph(), &ben).await.known);
    assert_eq!(site.originals(), kept);

    let refused = site.send("notes.pdf", b"%PDF-1.7\n".to_vec(), Some(&ada)).await;
    assert_eq!(refused.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(site.originals(), kept, "what is refused leaves nothing");

    site.set(&[("originals", "thrown-away")]).await;
    site.take("other.png", plain(9, 9, 2), &ada).await;
    assert_eq!(site.originals(), kept, "what is kept stays");
}

#[tokio::test]
async fn an_original_is_for_who_sent_it_and_for_owners() {
    let site = TestSite::empty().await;
    let owner = site.join("Olga", Role::Owner).await;
    let editor = site.join("Eve", Role::Editor).await;
    let ada = site.join("Ada", Role::Contributor).await;
    site.keep_originals().await;
    let taken = site.take("photo.jpg", photograph(), &ada).await;
    let offered = async |person: &Person| site.library(person, ALL).await.items.remove(0).original;
    let path = offered(&ada).await.unwrap();
    assert_eq!(offered(&owner).await.as_ref(), Some(&path));
    assert_eq!(offered(&editor).await, None);

    for person in [&ada, &owner] {
        let given = site.get_as(&path, person).await;
        assert_eq!(given.status, StatusCode::OK, "{}", given.text);
        assert_eq!(given.text, String::from_utf8_lossy(&photograph()));
        assert_eq!(given.header(header::CONTENT_TYPE), "image/jpeg");
        assert_eq!(given.header(header::CONTENT_DISPOSITION), "attachment");
        assert_eq!(given.header(header::CACHE_CONTROL), "no-store");
        assert!(
            given
                .header(header::CONTENT_SECURITY_POLICY)
                .starts_with("sandbox")
        );
    }
    assert_eq!(site.get_as(&path, &editor).await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.get(&path).await.status, StatusCode::SEE_OTHER, "to the door");
    for nothing in ["/admin/originals/999", "/admin/originals/x"] {
        assert_eq!(
            site.get_as(nothing, &owner).await.status,
            StatusCode::NOT_FOUND,
            "{nothing}"
        );
    }
    let name = taken.path.replace("/media/", "").replace(".webp", ".jpg");
    for public in [format!("/media/{name}"), format!("/originals/{name}")] {
        assert_eq!(site.get(&public).await.status, StatusCode::NOT_FOUND, "{public}");
    }
    let folder = tempfile::tempdir().unwrap();
    let (database, media) = (&site.context.database, &site.context.media);
    export(database, media, &TimeZone::UTC, folder.path(), |_, _| {})
        .await
        .unwrap();
    assert!(!folder.path().join("media").join(&name).exists());
    assert!(
        !folder.path().join("originals").exists(),
        "others may get the export"
    );
}

#[tokio::test]
async fn an_original_goes_with_its_picture() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    site.keep_originals().await;
    site.take("photo.jpg", photograph(), &ada).await;
    site.take("plain.png", plain(9, 9, 1), &ada).await;
    assert_eq!(site.originals().len(), 2);
    let library = site.library(&ada, ALL).await;
    let photo = library.items.iter().find(|item| item.name == "photo.jpg");
    let id = photo.unwrap().id.to_string();
    let deleted = site
        .post("/api/media/delete", Some(&ada.cookie), &[("id", id.as_str())])
        .await;
    assert_eq!(deleted.status, StatusCode::OK, "{}", deleted.text);
    site.work(&["remove-files"]).await;
    let left: Vec<String> = site.originals().into_keys().collect();
    assert!(matches!(&left[..], [name] if name.ends_with(".png")), "{left:?}");
}
