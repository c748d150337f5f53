//! An OpenTelemetry collector that keeps what it is sent.

use std::sync::{Arc, Mutex};

use axum::{Router, body::Bytes, http::HeaderMap, routing::post};
use opentelemetry_proto::tonic::{
    collector::trace::v1::ExportTraceServiceRequest,
    common::v1::{AnyValue, KeyValue, any_value},
    trace::v1::Span,
};
use prost::Message as _;
use tokio::net::TcpListener;

#[derive(Clone)]
pub(super) struct Collector {
    pub(super) url: String,
    received: Arc<Mutex<Vec<Received>>>,
    bodies: Arc<Mutex<Vec<u8>>>,
}

/// A span, and who sent it.
#[derive(Debug, Clone)]
pub(super) struct Received {
    pub(super) service: String,
    pub(super) span: Span,
}

impl Collector {
    pub(super) async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let received = Arc::<Mutex<Vec<Received>>>::default();
        let bodies = Arc::<Mutex<Vec<u8>>>::default();
        let (kept, raw) = (Arc::clone(&received), Arc::clone(&bodies));
        let take = post(move |headers: HeaderMap, body: Bytes| async move {
            assert_eq!(headers["content-type"], "application/x-protobuf");
            raw.lock().unwrap().extend(&body);
            kept.lock().unwrap().extend(read(body));
        });
        let router = Router::new().route("/v1/traces", take);
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            url,
            received,
            bodies,
        }
    }

    /// All that was sent, in which text stands as it is.
    pub(super) fn raw(&self) -> String {
        String::from_utf8_lossy(&self.bodies.lock().unwrap()).into_owned()
    }

    pub(super) fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// The span of this name of a service.
    pub(super) fn one(&self, service: &str, name: &str) -> Received {
        let received = self.received();
        let named = |found: &&Received| found.service == service && found.span.name == name;
        let found: Vec<_> = received.iter().filter(named).collect();
        let names = || {
            let names = received.iter().map(|found| found.span.name.as_str());
            names.collect::<Vec<_>>()
        };
        assert_eq!(found.len(), 1, "{name} of {service} in {:?}", names());
        found[0].clone()
    }
}

impl Received {
    pub(super) fn trace(&self) -> String {
        hex(&self.span.trace_id)
    }

    pub(super) fn id(&self) -> String {
        hex(&self.span.span_id)
    }

    pub(super) fn parent(&self) -> String {
        hex(&self.span.parent_span_id)
    }

    /// The attribute as text; `-` where there is none.
    pub(super) fn attribute(&self, name: &str) -> String {
        text(&self.span.attributes, name)
    }
}

fn read(body: Bytes) -> Vec<Received> {
    let request = ExportTraceServiceRequest::decode(body).unwrap();
    let mut received = Vec::new();
    for resource in request.resource_spans {
        let service = text(&resource.resource.unwrap().attributes, "service.name");
        for span in resource
            .scope_spans
            .into_iter()
            .flat_map(|scope| scope.spans)
        {
            let service = service.clone();
            received.push(Received { service, span });
        }
    }
    received
}

fn text(attributes: &[KeyValue], name: &str) -> String {
    let found = attributes.iter().find(|attribute| attribute.key == name);
    let value = found.and_then(|attribute| attribute.value.clone());
    value.map_or("-".to_owned(), shown)
}

fn shown(value: AnyValue) -> String {
    match value.value {
        Some(any_value::Value::StringValue(text)) => text,
        Some(any_value::Value::IntValue(number)) => number.to_string(),
        Some(any_value::Value::BoolValue(flag)) => flag.to_string(),
        Some(any_value::Value::ArrayValue(array)) => {
            let values: Vec<String> = array.values.into_iter().map(shown).collect();
            values.join(",")
        }
        other => format!("{other:?}"),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
