//! Between what an author edits and what is kept of a post.

use crate::{
    markdown,
    model::{
        desk::{PictureSize, PreviewNeeds, PreviewParts},
        draft::{Draft, Meta, Part, Picture},
    },
    server::{
        context::Context,
        db::{
            Connection,
            drafts::{self, PostRow},
            media,
        },
        fault::Fault,
        services::render::{self, ImageSizes, RenderedBody},
    },
};

/// What readers see of a post, as its author edits it.
pub async fn read(connection: &mut Connection, post: &PostRow) -> sqlx::Result<Draft> {
    let row = drafts::read_content(connection, post.id).await?;
    let meta = Meta {
        title: row.title,
        // A post that was never published has no address of its own yet.
        slug: if post.slug == post.uuid {
            String::new()
        } else {
            post.slug.clone()
        },
        summary: row.summary,
        takeaway: row.takeaway,
        tags: drafts::list_tag_names(connection, post.id).await?,
        series: row.series.map(|series| Part {
            series,
            position: row.series_part.unwrap_or(0),
        }),
        cover: row.cover.map(|src| Picture {
            src,
            alt: row.cover_alt,
        }),
        authors: drafts::list_author_slugs(connection, post.id).await?,
        featured: row.featured,
        unlisted: row.visibility == "unlisted",
        canonical: row.canonical_url.unwrap_or_default(),
        seo_title: row.seo_title.unwrap_or_default(),
        seo_description: row.seo_description.unwrap_or_default(),
        language: row.language,
        review_after: row.review_after,
    };
    Ok(Draft {
        source: row.source,
        meta,
    })
}

/// Renders a text with the pictures that are stored here.
pub async fn render(context: &Context, source: &str) -> Result<RenderedBody, Fault> {
    let sizes = {
        let mut reader = context.database.reader().await?;
        ImageSizes::new(media::list_media(&mut reader).await?)
    };
    let source = source.to_owned();
    Ok(tokio::task::spawn_blocking(move || render::render(&source, &sizes)).await??)
}

/// What a preview needs and its text does not say; what is not known here is left out.
pub async fn find_preview_parts(context: &Context, needs: &PreviewNeeds) -> Result<PreviewParts, Fault> {
    let asked = needs.pictures.get(..PreviewNeeds::MAX_PICTURES);
    let asked = asked.unwrap_or(&needs.pictures);
    let mut reader = context.database.reader().await?;
    let pictures = media::find_sizes(&mut reader, asked).await?;
    Ok(PreviewParts {
        pictures: pictures
            .into_iter()
            .map(|row| PictureSize {
                path: row.path,
                width: row.width,
                height: row.height,
            })
            .collect(),
        grammars: markdown::grammars(&needs.grammars),
    })
}
