# syntax=docker/dockerfile:1
# taskflow and taskflow-mcp in one small image, as a user of their own, for a read-only root.

FROM rust:1.95-slim-bookworm AS build
WORKDIR /source
RUN apt-get update \
    && apt-get install --yes --no-install-recommends build-essential=12.* \
    && rm -rf /var/lib/apt/lists/*
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/source/target \
    cargo build --release --locked --package taskflow-gateway --package taskflow-mcp --bins \
    && install -D --target-directory=/built target/release/taskflow target/release/taskflow-mcp \
    # Made here with the owner it has there: a new volume takes both from the image.
    && install -d --owner=10001 --group=10001 --mode=0700 /data

# No shell, no package manager: glibc, certificates and time zones.
FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /built/ /usr/local/bin/
COPY --from=build --chown=10001:10001 /data /var/lib/taskflow
USER 10001:10001
ENV TASKFLOW_DATA_DIR=/var/lib/taskflow \
    TASKFLOW_LISTEN=0.0.0.0:8080 \
    TASKFLOW_LOG_FORMAT=json
VOLUME /var/lib/taskflow
EXPOSE 8080
# It finishes turns under way, for nine seconds at the most.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=6s --start-period=20s --retries=3 CMD ["taskflow", "health"]
ENTRYPOINT ["taskflow"]
CMD ["serve"]
