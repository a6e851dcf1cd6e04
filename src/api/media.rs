//! The library of pictures. What comes in is no server function: its body is the file.

use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::{
    error::{AppError, json::Json},
    model::media::MediaPage,
};

/// A page of the library, the last that came first.
#[server(prefix = "/api", endpoint = "media/list", input = GetUrl, output = Json)]
pub async fn list_media(
    words: String,
    unused: bool,
    pictures: bool,
    page: u32,
) -> Result<MediaPage, AppError> {
    use crate::{
        model::role::Action,
        server::{
            auth::require,
            fault::answer,
            services::media::library::{self, Asked},
        },
    };
    let actor = require(Action::UploadPicture).await?;
    let asked = Asked {
        words,
        unused,
        pictures,
        page,
    };
    answer(async |context| library::list_media(&context, &actor, &asked).await.map(Some)).await
}

/// Deletes a file that is used nowhere.
#[server(prefix = "/api", endpoint = "media/delete", output = Json)]
pub async fn delete_media(id: i64) -> Result<(), AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require_picture, fault::answer, services::media::library},
    };
    let actor = require_picture(Action::DeletePicture, id).await?;
    answer(async |context| library::delete_media(&context, &actor, id).await).await?
}
