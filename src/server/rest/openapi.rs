//! The document that describes what can be asked and what is answered (OpenAPI 3.1). Addresses and parameters are those of the
//! table that the routes are made of; a test holds every answer against the schemas.

use serde_json::{Map, Value, json};

use super::{
    LIMIT,
    endpoint::{ALL, Endpoint, Parameter},
    problem,
};
use crate::model::site::Site;

/// The version of what is promised: of the folder, and what was added within it.
const VERSION: &str = "1.0.0";

/// What answers are made of (JSON Schema 2020-12).
const SCHEMAS: &str = include_str!("schemas.json");

/// The document.
pub fn write(site: &Site) -> Value {
    let paths: Map<String, Value> = ALL
        .iter()
        .map(|endpoint| (endpoint.path.to_owned(), json!({ "get": operation(endpoint) })))
        .collect();
    let schemas: Value = serde_json::from_str(SCHEMAS).unwrap_or_default();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": format!("What {} publishes", site.name),
            "version": VERSION,
            "description": format!(
                "Everything that readers see, for programs. It can only be read, with GET or HEAD, without a key, from any \
                 site. Times are RFC 3339 in UTC, addresses are whole, and every field is always there. Lists go on at \
                 `next`, which is also in the header `Link`. An answer that is held already is not sent again to who sends \
                 its `ETag` in `If-None-Match`. Parameters that are not described here are refused. There can be {LIMIT} \
                 requests a minute from one network. Errors are problem details (RFC 9457)."
            ),
        },
        "servers": [{ "url": site.base_url }],
        "security": [],
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

fn operation(endpoint: &Endpoint) -> Value {
    let path = endpoint.name.map(|name| parameter(name, "path"));
    let query = endpoint.parameters.iter().map(|known| parameter(known, "query"));
    let parameters: Vec<Value> = path.into_iter().chain(query).collect();
    json!({
        "operationId": endpoint.operation,
        "summary": endpoint.title,
        "description": endpoint.about,
        "parameters": parameters,
        "responses": responses(endpoint),
    })
}

fn parameter(parameter: &Parameter, place: &str) -> Value {
    let mut schema = parameter.kind.schema();
    let example = match schema["type"].as_str() {
        Some("integer") => parameter
            .example
            .parse()
            .map_or(Value::Null, |number: u32| number.into()),
        _ => parameter.example.into(),
    };
    schema["examples"] = json!([example]);
    json!({
        "name": parameter.name,
        "in": place,
        "required": parameter.required,
        "description": parameter.about,
        "schema": schema,
    })
}

fn responses(endpoint: &Endpoint) -> Value {
    let pages = endpoint
        .parameters
        .iter()
        .any(|known| known.name == super::endpoint::CURSOR.name);
    let text = |about: &str| json!({ "description": about, "schema": { "type": "string" } });
    let mut headers = json!({
        "ETag": text("What it is known by; strong, unless it was compressed on its way."),
        "Cache-Control": text("How long it may be kept."),
    });
    if pages {
        headers["Link"] = text("Where the list goes on (`rel=\"next\"`), if it does.");
    }
    let schema = match endpoint.answer {
        Some(name) => json!({ "$ref": format!("#/components/schemas/{name}") }),
        None => json!({ "type": "object" }),
    };
    let mut responses = json!({
        "200": {
            "description": endpoint.title,
            "headers": headers,
            "content": { "application/json": { "schema": schema } },
        },
        "304": { "description": "What is held already is still so." },
        "400": problem("What is asked is not as it is described here. The problem names the parameters."),
        "429": problem("Too many requests from one network. `Retry-After` says in how many seconds there can be more."),
        "default": problem("A fault of the server. The log tells more under the same `request_id`."),
    });
    if endpoint.name.is_some() || endpoint.names_another() {
        responses["301"] = json!({
            "description": "It has another address now.",
            "headers": { "Location": text("That address, whole.") },
        });
    }
    if endpoint.name.is_some() {
        responses["404"] = problem("Nothing is published under this name.");
    }
    if endpoint.may_be_gone {
        responses["410"] = problem("What was published under this name has been taken down.");
    }
    responses
}

fn problem(about: &str) -> Value {
    json!({
        "description": about,
        "content": { problem::MIME: { "schema": { "$ref": "#/components/schemas/Problem" } } },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schemas_are_read() {
        let document = write(&Site::default());
        assert!(document["components"]["schemas"]["Problem"].is_object());
    }
}
