//! How the gateway compares with a small service of the usual make in Python, and with the least
//! that a gateway can do. README.md beside this file says how they are set up.
//!
//! All are processes of their own, asked over HTTP by the same clients. Rounds alternate, so that
//! what else the machine does falls on all; the ratios are what to compare between machines.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a measurement that cannot be made has failed, and its results are printed"
)]

mod contestant;
mod load;
mod model;
mod process;
mod relay;

use std::{env, time::Duration};

use contestant::{Contestant, Running};
use model::Model;
use reqwest::{Client, RequestBuilder, Response};
use taskflow_shared::limits::raise_open_files;

const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_secs(2);
const CALLERS: usize = 32;
const STREAMS: usize = 1_000;
const TOKENS: usize = 50;
/// Streams in which processor time is measured, and the tokens of each: so many that the turn
/// around them hardly counts.
const LONG_STREAMS: usize = 100;
const LONG_TOKENS: usize = 250;
const HELD: usize = 500;
const WARM: usize = 20;
const FIRST_WORDS: usize = 300;

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = env::args().collect();
    if let [_, command, port, model] = arguments.as_slice()
        && command == "relay"
    {
        return relay::serve(port, model).await;
    }
    raise_open_files();
    let client = Client::builder().tcp_nodelay(true).build();
    let bench = Bench {
        model: Model::start().await,
        client: client.expect("an HTTP client"),
    };
    let ours = bench.start(Contestant::Ours).expect("the gateway");
    let relay = bench.start(Contestant::Relay).expect("the relay");
    let python = bench.start(Contestant::Python);
    bench.turns(&ours, python.as_ref()).await;
    for service in [Some(&ours), python.as_ref()].into_iter().flatten() {
        bench.streams(service).await;
    }
    bench.memory().await;
    bench.processor_time(&ours, &relay).await;
    bench.first_word(&ours, &relay).await;
}

struct Bench {
    model: Model,
    client: Client,
}

impl Bench {
    fn start(&self, contestant: Contestant) -> Option<Running> {
        let started = contestant.start(&self.model.url);
        let why = |why: String| println!("{} is not measured: {why}", contestant.name());
        started.map_err(why).ok()
    }

    async fn turns(&self, ours: &Running, peer: Option<&Running>) {
        let (mut our_rates, mut peer_rates) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            our_rates.push(load::turns(ours, &self.client, CALLERS, ROUND).await);
            if let Some(peer) = peer {
                peer_rates.push(load::turns(peer, &self.client, CALLERS, ROUND).await);
            }
        }
        let ours = median(our_rates);
        println!("turns with one tool call, {CALLERS} at once: taskflow {ours:.0}/s");
        if let Some(peer) = peer {
            let (name, rate) = (peer.contestant.name(), median(peer_rates));
            println!("  {name} {rate:.0}/s");
            verdict("times as many", ours / rate, 20.0, |times, target| {
                times >= target
            });
        }
    }

    async fn streams(&self, service: &Running) {
        let whole = load::streams(service, &self.client, STREAMS, TOKENS).await;
        let name = service.contestant.name();
        println!("{STREAMS} streams at once of {TOKENS} tokens, one every 20 ms: {name}");
        match service.contestant {
            Contestant::Ours => verdict("whole", whole as f64, STREAMS as f64, |whole, all| {
                whole >= all
            }),
            _ => println!("  whole {whole}"),
        }
    }

    /// An open stream is one that a client watches; the same with its run is also a second
    /// connection, to the model, which the relay has too.
    async fn memory(&self) {
        self.model.release(false);
        println!("memory of an open stream with its call of the model, {HELD} at once");
        for contestant in [Contestant::Ours, Contestant::Relay, Contestant::Python] {
            // A new one: others have room already that was set free.
            let Some(service) = &self.start(contestant) else {
                continue;
            };
            let say = |person| service.say(&self.client, person, "chat/stream", "hold");
            // What is made once is made.
            let warm = load::open((0..WARM).map(say)).await;
            let (each, open) = self.kilobytes(service, (WARM..WARM + HELD).map(say)).await;
            println!("  {} {each:.1} kB", service.contestant.name());
            if service.contestant == Contestant::Ours {
                let first = load::open([say(WARM + HELD)].into_iter()).await;
                let run = first[0].headers()["x-run-id"].to_str().expect("an id");
                let watch = |_| service.watch(&self.client, WARM + HELD, run);
                let (each, watching) = self.kilobytes(service, (0..HELD).map(watch)).await;
                verdict("kB of an open stream alone", each, 40.0, |each, most| {
                    each <= most
                });
                drop(watching);
            }
            drop((warm, open));
        }
        self.model.release(true);
    }

    /// Returns how much memory each of these streams takes, and the streams.
    async fn kilobytes(
        &self,
        service: &Running,
        requests: impl ExactSizeIterator<Item = RequestBuilder>,
    ) -> (f64, Vec<Response>) {
        let before = service.memory();
        let open = load::open(requests).await;
        let each = (service.memory() - before) / open.len() as f64 / 1_000.0;
        (each, open)
    }

    async fn processor_time(&self, ours: &Running, relay: &Running) {
        let (mut of_ours, mut of_relay) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            of_ours.push(self.microseconds_a_token(ours).await);
            of_relay.push(self.microseconds_a_token(relay).await);
        }
        let (of_ours, of_relay) = (median(of_ours), median(of_relay));
        println!(
            "processor time of a streamed token: taskflow {of_ours:.1} µs, relay {of_relay:.1} µs"
        );
        verdict(
            "times the relay's",
            of_ours / of_relay,
            3.0,
            |times, most| times <= most,
        );
    }

    async fn microseconds_a_token(&self, service: &Running) -> f64 {
        let before = service.processor_time();
        let whole = load::streams(service, &self.client, LONG_STREAMS, LONG_TOKENS).await;
        assert_eq!(whole, LONG_STREAMS, "every stream is whole");
        let taken = service.processor_time() - before;
        taken * 1e6 / (LONG_STREAMS * LONG_TOKENS) as f64
    }

    async fn first_word(&self, ours: &Running, relay: &Running) {
        let (mut of_ours, mut of_relay) = (Vec::new(), Vec::new());
        for _ in 0..FIRST_WORDS {
            for (service, times) in [(ours, &mut of_ours), (relay, &mut of_relay)] {
                let time = load::first_word(service, &self.client).await;
                times.push(time.as_secs_f64() * 1_000.0);
            }
        }
        let (of_ours, of_relay) = (median(of_ours), median(of_relay));
        println!("streamed first token, p50: taskflow {of_ours:.2} ms, relay {of_relay:.2} ms");
        verdict("ms more", of_ours - of_relay, 1.0, |more, most| {
            more <= most
        });
    }
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

fn verdict(what: &str, figure: f64, target: f64, is_met: impl Fn(f64, f64) -> bool) {
    let verdict = if is_met(figure, target) {
        "met"
    } else {
        "missed"
    };
    println!("  {what} {figure:.2}; target {target}: {verdict}");
}
